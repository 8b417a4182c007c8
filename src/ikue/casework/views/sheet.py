"""つなぐシート: the paper for a partner without an account. Only the sender prints it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from ikue.audit import door, looking
from ikue.casework.domain.queries import referral_page
from ikue.casework.models import Referral
from ikue.directory.viewers import viewer_of


@door.read()
def sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    record = Referral.objects.get(pk=pk)
    page = referral_page(viewer, record)
    if not page.is_sender or page.packet is None:
        raise Http404
    looking.act("print")
    context = {"page": page, "referral": record, "packet": page.packet, "at": viewer.at}
    return TemplateResponse(request, "casework/sheet.html", context)
