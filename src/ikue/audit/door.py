"""The door: every view passes through `read` or `write`, and nobody reads unrecorded.

A read runs in a READ ONLY transaction that is always rolled back; then, on the same connection, a
second transaction writes the record of looking; only then do bytes leave. A read that only leads on
to another page shows nothing and is no look. A write commits first and is recorded likewise. Where
the record cannot be written, nothing is shown (static 503).
"""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, Concatenate
from uuid import UUID

import structlog
from django.contrib.auth import logout
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import (
    DatabaseError,
    IntegrityError,
    OperationalError,
    ProgrammingError,
    connection,
    transaction,
)
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from psycopg.errors import InsufficientPrivilege

from ikue.accounts.models import Account
from ikue.accounts.second_factor import is_missing
from ikue.audit import looking
from ikue.audit.context import Acting, acting_as
from ikue.audit.models import SentForm
from ikue.kernel import clock
from ikue.kernel.transitions import NotAllowed
from ikue.ui.static_pages import static_page

View = Callable[Concatenate[HttpRequest, ...], HttpResponse]
log = structlog.get_logger("ikue.door")

ABSENT = (Http404, ObjectDoesNotExist, NotAllowed, ValidationError)
"""All of these look the same from outside: the record is not there."""


class AppointmentEnded(Exception):
    """The appointment in the session is no longer in force: choose another, or log out."""


def read(*, methods: tuple[str, ...] = ("GET", "HEAD"), needs_appointment: bool = True) -> Any:
    """A view that changes nothing. A search is a POST under `read` (nothing personal in URLs)."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return _pass(request, methods, needs_appointment, _reader(view, args, kwargs))

        guarded.door = "read"  # type: ignore[attr-defined]
        return guarded

    return decorate


def write(*, keyed: bool = True, needs_appointment: bool = True) -> Any:
    """A view that makes one domain call. Only a redirect commits; a form shown again keeps nothing.

    `keyed=False` is for autosave alone: every form carries an idempotency key.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return _pass(request, ("POST",), needs_appointment, _writer(view, args, kwargs, keyed))

        guarded.door = "write"  # type: ignore[attr-defined]
        return guarded

    return decorate


def screen(*, show: View, act: View) -> View:
    """One address for a page and its form: GET shows (a `read`), POST acts (a `write`)."""

    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = act if request.method == "POST" else show
        return chosen(request, *args, **kwargs)

    guarded.door = "screen"  # type: ignore[attr-defined]
    return guarded


Passage = Callable[[HttpRequest, Acting], HttpResponse]


def _pass(
    request: HttpRequest, methods: tuple[str, ...], needs_appointment: bool, passage: Passage
) -> HttpResponse:
    if request.method not in methods:
        return static_page(405)
    account = request.user
    if isinstance(account, Account) and account.stopped_at is not None:
        logout(request)  # stopping an account ends what it had open
        return _to_login(request)
    if not isinstance(account, Account):
        return _to_login(request)
    if is_missing(account):
        return redirect("mfa_activate_totp")
    if needs_appointment and "appointment" not in request.session:
        return redirect("directory:choose")
    return _recorded(request, _acting(request, account), passage)


def _to_login(request: HttpRequest) -> HttpResponse:
    """A whole page goes to the login; a part of one must not swallow the login page."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=401)
    return redirect(f"/accounts/login/?next={request.path}")


def _acting(request: HttpRequest, account: Account) -> Acting:
    chosen = request.session.get("appointment")
    acting = Acting(
        account_id=account.pk,
        appointment_id=UUID(chosen) if chosen else None,
        at=clock.now(),
    )
    request.acting = acting  # type: ignore[attr-defined]
    return acting


def _recorded(request: HttpRequest, acting: Acting, passage: Passage) -> HttpResponse:
    with looking.collect() as looked:
        try:
            response = passage(request, acting)
        except AppointmentEnded:
            request.session.pop("appointment", None)
            return redirect("directory:choose")
        except ABSENT:
            log.info("refused", path=request.path, account=str(acting.account_id))
            return static_page(404)
        except ProgrammingError as error:
            if not isinstance(error.__cause__, InsufficientPrivilege):
                raise
            # The wall refuses what the rules let through: absence for the clerk, a fault for us.
            log.exception("refused_by_the_wall", path=request.path)
            return static_page(404)
        except OperationalError:
            # A lock held elsewhere, a statement too long, no database: nothing was done.
            log.exception("database_not_available", path=request.path)
            return static_page(503)
    if not looked.classes and not looked.seen:
        return response
    try:
        _write_look(request, acting, looked)
    except DatabaseError:
        log.exception("look_not_recorded", path=request.path)
        return static_page(503)
    return response


def _reader(view: View, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Passage:
    def passage(request: HttpRequest, acting: Acting) -> HttpResponse:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION READ ONLY")
            with acting_as(acting):
                response = _rendered(view(request, *args, **kwargs))
            transaction.set_rollback(True)
        if _only_leads_on(response):
            looking.nothing_shown()
        return response

    return passage


def _only_leads_on(response: HttpResponse) -> bool:
    """A redirect shows nothing of its own. Behind `write` it is recorded all the same: what an act
    says goes along to the next page."""
    return 300 <= response.status_code < 400 and not response.content


def _writer(view: View, args: tuple[Any, ...], kwargs: dict[str, Any], keyed: bool) -> Passage:
    def passage(request: HttpRequest, acting: Acting) -> HttpResponse:
        key = _form_key(request) if keyed else None
        if keyed and key is None:
            return static_page(400)
        try:
            with transaction.atomic(), acting_as(acting):
                return _carried_out(request, acting, key, lambda: view(request, *args, **kwargs))
        except IntegrityError:
            location = _twin_location(acting, key)
            if location is None:
                raise
            return redirect(location)

    return passage


def _carried_out(
    request: HttpRequest, acting: Acting, key: UUID | None, view: Callable[[], HttpResponse]
) -> HttpResponse:
    location = _sent_before(key)
    if location is not None:
        return redirect(location)
    response = _rendered(view())
    if response.status_code == 204:
        return response
    if not 300 <= response.status_code < 400:
        transaction.set_rollback(True)
    elif key is not None:
        SentForm.objects.create(
            key=key, account_id=acting.account_id, location=response["Location"]
        )
    return response


def _twin_location(acting: Acting, key: UUID | None) -> str | None:
    """The same form was being sent twice at once and the other one won: answer as it did."""
    with transaction.atomic(), acting_as(acting):
        return _sent_before(key)


def _sent_before(key: UUID | None) -> str | None:
    if key is None:
        return None
    return SentForm.objects.filter(key=key).values_list("location", flat=True).first()


def _form_key(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("_key", ""))
    except ValueError:
        return None


def _rendered(response: HttpResponse) -> HttpResponse:
    if isinstance(response, TemplateResponse):
        response.render()
    return response


def _write_look(request: HttpRequest, acting: Acting, looked: looking.Looking) -> None:
    event = {
        "at": acting.at.isoformat(),
        "terminal": request.META.get("REMOTE_ADDR", "")[:64],
        "request": str(request.request_id),  # type: ignore[attr-defined]
        "screen": request.resolver_match.view_name if request.resolver_match else "",
        "act": looked.act,
        "lines": looked.as_lines(),
        "seen": sorted(str(record) for record in looked.seen),
    }
    # The wall believes no moment far from its own: a page may have taken longer than that.
    now = replace(acting, at=clock.now())
    with transaction.atomic(), acting_as(now), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '2s'")
        cursor.execute("SELECT wall.record_look(%s)", [json.dumps(event)])
