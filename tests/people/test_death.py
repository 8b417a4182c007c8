"""死亡: written down by whoever supports them; reminders stop, consents end, nobody else knows."""

from datetime import date

import pytest
from django.db import connection

from ikue.audit.models import Change
from ikue.casework.domain.ending import record_death, take_back_death
from ikue.kernel.expected import Expected
from ikue.kernel.transitions import NotAllowed
from ikue.kernel.wareki import PartialDate
from ikue.people.domain.life_events import (
    life_events_ahead,
    life_events_of,
    note_life_event,
)
from ikue.people.enums import LifeEventKind
from ikue.people.models import Person
from ikue.sharing.domain.consents import (
    ConsentAnswer,
    ConsentScope,
    ask_consent,
    give_consent,
    refuse_consent,
)
from ikue.sharing.models import Consent
from ikue.sharing.states import CONSENT
from tests.cast import assemble
from tests.factories.coordination import in_days, supported_8050, take_up
from tests.factories.coordination import request as ask_coordinators
from tests.standing import standing

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@standing
def cast():
    cast = assemble()
    supported_8050(cast)
    return cast


def died(cast, *, name="トメ", by="desk", on=TODAY):
    with cast.acting(by) as viewer:
        person = Person.objects.get(given_name=name)
        return record_death(person=person, on=on, by=viewer, at=viewer.at)


def test_the_day_is_kept_and_may_be_put_right(cast):
    died(cast)
    assert died(cast, on=date(2026, 11, 23)).died_on == date(2026, 11, 23)
    with cast.acting("desk_colleague"):
        assert Person.objects.get(given_name="トメ").died_on == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (date(2026, 11, 25), "まだ来ていない日は記録できません"),
        (date(1944, 3, 1), "生まれた日より前の日です"),
    ],
)
def test_neither_to_come_nor_before_birth(cast, on, sentence):
    with pytest.raises(Expected, match=sentence):
        died(cast, on=on)
    with cast.acting("desk"):
        assert Person.objects.get(given_name="トメ").died_on is None


def test_a_birth_that_is_known_by_and_large_leaves_a_year(cast):
    with cast.acting("desk"):
        Person.objects.filter(given_name="トメ").update(birth_is_approximate=True)
        assert Person.objects.get(given_name="トメ").birth == PartialDate(1944, 3, 2)
    assert died(cast, on=date(1944, 3, 1)).died_on == date(1944, 3, 1)


def test_another_window_that_supports_them_writes_it_down(cast):
    """The row is the desk's; 多機関協働 took up a request about her and hears of it first."""
    with cast.acting("desk"):
        circle_id = Person.objects.get(given_name="トメ").circle_id
    take_up(cast, ask_coordinators(cast, circle_id, names=("トメ",)))
    died(cast, by="coordinator")
    with cast.acting("desk"):
        assert Person.objects.get(given_name="トメ").died_on == TODAY


@pytest.mark.parametrize("name", ["elderly", "coordinator", "women", "outsider", "privacy_officer"])
def test_nobody_else_does(cast, name):
    with cast.acting("desk"):
        held = Person.objects.get(given_name="トメ")
    with cast.acting(name) as by, pytest.raises(NotAllowed):
        record_death(person=held, on=TODAY, by=by, at=by.at)
    with cast.acting("desk"):
        assert Person.objects.get(given_name="トメ").died_on is None


@pytest.mark.parametrize("name", ["elderly", "coordinator", "women", "outsider", "privacy_officer"])
def test_nobody_else_takes_it_back(cast, name):
    died(cast)
    with cast.acting("desk"):
        held = Person.objects.get(given_name="トメ")
    with cast.acting(name) as by:
        with pytest.raises(NotAllowed):
            take_back_death(person=held, reason="r", by=by, at=by.at)
        with connection.cursor() as cursor:
            cursor.execute("SELECT wall.take_back_death(%s)", [held.pk])
            assert cursor.fetchone() == (False,)
    with cast.acting("desk") as by:
        with pytest.raises(Expected, match="どのように誤りとわかったか"):
            take_back_death(person=held, reason="", by=by, at=by.at)
        taken = take_back_death(person=held, reason="本人から電話", by=by, at=by.at)
        assert taken.died_on is None
        (line,) = Change.objects.filter(name="take_back_death")
        assert line.sentence == "死亡の記録を、誤りとして取り消した：本人から電話"
        with pytest.raises(Expected, match="死亡の記録はありません"):
            take_back_death(person=taken, reason="r", by=by, at=by.at)


def test_nobody_is_reminded_of_what_lay_ahead_of_them(cast):
    with cast.acting("desk") as by:
        for person in Person.objects.all():
            note_life_event(person=person, kind=LifeEventKind.DISCHARGE, on=in_days(cast, 9), by=by)
        circle_id = person.circle_id
        assert len(life_events_ahead(circle_id=circle_id, on=TODAY)) == 2
    died(cast)
    with cast.acting("desk"):
        assert len(life_events_ahead(circle_id=circle_id, on=TODAY)) == 1
        assert len(life_events_of(circle_id)) == 2


def consents(cast):
    """Given by the mother, refused by the son."""
    with cast.acting("desk") as by:
        for name in ("トメ", "一郎"):
            person = Person.objects.get(given_name=name)
            asked = ask_consent(person_id=person.pk, circle_id=person.circle_id, by=by, at=by.at)
            if name == "トメ":
                scope = ConsentScope(
                    window_codes=("support_center_arakawa",),
                    purpose="介護",
                    until=date(2027, 3, 31),
                )
                give_consent(
                    consent=asked, answer=ConsentAnswer(words="はい"), scope=scope, by=by, at=by.at
                )
            else:
                refuse_consent(
                    consent=asked, reason="考えたい", ask_again_on=in_days(cast, 9), by=by, at=by.at
                )


def states(cast):
    with cast.acting("desk"):
        names = dict(Person.objects.values_list("pk", "given_name"))
        return {names[one.person_id]: one.state for one in Consent.objects.all()}


def test_their_consents_end_and_nobody_asks_them_again(cast):
    consents(cast)
    with cast.acting("elderly"):
        assert Person.objects.filter(given_name="トメ").count() == 1
    died(cast)
    assert states(cast) == {"トメ": "died", "一郎": "refused"}
    cast.later(minutes=1)
    with cast.acting("elderly"):
        assert Person.objects.count() == 0
    died(cast, name="一郎")
    assert states(cast) == {"トメ": "died", "一郎": "died"}


def test_a_consent_does_not_lapse_with_the_living(cast):
    consents(cast)
    with cast.acting("desk") as by:
        verbs = {
            one.state: [row.name for row in CONSENT.open_to(record=one, viewer=by)]
            for one in Consent.objects.all()
        }
    assert verbs == {"given": ["change", "withdraw"], "refused": ["give", "refuse"]}
