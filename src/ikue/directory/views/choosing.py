"""After login: one appointment is taken at once, with several the member of staff chooses."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from ikue.accounts.models import Account
from ikue.audit import door
from ikue.directory.domain.queries import appointments_in_force
from ikue.directory.forms import ChooseForm
from ikue.directory.models import Appointment


def _appointments(request: HttpRequest) -> list[Appointment]:
    account = request.user
    assert isinstance(account, Account)  # the door lets nobody else in
    return list(appointments_in_force(account, request.acting.at))  # type: ignore[attr-defined]


@door.read(needs_appointment=False)
def show(request: HttpRequest) -> HttpResponse:
    appointments = _appointments(request)
    if len(appointments) == 1:
        return _take(request, str(appointments[0].pk))
    return _page(request, ChooseForm(appointments=appointments), appointments)


@door.write(needs_appointment=False)
def act(request: HttpRequest) -> HttpResponse:
    appointments = _appointments(request)
    form = ChooseForm(request.POST, appointments=appointments)
    if form.is_valid():
        return _take(request, str(form.chosen))
    return _page(request, form, appointments, status=422)


choose = door.screen(show=show, act=act)


def _take(request: HttpRequest, appointment_id: str) -> HttpResponse:
    request.session["appointment"] = appointment_id
    return redirect("desk:home")


def _page(
    request: HttpRequest, form: ChooseForm, appointments: list[Appointment], status: int = 200
) -> HttpResponse:
    context = {"form": form, "appointments": appointments}
    return TemplateResponse(request, "directory/choose.html", context, status=status)
