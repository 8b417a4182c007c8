"""世帯: memberships and relations are dated; somebody who leaves stays in the history."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import connection

from ikue.audit.perform import Actor
from ikue.kernel.expected import Expected
from ikue.kernel.transitions import NotAllowed
from ikue.people.models import Household, Membership, Person, Relation

BAND_YEARS = 5


class HouseholdNotPossible(Expected):
    """The household cannot look like this; the message is for the clerk."""


def form_household(*, circle_id: UUID, label: str, by: Actor) -> Household:
    return Household.objects.create(
        circle_id=circle_id, owner_window_id=by.window_id, written_by_id=by.appointment_id,
        label=label,
    )  # fmt: skip


def add_member(
    *,
    household: Household,
    person: Person,
    relationship: str,
    by: Actor,
    lives_there: bool = True,
    since: date | None = None,
) -> Membership:
    membership = _membership(household, person, relationship, lives_there, by)
    membership.since = since
    membership.save(force_insert=True)
    return membership


def add_members(
    *, household: Household, members: Iterable[tuple[Person, str, bool]], by: Actor
) -> None:
    """(person, relationship, lives there) of several at once, in the order in which the household
    will be read; one statement."""
    Membership.objects.bulk_create(_membership(household, *one, by) for one in members)


def _membership(
    household: Household, person: Person, relationship: str, lives_there: bool, by: Actor
) -> Membership:
    _require_same_circle(household.circle_id, person.circle_id)
    return Membership(
        circle_id=household.circle_id, owner_window_id=by.window_id,
        written_by_id=by.appointment_id, household=household, person=person,
        relationship=relationship, lives_there=lives_there,
        birth_band_year=birth_band_year(person),
    )  # fmt: skip


def leave_household(*, membership: Membership, on: date) -> None:
    """The membership ends on that day; it is not erased. Raises HouseholdNotPossible."""
    if membership.since is not None and on < membership.since:
        raise HouseholdNotPossible("世帯を離れた日が、入った日より前になっています。")
    membership.until = on
    # The wall lets only the window that wrote the row change it; for others no row is there.
    if not Membership.objects.filter(pk=membership.pk).update(until=on):
        raise NotAllowed("leave_household")


def leave_together(*, person_ids: Iterable[UUID], on: date) -> None:
    """Several leave on one day, whichever window wrote their memberships.

    Done by the keeper, for whoever supports them and is on duty in their circle.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.end_memberships(%s, %s)", [list(person_ids), on])


def relate(
    *,
    person: Person,
    other: Person,
    kind: str,
    by: Actor,
    since: date | None = None,
    until: date | None = None,
    scope: str = "",
) -> Relation:
    """`person` is `kind` of `other`, as far as it is known since when; `scope` of a 代理人."""
    if person.pk == other.pk:
        raise HouseholdNotPossible("自分自身との関係は登録できません。もう一人を選んでください。")
    _require_same_circle(person.circle_id, other.circle_id)
    relation = Relation(
        circle_id=person.circle_id, owner_window_id=by.window_id,
        written_by_id=by.appointment_id, person=person, other=other, kind=kind,
        since=since, until=until, scope=scope,
    )  # fmt: skip
    relation.save(force_insert=True)
    return relation


def _require_same_circle(one: UUID, other: UUID) -> None:
    """The same human being in another circle is another row: nothing joins them here."""
    if one != other:
        raise HouseholdNotPossible("別の世帯の記録にある方です。この世帯の方を選んでください。")


def birth_band_year(person: Person) -> int | None:
    """Year of birth rounded down to five: all that a window not supporting the person may know."""
    if person.birth_year is None:
        return None
    return person.birth_year - person.birth_year % BAND_YEARS


def age_band(band_year: int | None, *, on: date) -> str:
    """「80代」, as precise as the stub allows."""
    if band_year is None:
        return "年齢不明"
    age = on.year - band_year - BAND_YEARS // 2
    return "10歳未満" if age < 10 else f"{age // 10 * 10}代"


def household_label(person: Person) -> str:
    """The clerk's own short name of a household: 「山田さん世帯」."""
    if person.family_name:
        return f"{person.family_name}さん世帯"
    return f"{person.name.strip('（）')} の世帯"
