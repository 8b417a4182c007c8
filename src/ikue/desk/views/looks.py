"""閲覧記録: for those who oversee the looking."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from ikue.audit import door
from ikue.desk.domain.looks import MOST, Wanted, chain_state, staff_seen
from ikue.desk.domain.looks import looks as looks_of
from ikue.desk.forms.oversight import LooksForm
from ikue.desk.views.common import page
from ikue.directory.viewers import viewer_of


@door.read()
def looks(request: HttpRequest) -> HttpResponse:
    """The filter stands in the address: a member of staff and a day, nobody else's identity."""
    viewer = viewer_of(request)
    form = LooksForm(request.GET or None, at=viewer.at, staff=staff_seen(viewer))
    wanted = form.to_wanted() if form.is_valid() else Wanted()
    context = {
        "viewer": viewer, "form": form, "looks": looks_of(viewer, wanted), "most": MOST,
        "chain": chain_state(viewer, settings.VAR),
    }  # fmt: skip
    return page(request, "looks", context)
