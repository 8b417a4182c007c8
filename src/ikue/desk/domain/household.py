"""世帯の手入れ from the case page: somebody more, another name, a tie, a departure."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from ikue.casework.domain.ending import record_death, take_back_death
from ikue.desk.domain.casefile import find_case
from ikue.directory.viewers import Viewer
from ikue.kernel.expected import Expected
from ikue.kernel.transitions import NotAllowed
from ikue.people.domain.finding import find_household, find_membership, find_person
from ikue.people.domain.households import add_member, leave_household, relate
from ikue.people.domain.life_events import note_life_event
from ikue.people.domain.persons import (
    PersonFacts,
    add_contact_point,
    add_name,
    register_person,
    support_person,
)
from ikue.people.enums import RelationKind, Relationship
from ikue.sharing.domain.deciding import rights_of


class HouseholdNotPossible(Expected):
    """It cannot be written down like this; the message is for the clerk."""


@dataclass(frozen=True, kw_only=True)
class NewMember:
    facts: PersonFacts
    relationship: str = Relationship.UNKNOWN
    lives_there: bool = True
    since: date | None = None
    supported: bool = False


@dataclass(frozen=True, kw_only=True)
class Tie:
    """関係 between two members, as far as known since and until when; `scope` of a 代理人."""

    kind: str
    since: date | None = None
    until: date | None = None
    scope: str = ""


def add_household_member(
    *, case_id: UUID, household_id: UUID, member: NewMember, by: Viewer, at: datetime
) -> None:
    """Raises NobodyDescribed, NotAllowed."""
    circle_id = circle_on_duty(by, case_id)
    household = find_household(household_id, circle_id=circle_id)
    person = register_person(facts=member.facts, circle_id=circle_id, by=by, at=at)
    if member.supported:
        support_person(person_id=person.pk, circle_id=circle_id, by=by, at=at)
    add_member(
        household=household, person=person, relationship=member.relationship,
        lives_there=member.lives_there, since=member.since, by=by,
    )  # fmt: skip


def add_other_name(
    *, case_id: UUID, person_id: UUID, kind: str, name: str, kana: str, by: Viewer
) -> None:
    if not name:
        raise HouseholdNotPossible("別の名前を書いてください。")
    person = find_person(person_id, circle_id=circle_on_duty(by, case_id))
    add_name(person=person, kind=kind, name=name, kana=kana, by=by)


def add_whereabouts(
    *, case_id: UUID, person_id: UUID, kind: str, value: str, note: str, by: Viewer
) -> None:
    """住所・電話 (F2) as this window came to know it; other windows' rows stay theirs."""
    person = find_person(person_id, circle_id=circle_on_duty(by, case_id))
    add_contact_point(person=person, kind=kind, value=value, note=note, by=by)


def add_relation(*, case_id: UUID, person_id: UUID, other_id: UUID, tie: Tie, by: Viewer) -> None:
    """Raises HouseholdNotPossible: a representative acts within a scope, other ties have none."""
    if person_id == other_id:
        raise HouseholdNotPossible("自分自身との関係は登録できません。別の人を選んでください。")
    _check_tie(tie)
    circle_id = circle_on_duty(by, case_id)
    person = find_person(person_id, circle_id=circle_id)
    other = find_person(other_id, circle_id=circle_id)
    relate(person=person, other=other, by=by, **asdict(tie))


def _check_tie(tie: Tie) -> None:
    if (tie.kind == RelationKind.REPRESENTS) != bool(tie.scope):
        raise HouseholdNotPossible(
            "代理人のときは「代理の範囲」を書いてください。何を決めてよい人かが要ります。"
            if not tie.scope
            else "「代理の範囲」は、関係が「代理人」のときだけ書けます。関係を選び直してください。"
        )
    if tie.since and tie.until and tie.until < tie.since:
        raise HouseholdNotPossible("「いつまで」が「いつから」より前です。日付を確かめてください。")


def add_life_event(
    *, case_id: UUID, person_id: UUID, kind: str, on: date, note: str, by: Viewer
) -> None:
    """節目 of a member. Raises NotAllowed."""
    person = find_person(person_id, circle_id=circle_on_duty(by, case_id))
    note_life_event(person=person, kind=kind, on=on, note=note, by=by)


def note_death(*, case_id: UUID, person_id: UUID, on: date, by: Viewer, at: datetime) -> None:
    """死亡を記録する. Raises NotAllowed, DeathNotPossible."""
    person = find_person(person_id, circle_id=circle_on_duty(by, case_id))
    record_death(person=person, on=on, by=by, at=at)


def undo_death(*, case_id: UUID, person_id: UUID, reason: str, by: Viewer, at: datetime) -> None:
    """死亡の記録を取り消す. Raises NotAllowed, DeathNotPossible."""
    person = find_person(person_id, circle_id=circle_on_duty(by, case_id))
    take_back_death(person=person, reason=reason, by=by, at=at)


def let_leave(*, case_id: UUID, person_id: UUID, on: date, by: Viewer) -> None:
    """Somebody moved out or died: the membership ends, the history stays."""
    membership = find_membership(person_id, circle_id=circle_on_duty(by, case_id))
    if membership.owner_window_id not in by.window_ids:
        raise HouseholdNotPossible(
            "この世帯員は別の窓口が書いた記録です。その窓口に伝えてください。"
        )
    if membership.since and on < membership.since:
        raise HouseholdNotPossible("世帯を離れた日が、入った日より前になっています。")
    leave_household(membership=membership, on=on)


def circle_on_duty(by: Viewer, case_id: UUID) -> UUID:
    case = find_case(case_id)
    if not rights_of(by, [case.circle_id]).on_duty_in(case.circle_id):
        raise NotAllowed("household")
    return case.circle_id
