"""SQL and Python say the same: in seeded worlds, for each row and each viewer, `decide`
answers exactly what a raw SELECT as that viewer returns. One row more is a leak, one row fewer a
wrong refusal; both fail.
"""

import pytest
from django.db import connection

from ikue.casework.models import Case, Entry, HandOverNote, NextAction, Packet
from ikue.people.models import ContactPoint, Person
from ikue.programmes.consultation.models import Consultation
from ikue.sharing.domain.deciding import Information, Rights, rights_of
from ikue.sharing.enums import FieldClass
from tests.cast import assemble
from tests.law.worlds import COMPARED, VIEWERS, World

pytestmark = pytest.mark.django_db
QUICK = 8
SEEDS = [pytest.param(seed, marks=() if seed < QUICK else pytest.mark.proof) for seed in range(40)]


CLASSES = {
    ContactPoint: FieldClass.F2, Consultation: FieldClass.F3, Case: FieldClass.F0,
    NextAction: FieldClass.F3, HandOverNote: FieldClass.F3, Packet: FieldClass.PACKET,
}  # fmt: skip


def decided(rights: Rights, row: object) -> bool:
    if isinstance(row, Person):
        return rights.decide(Information.of(row, FieldClass.F1, person_id=row.pk)).allowed
    if isinstance(row, Entry):
        strict = FieldClass.F4 if row.tag else FieldClass.F3
        return rights.decide(
            Information.of(row, strict, tag=row.tag, person_id=row.person_id)
        ).allowed
    person_id = getattr(row, "person_id", None)
    return rights.decide(Information.of(row, CLASSES[type(row)], person_id=person_id)).allowed


@pytest.mark.parametrize("seed", SEEDS)
def test_world(seed):
    world = World(cast=assemble(), seed=seed)
    rows = world.all_rows()
    circles = {row.circle_id for found in rows.values() for row in found.values()}
    for name in VIEWERS:
        with world.cast.acting(name) as viewer:
            rights = rights_of(viewer, circles)
            for model in COMPARED:
                expected = {pk for pk, row in rows[model].items() if decided(rights, row)}
                if name == "retired":  # the door lets no viewer of an ended appointment in
                    expected = set()
                selected = set(model.objects.values_list("pk", flat=True))
                assert selected == expected, (seed, name, model.__name__, world.told)


ASKED_SINGLY = """
SELECT one, wall.on_duty(one), one = ANY(wall.duty_circles()),
       wall.opens(one, 1) = (one = ANY(wall.circles(1)))
FROM unnest(%s::uuid[]) AS one
"""
# Through the policies of both tables, of which the keeper knows nothing.
READABLE_GRANTS = """
SELECT g.id FROM sharing_grant g JOIN sharing_ground r ON r.id = g.ground_id
WHERE (g.window_id = ANY(wall.own_windows()) OR g.appointment_id = ANY(wall.acting_appointments())
       OR g.account_id = wall.account())
  AND g.starts_at <= wall.at() AND (g.ends_at IS NULL OR g.ends_at > wall.at())
  AND r.started_at <= wall.at() AND (r.ended_at IS NULL OR r.ended_at > wall.at())
"""


@pytest.mark.slow
def test_a_circle_asked_alone_answers_as_among_all():
    """What is written asks about one circle, what is read about all of them at once."""
    answers, cast = set(), assemble()
    for seed in range(2):
        world = World(cast=cast, seed=seed)
        circles = {row.circle_id for found in world.all_rows().values() for row in found.values()}
        for name in VIEWERS:
            with world.cast.acting(name) as viewer, connection.cursor() as cursor:
                rights = rights_of(viewer, circles)
                cursor.execute(ASKED_SINGLY, [list(circles)])
                for circle_id, alone, among, opens_alike in cursor.fetchall():
                    assert opens_alike, (seed, name, circle_id, world.told)
                    decided = name != "retired" and rights.on_duty_in(circle_id)
                    assert alone == among == decided, (seed, name, circle_id, world.told)
                    answers.add(alone)
    assert answers == {True, False}


def test_what_is_held_in_these_circles_is_what_the_policies_show_there():
    numbers, cast = set(), assemble()
    for seed in range(3):
        world = World(cast=cast, seed=seed)
        circles = {row.circle_id for found in world.all_rows().values() for row in found.values()}
        for name in VIEWERS:
            with world.cast.acting(name) as viewer, connection.cursor() as cursor:
                cursor.execute(READABLE_GRANTS)
                readable = {pk for (pk,) in cursor.fetchall()}
                held = {grant.id for grant in rights_of(viewer, circles).grants}
                assert held == readable, (seed, name, world.told)
                assert rights_of(viewer, []).grants == ()
                numbers.add(len(held))
    assert min(numbers) == 0 < max(numbers)


def test_the_worlds_are_not_empty():
    """Negative control: together they hold what must differ, or equality would prove nothing."""
    told: set[str] = set()
    strict = outside = 0
    held: set[type] = set()
    cast = assemble()
    for seed in range(12):
        world = World(cast=cast, seed=seed)
        told |= set(world.told)
        rows = world.all_rows()
        held |= {model for model, found in rows.items() if found}
        strict += sum(bool(entry.tag) for entry in rows[Entry].values())
        with world.cast.acting("elderly"):
            outside += Person.objects.exclude(
                owner_window_id=world.cast["elderly"].window_id
            ).count()
    assert told >= {
        "support",
        "write",
        "hand_over",
        "refer",
        "accept",
        "consent",
        "withdraw",
        "exclude",
    }
    assert held == set(COMPARED)
    assert strict > 0
    assert outside > 0
