"""What the keeper's functions answer to somebody who asks them by raw SQL, and what is written in
another's name, under another's key, or against a colleague: who may is shown beside who may not."""

import json
import uuid

import pytest
from django.db import connection

from ikue.casework.models import Case, Entry, Referral
from ikue.people.models import Person
from ikue.programmes.multi_agency.models import AgendaItem, Meeting
from ikue.sharing.models import Circle, Exclusion
from tests.cast import assemble
from tests.factories.conferences import coordinated
from tests.factories.coordination import supported_8050
from tests.factories.referrals import accept, send
from tests.law.test_what_the_curious_try import asked
from tests.sharing.raw import REFUSED, attempt, insert, insert_circle

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db):
    return assemble()


@pytest.fixture
def case(cast):
    """Led by the desk; 包括 has taken up a つなぎ."""
    led = supported_8050(cast)
    accept(cast, send(cast, led.circle_id))
    cast.later(minutes=1)
    return led


def exclude(by, circle_id, account):
    return insert(
        "sharing_exclusion", id=uuid.uuid4(), circle_id=circle_id, owner_window_id=by.window_id,
        written_by_id=by.appointment_id, recorded_at=by.at, account_id=account.account_id,
        kind="conflict", reason="", starts_at=by.at,
    )  # fmt: skip


def write_entry(by, circle_id, **changes):
    values = {
        "id": uuid.uuid4(), "circle_id": circle_id, "owner_window_id": by.window_id,
        "written_by_id": by.appointment_id, "recorded_at": by.at, "at": by.at, "kind": "ordinary",
        "method": "phone", "counterpart": "nobody", "counterpart_name": "", "body": "x",
        "outcome": "", "marks": "[]", "tag": "", "interpreter_present": False, "held_reason": "",
        "tally_key": uuid.uuid4(),
    }  # fmt: skip
    return insert("casework_entry", **(values | changes))


class TestAName:
    def test_is_ones_own(self, cast, case):
        with cast.acting("desk") as by:
            colleague = cast["desk_colleague"].appointment_id
            assert write_entry(by, case.circle_id, written_by_id=colleague) == REFUSED
            assert write_entry(by, case.circle_id) == 1

    def test_is_not_put_under_anothers_words_afterwards(self, cast, case):
        with cast.acting("desk") as by:
            assert write_entry(by, case.circle_id) == 1
            assert attempt("UPDATE casework_entry SET outcome = 'y'", []) == 1
            colleague = [cast["desk_colleague"].appointment_id]
            assert attempt("UPDATE casework_entry SET written_by_id = %s", colleague) == REFUSED


class TestAKey:
    """A record under another's key would take back what was counted of it."""

    def test_counts_one_record(self, cast, case):
        with cast.acting("elderly") as by:
            of_the_referral = Referral.objects.get().tally_key
            of_the_household = Circle.objects.get(pk=case.circle_id).tally_key
            for key in (of_the_referral, of_the_household):
                assert write_entry(by, case.circle_id, tally_key=key) == REFUSED
            fresh = uuid.uuid4()
            assert write_entry(by, case.circle_id, tally_key=fresh) == 1
            assert write_entry(by, case.circle_id, tally_key=fresh) == REFUSED

    def test_is_read_by_nobody(self, cast):
        with cast.acting("desk"):
            assert asked("SELECT count(*) FROM wall.tally_keys") == REFUSED


class TestAnExclusion:
    def test_of_others_is_noted_by_the_window_that_leads(self, cast, case):
        with cast.acting("elderly") as by:
            for name in ("manager", "desk_colleague", "women"):
                assert exclude(by, case.circle_id, cast[name]) == REFUSED, name
        with cast.acting("desk") as by:
            for name in ("desk_colleague", "women", "elderly"):
                assert exclude(by, case.circle_id, cast[name]) == 1, name
        with cast.acting("elderly"):
            assert Case.objects.count() == 0

    def test_of_the_own_staff_by_every_window_on_duty(self, cast, case):
        with cast.acting("elderly") as by:
            assert exclude(by, case.circle_id, cast["elderly_manager"]) == 1
        with cast.acting("women") as by:
            assert exclude(by, case.circle_id, cast["women"]) == REFUSED

    def test_leaves_somebody_to_answer(self, cast, case):
        """Whoever is tied to the household hands it over first."""
        with cast.acting("chief") as by:
            assert exclude(by, case.circle_id, cast["desk"]) == REFUSED
            named = [cast["desk_colleague"].appointment_id]
            assert attempt("UPDATE casework_case SET responsible_id = %s", named) == 1
            assert exclude(by, case.circle_id, cast["desk"]) == 1


class TestWhoIsAdmitted:
    ADMITS = "SELECT wall.admits(%s, %s)"

    def test_is_told_to_the_window_that_leads(self, cast, case):
        with cast.acting("desk") as by:
            assert exclude(by, case.circle_id, cast["desk_colleague"]) == 1
        answers = {}
        for name in ("desk", "elderly", "outsider"):
            with cast.acting(name):
                answers[name] = [
                    asked(self.ADMITS, circle, appointment)
                    for circle, appointment in (
                        (case.circle_id, cast["chief"].appointment_id),
                        (case.circle_id, cast["desk_colleague"].appointment_id),
                        (case.circle_id, uuid.uuid4()),
                        (uuid.uuid4(), cast["chief"].appointment_id),
                    )
                ]
        nothing = [False] * 4
        assert answers == {"desk": [True, *nothing[1:]], "elderly": nothing, "outsider": nothing}


LOOK = {"terminal": "", "screen": "desk:inbox", "act": "read", "lines": []}


class TestWhoIsExcluded:
    LISTS = (
        "wall.taken_circles()", "wall.taken_persons()", "wall.supported_persons()",
        "wall.open_packets()", "ARRAY(SELECT referral_id FROM wall.referrals_read(%s))",
    )  # fmt: skip

    def test_finds_the_household_in_no_list_of_the_keeper(self, cast, case):
        """It would stand there, and not among what one reads: so one would know."""
        with cast.acting("elderly"), connection.cursor() as cursor:
            referral = Referral.objects.get()
            cursor.execute(
                "SELECT wall.record_look(%s)",
                [json.dumps(LOOK | {"request": str(uuid.uuid4()), "seen": [str(referral.pk)]})],
            )  # fmt: skip
        with cast.acting("desk") as by:
            assert exclude(by, case.circle_id, cast["elderly"]) == 1
        cast.later(minutes=1)
        found = {}
        for name in ("elderly_manager", "elderly"):
            with cast.acting(name):
                found[name] = [
                    len(asked(f"SELECT {one}", *([[referral.pk]] if "%s" in one else [])))
                    for one in self.LISTS
                ]
        assert found == {"elderly_manager": [1] * 5, "elderly": [0] * 5}


def test_where_a_person_lies_is_asked_by_a_window_on_duty_there(cast, case):
    with cast.acting("desk"):
        person = Person.objects.first().pk
    told = {}
    for name in ("desk", "elderly", "women", "outsider"):
        with cast.acting(name):
            told[name] = asked("SELECT wall.lies_in(%s, %s)", person, case.circle_id)
    assert told == {"desk": True, "elderly": True, "women": False, "outsider": False}


class TestAMeetingsItems:
    WAITS = "SELECT wall.has_unfinished_items(%s)"

    def test_wait_or_not_but_nobody_is_told_how_many(self, cast):
        household = coordinated(cast)
        household.invited("elderly")
        with cast.acting("coordinator") as by:
            meeting = Meeting.objects.get().pk
            assert exclude(by, household.circle_id, cast["coordination_manager"]) == 1
        cast.later(minutes=1)
        for name, waits in (("coordinator", True), ("coordination_manager", True),
                            ("elderly", False), ("outsider", False)):  # fmt: skip
            with cast.acting(name):
                assert asked(self.WAITS, meeting) is waits, name
                assert asked("SELECT wall.unfinished_items(%s)", meeting) == REFUSED
        with cast.acting("coordination_manager"):
            assert AgendaItem.objects.count() == 0


class TestPapersOfAnEntry:
    """Taken back by the keeper when the entry is put under hold by the window that wrote it."""

    @pytest.fixture
    def laid(self, cast):
        household = coordinated(cast)
        item = household.item()
        with cast.acting("coordinator") as by:
            assert write_entry(by, household.circle_id, body="別の人の話だった") == 1
            entry = Entry.objects.get(body="別の人の話だった").pk
            now = household.now(item)
            now.papers = [
                {"kind": "entry", "id": str(entry), "text": "別の人の話だった", "tag": ""}
            ]
            now.save(update_fields=["papers"])
        return household, item, entry

    def words(self, cast, laid):
        household, item, _ = laid
        with cast.acting("coordinator"):
            return [paper["text"] for paper in household.now(item).papers]

    def test_nobody_else_takes_them_back(self, cast, laid):
        _, _, entry = laid
        for name in ("desk", "elderly", "outsider"):
            with cast.acting(name):
                held = "UPDATE casework_entry SET held_at = now() WHERE id = %s"
                assert attempt(held, [entry]) in (0, REFUSED), name
                assert asked("SELECT wall.take_back_papers()") == REFUSED
        assert self.words(cast, laid) == ["別の人の話だった"]

    def test_whoever_wrote_it_does(self, cast, laid):
        with cast.acting("coordinator"):
            assert (
                attempt("UPDATE casework_entry SET held_at = now() WHERE id = %s", [laid[2]]) == 1
            )
        assert self.words(cast, laid) == [""]

    def test_an_outcome_that_is_put_in_takes_nothing_back(self, cast, laid):
        with cast.acting("coordinator"):
            told = "UPDATE casework_entry SET outcome = '-' WHERE id = %s"
            assert attempt(told, [laid[2]]) == 1
        assert self.words(cast, laid) == ["別の人の話だった"]


def test_an_own_circle_shuts_nobody_out_of_anothers(cast, case):
    """Whoever begins a circle may note ties there; they hold there alone."""
    with cast.acting("elderly") as by:
        made = insert_circle(owner=by, at=by.at)
        assert exclude(by, made, cast["desk"]) == 1
        assert Exclusion.objects.count() == 1
    cast.later(minutes=1)
    with cast.acting("desk"):
        assert Case.objects.count() == 1
