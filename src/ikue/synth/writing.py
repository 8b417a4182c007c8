"""Short hands for those who write the ward: one act each, under the context of who does it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from ikue.casework.domain.cases import Next, open_case_in, set_next_action
from ikue.casework.domain.entries import EntryFacts, write_entry
from ikue.casework.domain.referrals import Acceptance, accept_referral
from ikue.casework.models import Case, Referral
from ikue.programmes.consultation.domain.receiving import (
    ConsentGiven,
    MemberFacts,
    Principal,
    Reception,
    receive,
)
from ikue.programmes.consultation.models import Consultation
from ikue.sharing.domain.consents import ConsentAnswer, ConsentScope
from ikue.sharing.domain.showing import show_households
from ikue.synth.ward import Ward

CONSENT_DAYS = 180


@dataclass(frozen=True, kw_only=True)
class Note:
    """One line of 支援経過: when, how, with whom, what, and what came of it."""

    at: datetime
    method: str
    counterpart: str
    body: str
    outcome: str = ""
    counterpart_name: str = ""
    tag: str = ""
    interpreter_present: bool = False


def take_in(
    ward: Ward,
    username: str,
    reception: Reception,
    principal: Principal,
    members: tuple[MemberFacts, ...] = (),
    consent: ConsentGiven | None = None,
) -> Consultation:
    """Received in the moment it was told, by that member of staff."""
    with ward.acting(username, reception.received_at) as viewer:
        return receive(
            reception=reception, principal=principal, members=members, consent=consent,
            by=viewer, at=viewer.at,
        )  # fmt: skip


def consent_to(windows: tuple[str, ...], *, words: str, at: datetime, purpose: str) -> ConsentGiven:
    return ConsentGiven(
        answer=ConsentAnswer(words=words),
        scope=ConsentScope(
            window_codes=windows,
            purpose=purpose,
            until=at.date() + timedelta(days=CONSENT_DAYS),
        ),
    )


def note_down(
    ward: Ward, username: str, circle_id: UUID, person_id: UUID | None, notes: tuple[Note, ...]
) -> None:
    for note in notes:
        with ward.acting(username, note.at) as viewer:
            facts = EntryFacts(
                at=note.at, method=note.method, counterpart=note.counterpart, body=note.body,
                outcome=note.outcome, counterpart_name=note.counterpart_name, tag=note.tag,
                person_id=person_id, interpreter_present=note.interpreter_present,
            )  # fmt: skip
            write_entry(
                circle_id=circle_id, case=open_case_in(circle_id), facts=facts, by=viewer,
                at=viewer.at,
            )  # fmt: skip


def plan_next(
    ward: Ward, username: str, case: Case, *, what: str, due_on: date, at: datetime
) -> None:
    """As the case stands now: whoever met the person has set a next action meanwhile."""
    with ward.acting(username, at) as viewer:
        case = Case.objects.get(pk=case.pk)
        set_next_action(
            case=case, next_action=Next(what=what, due_on=due_on), by=viewer, at=viewer.at
        )


def accept(
    ward: Ward, username: str, referral: Referral, *, first_contact_on: date, at: datetime
) -> Case | None:
    """Taken by that person; returns the case in the circle in which the window works now."""
    with ward.acting(username, at) as viewer:
        accept_referral(
            referral=referral,
            acceptance=Acceptance(
                named=ward.appointments[username], first_contact_on=first_contact_on
            ),
            by=viewer,
            at=viewer.at,
        )
        return open_case_in(referral.receiving_circle_id or referral.circle_id)


def members_by_relationship(ward: Ward, username: str, circle_id: UUID) -> dict[str, UUID]:
    """続柄 → person, for a referral that names more than 本人."""
    with ward.acting(username, ward.now) as viewer:
        (household, *_) = show_households(viewer, circle_id)
        return {member.relationship: member.person_id for member in household.members}
