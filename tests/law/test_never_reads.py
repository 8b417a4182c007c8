"""Whose appointment alone opens nothing: every table with persons shows them no row.

Each table is first shown to hold rows for somebody inside; otherwise zero would prove nothing.
"""

from datetime import date, timedelta

import pytest
from django.db import connection

from ikue.audit.models import Change
from ikue.casework.domain.calling import Call, note_call
from ikue.casework.domain.cases import HandOverBook, hand_over_case
from ikue.casework.domain.referrals import Acceptance, accept_referral, finish_referral
from ikue.casework.domain.role_notes import write_role_note
from ikue.casework.domain.roles import RoleAnswer, accept_role
from ikue.casework.models import Case, Referral, RoleAssignment
from ikue.directory.enums import AgencyKind
from ikue.drafts.keeping import save_draft
from ikue.kernel import clock
from ikue.kernel.wall import walls
from ikue.people.domain.households import relate
from ikue.people.domain.life_events import note_life_event
from ikue.people.domain.persons import add_name
from ikue.people.models import Person
from ikue.programmes.consultation.domain.adding import add_to_reception
from ikue.programmes.consultation.domain.advice import ask_advice
from ikue.programmes.consultation.domain.assessing import AssessmentFacts, save_assessment
from ikue.sharing.domain.consents import (
    ConsentAnswer,
    ConsentScope,
    add_receiver,
    ask_consent,
    give_consent,
    tell_addition,
)
from ikue.sharing.enums import ExclusionKind
from ikue.sharing.models import Exclusion
from tests.cast import NEVER_READS, Cast, assemble
from tests.factories.conferences import coordinated
from tests.factories.plans import evaluated, in_force
from tests.law.worlds import World
from tests.standing import standing

OVERSEERS = {"privacy_officer", "auditor"}
OVERSEEN = {"audit_change", "audit_readevent", "audit_readline"}
"""The record of looking and of changing is theirs to read."""
EMPTY_HERE = {
    # Written by the door: tests/audit.
    "audit_readevent", "audit_readline", "audit_seen", "audit_sentform",
    # Written by programmes above the spine: their own tests show who reads them.
    "multi_agency_coordination", "multi_agency_supportdecision", "frontdoor_submission",
    "outreach_outreachtarget", "participation_participation", "rights_claim",
}  # fmt: skip
"""Closed list. A new table is either filled by the fixture above or named here with its tests."""
REFERS_TO_ELDERLY = 4


@pytest.fixture(scope="module")
def tables():
    return sorted(table.name for wall in walls() for table in wall.tables if table.read)


@standing
def cast(db):
    return on_its_way()


def on_its_way() -> Cast:
    """A household on its way: supported, referred, accepted, consented, handed over."""
    cast = assemble()
    world = World(cast, seed=REFERS_TO_ELDERLY, walks=False)
    world.support()
    world.write()
    world.refer()
    with cast.acting("desk") as by:
        _, reception = world.receptions[0]
        mother, son = Person.objects.filter(circle_id=reception.circle_id).order_by("birth_year")
        add_name(person=mother, kind="common", name="トメさん", by=by)
        relate(person=mother, other=son, kind="parent_of", by=by)
        save_draft(by=by, form="x", subject="", content={"a": "b"})
        save_assessment(
            circle_id=reception.circle_id, facts=AssessmentFacts(wishes="「眠りたい」"),
            seen_version=0, by=by, at=by.at,
        )  # fmt: skip
        add_to_reception(consultation=reception, body="追記", by=by, at=by.at)
        ask_advice(to_window=cast.appointment("coordinator").window, question="?", by=by, at=by.at)
        Exclusion.objects.create(
            circle_id=reception.circle_id, owner_window_id=by.window_id,
            written_by_id=by.appointment_id, account_id=cast["women"].account_id,
            kind=ExclusionKind.CONFLICT, starts_at=by.at,
        )  # fmt: skip
        hand_over_case(
            case=Case.objects.get(circle_id=reception.circle_id),
            to=cast.appointment("desk_colleague"), reason="異動", book=HandOverBook(promise="電話"),
            by=by, at=by.at,
        )  # fmt: skip
        note_life_event(person=mother, kind="discharge", on=date(2026, 12, 1), by=by)
        call = Call(spoke_with="大山", text="あさって返事をする")
        note_call(referral=Referral.objects.get(), call=call, by=by, at=by.at)
    _consent_to_a_kind(cast, reception)
    with cast.acting("elderly") as by:
        referral = Referral.objects.get()
        taken = Acceptance(named=cast.appointment("elderly"), first_contact_on=date(2026, 11, 30))
        accept_referral(referral=referral, acceptance=taken, by=by, at=by.at)
        finish_referral(referral=referral, outcome="訪問した", by=by, at=by.at)
    plan = in_force(cast)
    _role_note(cast)
    evaluated(cast, plan)
    other = coordinated(cast)
    other.answer(other.invited("desk"), "desk")
    return cast


def _role_note(cast) -> None:
    """By whoever carries the role; its lead reads it."""
    with cast.acting("elderly") as by:
        role = RoleAssignment.objects.get(what="受診の同行")
        accept_role(role=role, answer=RoleAnswer(), by=by, at=by.at)
        write_role_note(role=role, done_on=clock.today(by.at), body="付き添った", by=by, at=by.at)


def _consent_to_a_kind(cast, reception) -> None:
    """A window of a kind that the person agreed to is added one by one."""
    with cast.acting("desk") as by:
        asked = ask_consent(
            person_id=reception.person_id, circle_id=reception.circle_id, by=by, at=by.at
        )
        given = give_consent(
            consent=asked, answer=ConsentAnswer(words="包括さんなら"), by=by, at=by.at,
            scope=ConsentScope(
                agency_kinds=(AgencyKind.ENTRUSTED,), purpose="相談", until=date(2027, 3, 31)
            ),
        )  # fmt: skip
        added = add_receiver(
            consent=given, window=cast.appointment("elderly").window, by=by, at=by.at
        )
        tell_addition(addition=added, how="電話", by=by, at=by.at)


def rows_of(cast, name: str, tables) -> dict[str, int]:
    found = {}
    with cast.acting(name), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
    return found


@pytest.mark.parametrize("name", NEVER_READS)
def test_reads_no_row_of_any_table(cast, tables, name):
    inside = rows_of(cast, "desk", tables)
    empty = {table for table, rows in inside.items() if rows == 0}
    assert empty <= EMPTY_HERE, f"the insider must see rows first: {sorted(empty)}"
    seen = {table for table, rows in rows_of(cast, name, tables).items() if rows}
    assert seen - (OVERSEEN if name in OVERSEERS else set()) == set()


@pytest.mark.parametrize("name", sorted(OVERSEERS))
def test_oversight_reads_the_record_of_changes(cast, name):
    with cast.acting(name):
        assert Change.objects.count() > 0


def test_nobody_in_particular_reads_nothing(cast, tables):
    """No context at all: every table under the wall is empty, and no error tells why."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            assert cursor.fetchone()[0] == 0, table


def test_the_retired_read_until_the_last_moment(cast):
    """退職した職員: the appointment ended at midnight of 1 November, and all rights with it."""
    left = cast.appointment("retired").ends_at
    found = {}
    with cast.acting("desk") as by:
        written_by_the_desk = Person.objects.filter(owner_window_id=by.window_id).count()
    for moment in (left - timedelta(seconds=1), left):
        cast.at = moment
        with cast.acting("retired"):
            found[moment] = Person.objects.count()
    assert (list(found.values()), written_by_the_desk) == ([6, 0], 6)
