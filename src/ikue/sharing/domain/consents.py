"""本人同意: asked, given, refused, withdrawn — per person (個人情報保護法 69条2項1号)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from ikue.audit.perform import Actor, begin, perform
from ikue.directory.models import Window
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.kernel.expected import Expected
from ikue.kernel.transitions import NotAllowed
from ikue.people.models import Person
from ikue.sharing.domain.deciding import rights_of
from ikue.sharing.domain.opening import Opening, end_ground, grant_to_window, open_ground
from ikue.sharing.enums import Act, Basis, ConsentGiver, ConsentMethod, FieldClass
from ikue.sharing.models import Consent
from ikue.sharing.states import CONSENT


class ConsentNotValid(Expected):
    """What was typed does not make a consent; the message says what is missing."""


@dataclass(frozen=True, kw_only=True)
class ConsentScope:
    """To whom, what, for what, until when. F4 and whereabouts need their own basis."""

    window_codes: tuple[str, ...]
    purpose: str
    until: date
    classes: FieldClass = FieldClass.F1 | FieldClass.F3


@dataclass(frozen=True, kw_only=True)
class ConsentAnswer:
    """Who gave it and how. Family is never the giver."""

    giver: str = ConsentGiver.PERSON
    giver_name: str = ""
    method: str = ConsentMethod.ORAL
    words: str = ""
    language: str = ""
    interpreted_by: str = ""


def ask_consent(*, person_id: UUID, circle_id: UUID, by: Viewer, at: datetime) -> Consent:
    """Raises NotAllowed to a window that owes nothing there, DoesNotExist for a stranger."""
    if not rights_of(by, [circle_id]).on_duty_in(circle_id):
        raise NotAllowed("ask_consent")
    Person.objects.only("pk").get(pk=person_id, circle_id=circle_id)
    consent = Consent(
        person_id=person_id, circle_id=circle_id, owner_window_id=by.window_id,
        written_by_id=by.appointment_id, asked_at=at, explained_by_id=by.appointment_id,
    )  # fmt: skip
    begin(machine=CONSENT, name="ask", record=consent, by=by, at=at)
    return consent


def give_consent(
    *, consent: Consent, answer: ConsentAnswer, scope: ConsentScope, by: Actor, at: datetime
) -> Consent:
    """Record the consent and open its grants at once. Raises ConsentNotValid."""
    CONSENT.check("give", record=consent, viewer=by)
    _check_answer(answer, scope, at)
    ground = open_ground(
        circle_id=consent.circle_id, basis=Basis.CONSENT, what="本人同意", by=by, at=at,
        purpose=scope.purpose,
    )  # fmt: skip
    consent.ground = ground
    consent.answered_at = at
    consent.until = scope.until
    consent.purpose = scope.purpose
    consent.window_codes = list(scope.window_codes)
    consent.class_names = [one.name for one in FieldClass if one in scope.classes]
    for name in ("giver", "giver_name", "method", "words", "language", "interpreted_by"):
        setattr(consent, name, getattr(answer, name))
    perform(machine=CONSENT, name="give", record=consent, by=by, at=at)
    opening = Opening(
        classes=scope.classes, acts=Act.READ | Act.PRINT, person_id=consent.person_id,
        end_event="同意の期限か撤回", ends_at=_end_of(scope.until),
    )  # fmt: skip
    for window in _windows(scope.window_codes, clock.today(at)):
        for one in (opening, *_involvement(opening, window, by)):
            grant_to_window(ground=ground, window_id=window.pk, opening=one, by=by, at=at)
    return consent


def _involvement(opening: Opening, window: Window, by: Actor) -> Iterator[Opening]:
    """Consent brings its receiver into the circle (F0); a hidden window's circle shows nobody."""
    is_hidden = Window.objects.filter(pk=by.window_id, hidden_involvement=True).exists()
    if window.pk != by.window_id and not is_hidden:
        yield replace(opening, classes=FieldClass.F0, acts=Act.READ, person_id=None)


def refuse_consent(
    *, consent: Consent, reason: str, ask_again_on: date, by: Actor, at: datetime
) -> Consent:
    """The person does not agree, for now; 「次にお願いする日」 is part of the answer."""
    if ask_again_on <= clock.today(at):
        raise ConsentNotValid("次にお願いする日は、きょうより後の日にしてください。")
    consent.refused_reason = reason
    consent.ask_again_on = ask_again_on
    consent.answered_at = at
    perform(machine=CONSENT, name="refuse", record=consent, by=by, at=at)
    return consent


def withdraw_consent(*, consent: Consent, by: Actor, at: datetime) -> Consent:
    """Ends its grants from the next request on; what was already seen stays in the record."""
    consent.withdrawn_at = at
    perform(machine=CONSENT, name="withdraw", record=consent, by=by, at=at)
    if consent.ground_id is not None:
        end_ground(ground_id=consent.ground_id, at=at)
    return consent


def _check_answer(answer: ConsentAnswer, scope: ConsentScope, at: datetime) -> None:
    if scope.until <= clock.today(at):
        raise ConsentNotValid("同意の期限は、きょうより後の日にしてください。")
    if answer.method == ConsentMethod.ORAL and not answer.words:
        raise ConsentNotValid("口頭の同意は、ご本人の言葉をひとこと書いてください。")
    if answer.giver != ConsentGiver.PERSON and not answer.giver_name:
        raise ConsentNotValid("ご本人以外が同意したときは、その方の氏名を書いてください。")


def _end_of(day: date) -> datetime:
    """The consent holds on the day it names, and not a moment longer."""
    return datetime.combine(day + timedelta(days=1), time.min, clock.TOKYO)


def _windows(codes: Iterable[str], on: date) -> list[Window]:
    return list(Window.objects.in_force(on).filter(code__in=list(codes)))
