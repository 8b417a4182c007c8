"""Short hands of 多機関協働 for those who write households: a request, a conference, a plan."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from ikue.casework.domain.plan_editing import edit_plan
from ikue.casework.domain.plan_facts import Writing
from ikue.casework.domain.plans import draft_plan, propose_plan
from ikue.casework.domain.referrals import Acceptance, Sending, Words, send_referral
from ikue.casework.enums import ReferralKind
from ikue.casework.models import Case, Plan, Referral
from ikue.programmes.multi_agency.domain.coordinations import take_up_request
from ikue.programmes.multi_agency.domain.items import Preparation, prepare_item
from ikue.programmes.multi_agency.domain.meetings import Sitting, plan_meeting
from ikue.programmes.multi_agency.domain.members import add_member, invite_item
from ikue.programmes.multi_agency.domain.recording import Discussion, record_item
from ikue.programmes.multi_agency.enums import Conference
from ikue.programmes.multi_agency.models import AgendaItem, Coordination
from ikue.sharing.enums import Basis
from ikue.synth.ward import Ward

COORDINATOR, MANAGER = "hibari.tsunagu", "hagoromo.ikue"
PLACE = "区役所 402会議室"


def ask_together(
    ward: Ward, username: str, circle_id: UUID, persons: tuple[UUID, ...], words: Words,
    at: datetime,
) -> Referral:  # fmt: skip
    """多機関協働へつなぐ: what we did, what we ask, what we go on doing."""
    sending = Sending(
        person_ids=persons, basis=Basis.WARD_PURPOSE, words=words, kind=ReferralKind.MULTI_AGENCY,
        to_window=ward.windows["multi_agency"], purpose="多機関協働の調整",
    )  # fmt: skip
    with ward.acting(username, at) as viewer:
        return send_referral(circle_id=circle_id, sending=sending, by=viewer, at=at)


def take_up(ward: Ward, referral: Referral, *, contact_on: date, at: datetime) -> Coordination:
    with ward.acting(COORDINATOR, at) as viewer:
        acceptance = Acceptance(named=ward.appointments[COORDINATOR], first_contact_on=contact_on)
        return take_up_request(referral=referral, acceptance=acceptance, by=viewer, at=at)


def convene(
    ward: Ward,
    case: Case,
    conference: Conference,
    preparation: Preparation,
    *,
    members: Iterable[str],
    sits_at: datetime,
    at: datetime,
) -> AgendaItem:
    """A meeting, an item on it, and its members invited by name."""
    with ward.acting(COORDINATOR, at) as viewer:
        sitting = Sitting(starts_at=sits_at, place=PLACE, chair=ward.appointments[COORDINATOR])
        meeting = plan_meeting(sitting=sitting, by=viewer, at=at)
        item = prepare_item(
            case=case, conference=conference, preparation=preparation, meeting=meeting, by=viewer,
            at=at,
        )  # fmt: skip
        for username in members:
            add_member(item=item, appointment=ward.appointments[username], by=viewer, at=at)
            item.refresh_from_db()
        return invite_item(item=item, by=viewer, at=at)


def talked_over(
    ward: Ward, item: AgendaItem, discussion: Discussion, *, at: datetime
) -> AgendaItem:
    with ward.acting(COORDINATOR, at) as viewer:
        item = AgendaItem.objects.get(pk=item.pk)
        return record_item(item=item, discussion=discussion, by=viewer, at=at)


def propose(ward: Ward, case: Case, writing: Writing, *, at: datetime) -> Plan:
    """A whole edition, written and put to the conference."""
    with ward.acting(COORDINATOR, at) as viewer:
        plan = draft_plan(case=case, facts=None, by=viewer, at=at)
        plan = edit_plan(
            plan_id=plan.pk, writing=writing, seen_version=plan.version, by=viewer, at=at
        )
        return propose_plan(plan=plan, by=viewer, at=at + timedelta(minutes=5))
