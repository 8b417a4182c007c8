"""約束メモ and 引継ぎ簿: pages made to be printed."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from ikue.audit import door
from ikue.casework.models import Case
from ikue.casework.rules import leads
from ikue.desk.domain.casefile import find_case, next_what
from ikue.desk.domain.papers import hand_over_book, promise_sheet
from ikue.desk.forms.cases import PromiseForm
from ikue.desk.views.common import page
from ikue.directory.viewers import Viewer, viewer_of
from ikue.kernel import clock
from ikue.kernel.transitions import NotAllowed
from ikue.sharing.domain.deciding import rights_of
from ikue.sharing.domain.naming import naming


@door.read(methods=("GET", "HEAD", "POST"))
def promise(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Typed, looked at, printed; nothing is stored."""
    viewer = viewer_of(request)
    case = find_case(pk)
    if not leads(viewer, case):
        raise NotAllowed("promise")
    data = request.POST if request.method == "POST" else None
    form = PromiseForm(data, at=viewer.at, initial=_first(viewer, case))
    if data is not None and form.is_valid():
        sheet = promise_sheet(viewer, **form.cleaned_data)
        return page(request, "promise_sheet", {"sheet": sheet, "case": case})
    status = 200 if data is None else 422
    return page(request, "promise", {"form": form, "case": case}, status=status)


def _first(viewer: Viewer, case: Case) -> dict[str, Any]:
    name = naming(viewer, [case.circle_id]).name(case.circle_id, otherwise="")
    what = next_what(rights_of(viewer, [case.circle_id]), case)
    ahead = case.next_on is not None and case.next_on >= clock.today(viewer.at)
    on = case.next_on if ahead else None
    return {"client": name.removesuffix("世帯"), "what": what, "on": on}


@door.read()
def book(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    context = {"viewer": viewer, "at": viewer.at, "pages": hand_over_book(viewer)}
    return page(request, "book", context)
