"""Short hands of 多機関協働 for those who write households: request, consent, meeting, item."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from ikue.casework.domain.referrals import (
    Acceptance,
    Sending,
    Words,
    confirm_arrival,
    send_referral,
)
from ikue.casework.enums import ReferralKind
from ikue.casework.models import Case, Referral
from ikue.kernel import clock
from ikue.programmes.multi_agency.domain.answers import Answers, answer_item
from ikue.programmes.multi_agency.domain.coordinations import take_up_request
from ikue.programmes.multi_agency.domain.decisions import decide_support
from ikue.programmes.multi_agency.domain.items import Preparation, prepare_item
from ikue.programmes.multi_agency.domain.meetings import Sitting, close_meeting, plan_meeting
from ikue.programmes.multi_agency.domain.members import add_member, add_partner, invite_item
from ikue.programmes.multi_agency.domain.recording import Discussion, record_item
from ikue.programmes.multi_agency.enums import Conference
from ikue.programmes.multi_agency.models import (
    AgendaItem,
    Coordination,
    ItemMember,
    Meeting,
    SupportDecision,
)
from ikue.sharing.domain.consents import ConsentAnswer, ConsentScope, ask_consent, give_consent
from ikue.sharing.enums import Basis
from ikue.sharing.models import Consent
from ikue.synth.ward import Ward
from ikue.synth.writing import Note, note_down

COORDINATOR, MANAGER = "hibari.tsunagu", "hagoromo.ikue"
PLACE = "区役所 402会議室"
CONSENT_DAYS = 180


def ask_together(
    ward: Ward, username: str, circle_id: UUID, persons: tuple[UUID, ...], words: Words,
    at: datetime,
) -> Referral:  # fmt: skip
    """多機関協働へつなぐ: what we did, what we ask, what we go on doing."""
    with ward.acting(username, at) as viewer:
        return send_referral(
            circle_id=circle_id, sending=asking(ward, persons, words), by=viewer, at=at
        )


def asking(ward: Ward, persons: tuple[UUID, ...], words: Words) -> Sending:
    return Sending(
        person_ids=persons, basis=Basis.WARD_PURPOSE, words=words, kind=ReferralKind.MULTI_AGENCY,
        to_window=ward.windows["multi_agency"], purpose="多機関協働の調整",
    )  # fmt: skip


def take_up(ward: Ward, referral: Referral, *, contact_on: date, at: datetime) -> Coordination:
    with ward.acting(COORDINATOR, at) as viewer:
        acceptance = Acceptance(named=ward.appointments[COORDINATOR], first_contact_on=contact_on)
        return take_up_request(referral=referral, acceptance=acceptance, by=viewer, at=at)


def met(ward: Ward, referral: Referral, person_id: UUID, how: str, note: Note) -> None:
    """本人とつながった: the coordinator met whom it is about, and wrote it down."""
    note_down(ward, COORDINATOR, referral.circle_id, person_id, (note,))
    at = note.at + timedelta(hours=1)
    with ward.acting(COORDINATOR, at) as viewer:
        referral = Referral.objects.get(pk=referral.pk)
        confirm_arrival(referral=referral, met_at=note.at, how=how, by=viewer, at=at)


def agree(
    ward: Ward,
    username: str,
    case: Case,
    answers: Mapping[UUID, ConsentAnswer],
    codes: tuple[str, ...],
    *,
    purpose: str,
    at: datetime,
) -> dict[UUID, Consent]:
    """Each person is asked and agrees, in their own words, that these windows and agencies know."""
    scope = ConsentScope(
        window_codes=codes, purpose=purpose, until=ward.today + timedelta(days=CONSENT_DAYS)
    )
    with ward.acting(username, at) as viewer:
        asked = {
            person_id: ask_consent(
                person_id=person_id, circle_id=case.circle_id, by=viewer, at=at
            )
            for person_id in answers
        }  # fmt: skip
        return {
            person_id: give_consent(
                consent=consent, answer=answers[person_id], scope=scope, by=viewer, at=at
            )
            for person_id, consent in asked.items()
        }


def decide(ward: Ward, case: Case, reason: str, *, at: datetime) -> SupportDecision:
    """支援決定 by 主管課長, on that day."""
    with ward.acting(MANAGER, at) as viewer:
        return decide_support(
            case=case, decided_on=clock.today(at), reason=reason, by=viewer, at=at
        )


@dataclass(frozen=True, kw_only=True)
class Members:
    """構成員: members of staff by name, and (agency, name, how secrecy was confirmed)."""

    staff: tuple[str, ...]
    partners: tuple[tuple[str, str, str], ...] = field(default=())


def plan_sitting(ward: Ward, sits_at: datetime, *, at: datetime) -> Meeting:
    """Chaired by the coordinator. Several households may come up in it, each on its own basis."""
    sitting = Sitting(
        starts_at=sits_at, place=PLACE, chair=ward.appointments[COORDINATOR],
        deputy_chair=ward.appointments[MANAGER],
    )  # fmt: skip
    with ward.acting(COORDINATOR, at) as viewer:
        return plan_meeting(sitting=sitting, by=viewer, at=at)


def prepare(
    ward: Ward,
    case: Case,
    conference: Conference,
    preparation: Preparation,
    members: Members,
    *,
    sits_at: datetime,
    at: datetime,
) -> AgendaItem:
    """An item on the meeting of that hour with its list of members, not invited yet."""
    with ward.acting(COORDINATOR, at) as viewer:
        item = prepare_item(
            case=case, conference=conference, preparation=preparation,
            meeting=Meeting.objects.get(starts_at=sits_at), by=viewer, at=at,
        )  # fmt: skip
        for username in members.staff:
            add_member(item=item, appointment=ward.appointments[username], by=viewer, at=at)
        for code, name, secrecy in members.partners:
            add_partner(
                item=item, agency=ward.agencies[code], name=name, secrecy=secrecy, by=viewer, at=at
            )
    return item


def convene(
    ward: Ward,
    case: Case,
    conference: Conference,
    preparation: Preparation,
    members: Members,
    *,
    sits_at: datetime,
    at: datetime,
) -> AgendaItem:
    """An item on that meeting, and its members invited by name."""
    item = prepare(ward, case, conference, preparation, members, sits_at=sits_at, at=at)
    with ward.acting(COORDINATOR, at) as viewer:
        item.refresh_from_db()
        return invite_item(item=item, by=viewer, at=at)


def answer(ward: Ward, username: str, item: AgendaItem, answers: Answers, *, at: datetime) -> None:
    """The four questions, answered by a member before the meeting."""
    with ward.acting(username, at) as viewer:
        member = ItemMember.objects.get(
            item_id=item.pk, appointment_id=ward.appointments[username].pk
        )
        answer_item(member=member, answers=answers, by=viewer, at=at)


def present_at(ward: Ward, item: AgendaItem, *, at: datetime) -> frozenset[UUID]:
    """Every member of the item."""
    with ward.acting(COORDINATOR, at):
        return frozenset(item.members.values_list("pk", flat=True))


def talked_over(
    ward: Ward, item: AgendaItem, discussion: Discussion, *, at: datetime
) -> AgendaItem:
    with ward.acting(COORDINATOR, at) as viewer:
        item = AgendaItem.objects.get(pk=item.pk)
        return record_item(item=item, discussion=discussion, by=viewer, at=at)


def close_meetings(ward: Ward, *held: datetime) -> None:
    """Each of these was talked through to the end, and is closed two hours after it began."""
    for sat_at in held:
        at = min(sat_at + timedelta(hours=2), ward.now)
        with ward.acting(COORDINATOR, at) as viewer:
            close_meeting(meeting=Meeting.objects.get(starts_at=sat_at), by=viewer, at=at)
