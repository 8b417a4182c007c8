"""相談受付: anybody, at any window, about anybody; the household begins with what is known.

Seed 第3節(3): 「相談者が抱える困りごとを包括的に受け止め」.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from ikue.audit.perform import begin
from ikue.casework.domain.numbers import next_number
from ikue.casework.enums import Numbered
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.kernel.businessdays import add_business_days
from ikue.kernel.expected import Expected
from ikue.kernel.transitions import NotAllowed
from ikue.kernel.wareki import check_birth
from ikue.people.domain.households import add_members, form_household, household_label
from ikue.people.domain.persons import (
    PersonFacts,
    SafeContactFacts,
    add_contact_points,
    agree_safe_contact,
    register_persons,
    support_new,
)
from ikue.people.enums import Relationship
from ikue.people.models import Household, Person
from ikue.programmes.consultation.domain.figures import count_received
from ikue.programmes.consultation.domain.joining import (
    go_on_with,
    is_there,
    stands_there,
    works_with,
)
from ikue.programmes.consultation.enums import Caller, Channel, ConsentVariant, Urgency
from ikue.programmes.consultation.models import Consultation
from ikue.programmes.consultation.rules import is_window_worker
from ikue.programmes.consultation.states import CONSULTATION
from ikue.sharing.domain.consents import (
    ConsentAnswer,
    ConsentScope,
    ask_consent,
    give_consent,
    refuse_consent,
)
from ikue.sharing.domain.opening import begin_circle, take_duty
from ikue.sharing.models import Circle

ASK_AGAIN_AFTER_DAYS = 14
FIRST_LOOK_BUSINESS_DAYS = 3
"""Until somebody sets another date, a fresh reception is looked at within three business days."""


NOT_BEFORE_TODAY = "次の期日は、きょうかそれより後の日にしてください。"
NOT_YET = "受付の日時が先の日時になっています。確かめてください。"
WHY_TODAY = "「今日中」のときは、理由をひとこと書いてください。"


class ReceptionIncomplete(Expected):
    """Too little was written to go on; the message is for the clerk, nothing typed is lost."""


class AlreadyReceived(Expected):
    """This page has been sent before, here or from another tab: it is one reception."""

    def __init__(self, reception: Consultation) -> None:
        super().__init__(f"{reception.number} で受け付け済みです。")
        self.reception = reception


@dataclass(frozen=True, kw_only=True)
class Reception:
    """What was asked, by whom, how urgent — the fields of 相談受付・申込票."""

    received_at: datetime
    complaint: str
    channel: str = Channel.PHONE
    caller: str = Caller.PERSON
    urgency: str = Urgency.ORDINARY
    urgency_reason: str = ""
    caller_name: str = ""
    caller_relation: str = ""
    route: str = ""
    wish: str = ""
    issues: tuple[str, ...] = ()
    worst_issue: str = ""
    consent_variant: str = ConsentVariant.NOT_ASKED
    no_consent_reason: str = ""
    known_by: str = ""
    work: str = ""
    housing: str = ""
    health_insurance: str = ""
    pension: str = ""
    other_system_number: str = ""
    town_code: str = ""
    next_on: date | None = None
    next_what: str = ""


@dataclass(frozen=True, kw_only=True)
class MemberFacts:
    """Another member of the household, as far as the caller says."""

    facts: PersonFacts
    relationship: str = Relationship.UNKNOWN
    lives_there: bool = True
    supported: bool = False


@dataclass(frozen=True, kw_only=True)
class Principal:
    """本人: whom it is about, and how to reach them without harm."""

    facts: PersonFacts
    safe_contact: SafeContactFacts = field(default_factory=SafeContactFacts)
    contact_points: tuple[tuple[str, str], ...] = ()
    """(kind, value) pairs of whereabouts (F2)."""


@dataclass(frozen=True, kw_only=True)
class ConsentGiven:
    answer: ConsentAnswer
    scope: ConsentScope


def receive(
    *,
    reception: Reception,
    principal: Principal,
    by: Viewer,
    at: datetime,
    members: tuple[MemberFacts, ...] = (),
    consent: ConsentGiven | None = None,
    known: Person | None = None,
    page_id: UUID | None = None,
) -> Consultation:
    """Write the reception down: in the circle of somebody `known`, or beginning one of its own.

    Creates own duty, household with its members, contact points, the consent as answered.
    `page_id` is the page it was typed on, sent once. Raises ReceptionIncomplete, NobodyDescribed,
    DateError, ConsentNotValid, AlreadyReceived.
    """
    if not is_window_worker(by, None) or (known is not None and not works_with(by, known)):
        raise NotAllowed("receive")
    _check(reception, principal, consent, at)
    # The number is drawn first: whoever sends the same page at once waits here for the other.
    number = next_number(kind=Numbered.CONSULTATION, on=clock.today(at))
    _require_first(page_id)
    circle = Circle.objects.get(pk=known.circle_id) if known else begin_circle(by=by, at=at)
    ground = take_duty(circle_id=circle.pk, what="相談受付", by=by, at=at)
    if known is None:
        person, household = _household(principal, members, circle.pk, by, at)
    else:
        person, household = known, _known_household(known, principal, members, by, at)
    consultation = _written(reception, by)
    consultation.pk = page_id or consultation.pk
    consultation.circle_id, consultation.ground = circle.pk, ground
    consultation.person_id, consultation.household_id = person.pk, household.pk
    consultation.number = number
    consultation.next_on = reception.next_on or add_business_days(
        clock.today(at), FIRST_LOOK_BUSINESS_DAYS
    )
    begin(machine=CONSULTATION, name="receive", record=consultation, by=by, at=at)
    _record_consent(consultation, consent, by, at)
    count_received(consultation, person, circle, by)
    return consultation


def _check(
    reception: Reception, principal: Principal, consent: ConsentGiven | None, at: datetime
) -> None:
    if not reception.complaint:
        raise ReceptionIncomplete("相談の内容を、ひとことでも書いてください。")
    if reception.received_at > at:
        raise ReceptionIncomplete(NOT_YET)
    _check_codes(reception)
    if reception.next_on is not None and reception.next_on < clock.today(at):
        raise ReceptionIncomplete(NOT_BEFORE_TODAY)
    if reception.urgency == Urgency.TODAY and not reception.urgency_reason:
        raise ReceptionIncomplete(WHY_TODAY)
    if (reception.consent_variant == ConsentVariant.GIVEN) != (consent is not None):
        raise ReceptionIncomplete("「同意あり」のときは、同意の方法と範囲を書いてください。")
    if principal.facts.birth is not None:
        check_birth(principal.facts.birth, today=clock.today(at))


def _check_codes(reception: Reception) -> None:
    """The boxes of 申込票 know no other ticks."""
    for value, codes, label in (
        (reception.channel, Channel, "相談方法"),
        (reception.caller, Caller, "だれから"),
        (reception.urgency, Urgency, "緊急度"),
        (reception.consent_variant, ConsentVariant, "同意"),
    ):
        if value not in codes.values:
            raise ReceptionIncomplete(f"「{label}」を選んでください。")


def _require_first(page_id: UUID | None) -> None:
    sent = Consultation.objects.filter(pk=page_id).first() if page_id else None
    if sent is not None:
        raise AlreadyReceived(sent)


def _written(reception: Reception, by: Viewer) -> Consultation:
    values = {
        name: getattr(reception, name)
        for name in Reception.__dataclass_fields__
        if name not in ("issues", "next_on")
    }
    return Consultation(
        owner_window_id=by.window_id,
        written_by_id=by.appointment_id,
        responsible_id=by.appointment_id,
        issues=list(reception.issues),
        **values,
    )


def _household(
    principal: Principal,
    members: tuple[MemberFacts, ...],
    circle_id: UUID,
    by: Viewer,
    at: datetime,
) -> tuple[Person, Household]:
    self_ = MemberFacts(facts=principal.facts, relationship=Relationship.SELF, supported=True)
    everybody = (self_, *members)
    persons = _registered(everybody, circle_id, by, at)
    person = persons[0]
    household = form_household(circle_id=circle_id, label=household_label(person), by=by)
    _join(household, everybody, persons, by)
    _note_contacts(person, principal.safe_contact, principal.contact_points, by)
    return person, household


def _known_household(
    person: Person,
    principal: Principal,
    members: tuple[MemberFacts, ...],
    by: Viewer,
    at: datetime,
) -> Household:
    """The household as it stands, with whoever and whatever was named for the first time."""
    household = go_on_with(person=person, facts=principal.facts, by=by, at=at)
    new = [one for one in members if not is_there(household, one.facts, one.relationship)]
    _join(household, new, _registered(new, household.circle_id, by, at), by)
    points = [point for point in principal.contact_points if not stands_there(person, *point)]
    _note_contacts(person, principal.safe_contact, points, by)
    return household


def _note_contacts(
    person: Person, safe: SafeContactFacts, points: Iterable[tuple[str, str]], by: Viewer
) -> None:
    if safe.says_something:
        agree_safe_contact(person=person, facts=safe, by=by)
    add_contact_points(person=person, points=points, by=by)


def _registered(
    members: Sequence[MemberFacts], circle_id: UUID, by: Viewer, at: datetime
) -> list[Person]:
    for member in members:
        if member.facts.birth is not None:
            check_birth(member.facts.birth, today=clock.today(at))
    facts = [member.facts for member in members]
    persons = register_persons(facts=facts, circle_id=circle_id, by=by, at=at)
    together = zip(members, persons, strict=True)
    support_new([person for member, person in together if member.supported], by=by, at=at)
    return persons


def _join(
    household: Household, members: Sequence[MemberFacts], persons: Sequence[Person], by: Viewer
) -> None:
    joining = [
        (person, member.relationship, member.lives_there)
        for member, person in zip(members, persons, strict=True)
    ]
    add_members(household=household, members=joining, by=by)


def _record_consent(
    consultation: Consultation, consent: ConsentGiven | None, by: Viewer, at: datetime
) -> None:
    """The answer of 申込票 becomes the consent record; 「まだ聞いていない」 leaves none."""
    refused = consultation.consent_variant == ConsentVariant.REFUSED
    if consultation.person_id is None or not (consent or refused):
        return
    asked = ask_consent(
        person_id=consultation.person_id, circle_id=consultation.circle_id, by=by, at=at
    )
    if consent is not None:
        give_consent(consent=asked, answer=consent.answer, scope=consent.scope, by=by, at=at)
    else:
        again = clock.today(at) + timedelta(days=ASK_AGAIN_AFTER_DAYS)
        refuse_consent(
            consent=asked, reason=consultation.no_consent_reason, ask_again_on=again, by=by, at=at
        )
