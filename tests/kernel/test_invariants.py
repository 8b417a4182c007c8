"""Each invariant is broken once, behind every constraint, and must be reported: in a transaction of
the superuser that is rolled back, so that one small ward serves for all."""

import json
import os
import subprocess
import sys
from datetime import date, timedelta

import psycopg
import pytest
from django.db import connection

from ikue.casework.domain.cases import HandOverBook, hand_over_case
from ikue.casework.domain.ending import Completion, complete_case
from ikue.casework.domain.plans import end_plan
from ikue.casework.domain.referrals import (
    Acceptance,
    PartnerAnswer,
    Sending,
    Words,
    accept_referral,
    record_partner_acceptance,
    send_referral,
)
from ikue.casework.domain.roles import RoleAnswer, accept_role, decline_role
from ikue.casework.models import Case
from ikue.directory.domain.appointments import cover
from ikue.directory.models import Agency, Window
from ikue.drafts.keeping import save_draft
from ikue.kernel.invariants import examine
from ikue.local import postgres
from ikue.programmes.consultation.domain.advice import ask_advice
from ikue.programmes.consultation.domain.assessing import AssessmentFacts, save_assessment
from ikue.programmes.consultation.domain.screening import refer
from ikue.programmes.multi_agency.domain.coordinations import HandBack, step_out
from ikue.programmes.multi_agency.domain.decisions import decide_support
from ikue.programmes.multi_agency.domain.items import withdraw_item
from ikue.programmes.multi_agency.domain.members import member_leaves
from ikue.programmes.multi_agency.enums import Conference
from ikue.programmes.multi_agency.models import ItemMember
from ikue.sharing.domain.consents import (
    ConsentAnswer,
    ConsentScope,
    ask_consent,
    give_consent,
    withdraw_consent,
)
from ikue.sharing.enums import Basis
from tests import database
from tests.cast import assemble
from tests.factories.conferences import coordinated
from tests.factories.coordination import coordinated_8050
from tests.factories.plans import evaluated, in_force, role
from tests.factories.receptions import household_8050
from tests.kernel.breaches import BREAKS

pytestmark = [pytest.mark.sampled, pytest.mark.every_server]

CONTACT = date(2026, 12, 1)
UNTIL = date(2027, 3, 31)


@pytest.fixture(scope="module")
def ward(django_db_setup, django_db_blocker):
    """A reception referred, taken and handed over; another one waiting; consents; a look."""
    with django_db_blocker.unblock():
        database.renew()
        yield furnished()
        database.renew()


def furnished():
    cast = assemble()
    consultation = received_and_referred(cast)
    taken_and_handed_over(cast)
    others(cast, consultation)
    plans(cast)
    coordinated_and_given_back(cast)
    two_conferences(cast)
    return cast


def coordinated_and_given_back(cast):
    """One household in the hands of 多機関協働, one given back and ended; each decided upon."""
    for _ in range(2):
        coordination = coordinated_8050(cast)
        with cast.acting("coordination_manager") as by:
            decide_support(
                case=coordination.case, decided_on=cast.at.date(), reason="世帯全体", by=by,
                at=cast.at,
            )  # fmt: skip
    with cast.acting("coordinator") as by:
        hand_back = HandBack(words="役割が決まった", follow_up_on=CONTACT)
        step_out(coordination=coordination, hand_back=hand_back, by=by, at=cast.at)
    with cast.acting("desk") as by:
        ended = Completion(reason="achieved", lead_afterwards="包括", follow_up_on=UNTIL)
        case = Case.objects.get(pk=coordination.case_id)
        complete_case(case=case, completion=ended, by=by, at=cast.at)


def two_conferences(cast):
    """An item of each kind open to its members, one of whom has left; and one withdrawn."""
    household = coordinated(cast)
    item = household.invited("elderly", "member")
    with cast.acting("coordinator") as by:
        leaving = ItemMember.objects.get(appointment_id=cast.appointment("member").pk)
        member_leaves(member=leaving, reason="異動", by=by, at=by.at)
        again = household.item(meeting=item.meeting)
        withdraw_item(item=again, reason="転出した", by=by, at=by.at)
    household.consent("トメ")
    household.invited("elderly", conference=Conference.MULTILAYER, persons=("トメ",))


def received_and_referred(cast):
    with cast.acting("desk") as by:
        consultation = household_8050(by=by, at=cast.at)
        household_8050(by=by, at=cast.at)
        sending = sending_to(consultation, window="support_center_arakawa")
        refer(consultation=consultation, sending=sending, by=by, at=cast.at)
        waiting = sending_to(consultation, window="core_consultation_center")
        send_referral(circle_id=consultation.circle_id, sending=waiting, by=by, at=cast.at)
    return consultation


def sending_to(consultation, *, window=None, agency=None):
    return Sending(
        person_ids=(consultation.person_id,),
        basis=Basis.WARD_PURPOSE if window else Basis.SPECIAL_REASON,
        to_window=Window.objects.get(code=window) if window else None,
        to_agency=Agency.objects.get(code=agency) if agency else None,
        words=Words(question="介護の相談をお願いします"),
    )


def taken_and_handed_over(cast):
    cast.later(minutes=10)
    with cast.acting("elderly") as by:
        referral = by_window("casework.Referral", by)
        acceptance = Acceptance(named=cast.appointment("elderly"), first_contact_on=CONTACT)
        accept_referral(referral=referral, acceptance=acceptance, by=by, at=cast.at)
        for name in ("elderly_manager", "elderly"):
            case = Case.objects.get()
            hand_over_case(
                case=case, to=cast.appointment(name), reason="異動", book=HandOverBook(),
                by=by, at=cast.at,
            )  # fmt: skip


def by_window(model, by):
    from_model = {"casework.Referral": "to_window_id"}
    return Case._meta.apps.get_model(model).objects.get(**{from_model[model]: by.window_id})


def others(cast, consultation):
    cast.later(minutes=10)
    with cast.acting("desk") as by:
        sending = sending_to(consultation, agency="hospital")
        asked = send_referral(circle_id=consultation.circle_id, sending=sending, by=by, at=cast.at)
        answer = PartnerAnswer(who="医療相談員", how="電話", first_contact_on=CONTACT)
        record_partner_acceptance(referral=asked, answer=answer, by=by, at=cast.at)
        ask_advice(
            to_window=Window.objects.get(code="multi_agency"), question="どこへ", by=by, at=cast.at
        )
        for ends in (False, True):
            consent_of(consultation, by, cast.at, ends)
        save_assessment(
            circle_id=consultation.circle_id, facts=AssessmentFacts(wishes="「眠りたい」"),
            seen_version=0, by=by, at=cast.at,
        )  # fmt: skip
        save_draft(by=by, form="receive", subject="", content={"a": "b"})
    cover(
        absent=cast.appointment("desk"), deputy=cast.appointment("desk_colleague"),
        from_on=CONTACT, to_on=CONTACT,
    )  # fmt: skip
    look_twice(cast, consultation)


def plans(cast):
    """One that runs, with an answer of each kind; one replaced by it; one that ended."""
    earlier = in_force(cast)
    evaluated(cast, earlier, "replan")
    case = Case(pk=earlier.case_id, circle_id=earlier.circle_id)
    running = in_force(cast, case)
    over = evaluated(cast, in_force(cast))
    with cast.acting("coordinator") as by:
        end_plan(plan=over, by=by, at=cast.at)
    asked = {what: role(cast, running, what) for what in ("家計の相談", "受診の同行")}
    with cast.acting("desk") as by:
        accept_role(role=asked["家計の相談"], answer=RoleAnswer(), by=by, at=cast.at)
    with cast.acting("elderly") as by:
        decline_role(
            role=asked["受診の同行"], reason="人手がない", answer=RoleAnswer(), by=by, at=cast.at
        )


def consent_of(consultation, by, at, ends):
    asked = ask_consent(
        person_id=consultation.person_id, circle_id=consultation.circle_id, by=by, at=at
    )
    scope = ConsentScope(
        window_codes=("support_center_arakawa",), purpose="支援の調整", until=UNTIL
    )
    give_consent(consent=asked, answer=ConsentAnswer(words="はい"), scope=scope, by=by, at=at)
    if ends:
        withdraw_consent(consent=asked, by=by, at=at)


def look_twice(cast, consultation):
    line = {
        "circle": str(consultation.circle_id), "person": str(consultation.person_id),
        "classes": 2, "basis": "own_duty", "grant": None,
    }  # fmt: skip
    event = {
        "at": cast.at.isoformat(), "terminal": "", "request": str(consultation.pk),
        "screen": "desk:case", "act": "read", "lines": [line], "seen": [],
    }  # fmt: skip
    for _ in range(2):
        with cast.acting("desk"), connection.cursor() as cursor:
            cursor.execute("SELECT wall.record_look(%s)", [json.dumps(event)])


UNGUARD = """
DO $$ DECLARE c record; BEGIN
FOR c IN SELECT conrelid::regclass AS held, conname FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'x')
LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.held, c.conname); END LOOP;
FOR c IN SELECT attrelid::regclass AS held, attname FROM pg_attribute a JOIN pg_class t
    ON t.oid = a.attrelid WHERE t.relkind = 'r' AND t.relnamespace = 'public'::regnamespace
    AND attnum > 0 AND attnotnull AND NOT EXISTS (SELECT 1 FROM pg_index i
        WHERE i.indrelid = a.attrelid AND a.attnum = ANY(i.indkey) AND i.indisprimary)
LOOP EXECUTE format('ALTER TABLE %s ALTER %I DROP NOT NULL', c.held, c.attname); END LOOP;
END $$
"""
"""Without the constraints: what they keep out is what the invariants are asked about."""


def findings(cast, breaking=None):
    address = postgres.url(database.where(), "postgres", database.own_name())
    with psycopg.connect(address) as superuser, superuser.cursor() as cursor:
        if breaking:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(UNGUARD)
            cursor.execute(breaking)
            assert cursor.rowcount > 0, "nothing was broken"
        found = examine(cursor, at=cast.at)
        superuser.rollback()
    return found


@pytest.mark.database
def test_a_sound_ward_breaks_nothing_and_every_invariant_looked_at_something(ward):
    found = findings(ward)
    assert [one.violations for one in found if one.violations] == []
    assert [one.invariant.sentence for one in found if one.examined == 0] == []


@pytest.mark.database
@pytest.mark.parametrize("wanted", BREAKS, ids="-".join)
def test_control_a_breach_is_reported(ward, wanted):
    reported = {
        (one.invariant.number, one.app, sentence)
        for one in findings(ward, BREAKS[wanted])
        for _, sentence in one.violations
    }
    assert wanted in reported


def command(*options):
    environment = os.environ | {
        "IKUE_DATABASE_URL": postgres.url(database.where(), "ikue_owner", database.own_name())
    }
    return subprocess.run(
        [sys.executable, "-m", "ikue.local.cli", "invariants", *options],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.database
@pytest.mark.slow
def test_the_command_says_what_it_looked_at(ward):
    done = command("--json", "--at", ward.at.isoformat())
    said = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert said["at"] == ward.at.isoformat()
    assert said["examined"] == sum(one["examined"] for one in said["invariants"])
    assert {one["number"] for one in said["invariants"]} == {
        "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "13",
    }  # fmt: skip


@pytest.mark.database
@pytest.mark.slow
def test_the_command_reports_identifiers_and_no_names(ward):
    """In two years nobody holds office who does now: every manager's end is past."""
    address = postgres.url(database.where(), "postgres", database.own_name())
    with psycopg.connect(address, autocommit=True) as superuser:
        superuser.execute("UPDATE accounts_account SET stopped_at = now()")
        done = command("--at", (ward.at + timedelta(days=1)).isoformat())
        superuser.execute("UPDATE accounts_account SET stopped_at = NULL")
    case = connection_free_case(address)
    assert done.returncode == 1
    assert (
        f"{case}  担当者が主担当の窓口にいま所属しておらず、引き取る課長もいません" in done.stdout
    )
    assert "守られていない約束ごとが" in done.stderr
    assert not {"髙橋", "相田", "大山"} & set(done.stdout.split())
    assert "髙橋" not in done.stdout


def connection_free_case(address):
    with psycopg.connect(address) as superuser:
        return superuser.execute("SELECT id FROM casework_case").fetchone()[0]


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_the_command_fails_where_there_is_nothing_to_look_at():
    with database.superuser(database.own_name()) as superuser:
        superuser.execute("TRUNCATE accounts_account CASCADE")
    done = command()
    assert (done.returncode, "一行も確かめていません" in done.stderr) == (1, True)


@pytest.mark.parametrize("moment", ["きのう", "2026-13-01"])
@pytest.mark.slow
def test_a_moment_that_cannot_be_read_is_bad_usage(moment):
    assert command("--at", moment).returncode == 2
