"""不在代理 of another window: a deputy writes down a consent that names the window covered."""

from datetime import date

import pytest

from ikue.directory.domain.appointments import cover
from ikue.people.models import Person
from ikue.sharing.domain.circles import windows_in_circle
from ikue.sharing.enums import FieldClass
from ikue.sharing.models import Grant
from tests.sharing.raw import REFUSED, insert_grant
from tests.sharing.test_self_granting import consented

pytestmark = pytest.mark.django_db
COVERED = "support_center_arakawa"


@pytest.fixture
def deputy(cast):
    """The desk stands in for 包括 荒川 this week."""
    return cover(
        absent=cast.appointment("elderly"), deputy=cast.appointment("desk"),
        from_on=date(2026, 11, 24), to_on=date(2026, 11, 27),
        deputy_window=cast.appointment("desk").window,
    )  # fmt: skip


def known(cast, name) -> int:
    with cast.acting(name):
        return Person.objects.count()


def test_the_covered_window_comes_into_the_circle(cast, consultation, deputy):
    assert known(cast, "elderly") == 0
    given = consented(cast, consultation, codes=(COVERED,))
    with cast.acting("elderly"):
        opened = Grant.objects.filter(ground_id=given.ground_id)
        assert sorted((one.classes, one.person_id) for one in opened.filter(person_id=None)) == [
            (int(FieldClass.F0), None)
        ]
        assert [one.person_id for one in opened.exclude(person_id=None)] == [given.person_id]
        assert list(windows_in_circle(given.circle_id)) == [cast["desk"].window_id]
    assert (known(cast, "elderly"), known(cast, "outsider")) == (1, 0)


@pytest.mark.parametrize("wanted", ["F1", "F3"])
def test_and_to_no_more_than_the_consent_says(cast, consultation, deputy, wanted):
    given = consented(cast, consultation, codes=(COVERED,))
    with cast.acting("desk") as by:
        done = insert_grant(
            ground_id=given.ground_id, circle_id=given.circle_id, owner=by, at=cast.at,
            window_id=cast["elderly"].window_id, classes=int(FieldClass.F0 | FieldClass[wanted]),
        )  # fmt: skip
    assert done == REFUSED


def test_its_own_window_keeps_no_place_by_consent(cast, consultation, deputy):
    """手離れ must end what a window knows of a circle: consent is no second leg to stand on."""
    given = consented(cast, consultation, codes=(COVERED,))
    with cast.acting("desk") as by:
        done = insert_grant(
            ground_id=given.ground_id, circle_id=given.circle_id, owner=by, at=cast.at,
            classes=int(FieldClass.F0),
        )  # fmt: skip
    assert done == REFUSED
