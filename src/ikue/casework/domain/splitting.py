"""世帯を分ける: after a separation two households, two threads, and nobody who sees both.

What was written before stays with the window that wrote it. Who leaves is written down anew in a
circle of their own; nothing in either circle points to the other. A window may serve both sides
only with two different responsible persons; whoever has answered for one side, as named, as deputy
or because it fell to them, does not see the other (`casework/wall_parting.py`).
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from ikue.audit.perform import lock
from ikue.casework.domain.cases import (
    CaseNotPossible,
    Next,
    open_case,
    record_act,
    require_going_on,
)
from ikue.casework.domain.entries import EntryFacts, write_entry
from ikue.casework.domain.responsibility import require_serving
from ikue.casework.enums import Counterpart, EntryMethod
from ikue.casework.models import Case
from ikue.casework.rules import leads
from ikue.directory.enums import Role
from ikue.directory.models import Appointment
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.kernel.transitions import NotAllowed
from ikue.people.domain.copying import copy_person, copy_relations
from ikue.people.domain.households import (
    add_member,
    form_household,
    household_label,
    leave_together,
)
from ikue.people.domain.persons import let_go, support_person
from ikue.people.enums import Relationship
from ikue.people.models import Person, Support
from ikue.sharing.domain.deciding import rights_of
from ikue.sharing.domain.opening import begin_circle, take_duty

LEADS_THE_WINDOW = (Role.SECTION_MANAGER, Role.CHIEF)


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """Somebody who leaves, and what they are in the new household."""

    person_id: UUID
    relationship: str


@dataclass(frozen=True, kw_only=True)
class Split:
    """Who leaves since when, why, and who takes up their new thread with what as its first act."""

    leaving: tuple[Leaving, ...]
    on: date
    reason: str
    responsible: Appointment
    next_action: Next


def split_case(*, case: Case, split: Split, by: Viewer, at: datetime) -> Case:
    """The new case of those who leave. Raises NotAllowed, CaseNotPossible, NobodyToAnswer.

    The reason stands with the new side alone: the other may not learn it from the record.
    """
    if not leads(by, case) or by.window_id != case.lead_window_id:
        raise NotAllowed("split_case")
    _require_authority(case, split, by)
    require_going_on(case)
    lock(case)
    _require_two(case, split, at)
    persons = _persons_leaving(case, split, by, at)
    circle_id = _new_circle(split, persons, by, at)
    made = open_case(
        circle_id=circle_id, responsible=split.responsible, next_action=split.next_action,
        by=by, at=at,
    )  # fmt: skip
    _write_reason(made, split, by, at)
    _leave_behind(case, persons, split, by, at)
    _part(case.circle_id, circle_id)
    return made


def _require_authority(case: Case, split: Split, by: Viewer) -> None:
    """Whoever answers for one side, as deputy too, or who leads the window: a colleague who is
    named for one side is shut out of the other for good."""
    answering = {case.responsible_id, split.responsible.pk}
    if not answering & set(by.appointment_ids) and by.role not in LEADS_THE_WINDOW:
        raise CaseNotPossible(
            "世帯を分けられるのは、今の担当者か、出る側の担当者になる人と、窓口の課長・主任です。"
            "担当者が不在のときは、主任か課長に頼んでください。"
        )


def _require_two(case: Case, split: Split, at: datetime) -> None:
    """Whoever answers for those who stay is another person, and really there."""
    staying = Appointment.objects.select_related("account", "window").get(pk=case.responsible_id)
    require_serving(staying, window_id=case.lead_window_id, at=at)
    if staying.account_id == split.responsible.account_id:
        raise CaseNotPossible(
            "両方の世帯を同じ人が担当することはできません。出る側には、別の担当者を選んでください。"
            "窓口にほかの人がいないときは、先にこのケースを、つながっている別の窓口に引き継いでください。"
        )


def _persons_leaving(case: Case, split: Split, by: Viewer, at: datetime) -> dict[UUID, Person]:
    _check(split, at)
    wanted = [one.person_id for one in split.leaving]
    persons = Person.objects.filter(pk__in=wanted, circle_id=case.circle_id, died_on=None)
    supported = rights_of(by, [case.circle_id]).supported
    found = {person.pk: person for person in persons if person.pk in supported}
    if len(found) != len(set(wanted)):
        raise CaseNotPossible("この窓口で支援していない方が選ばれています。選び直してください。")
    staying = Support.objects.filter(circle_id=case.circle_id, until=None).exclude(
        person_id__in=wanted
    )
    if not staying.filter(person__died_on=None).exists():
        raise CaseNotPossible(
            "支援している方が、だれも残りません。世帯がそろって移るときは、分けずに続けてください。"
        )
    return {one.person_id: found[one.person_id] for one in split.leaving}


def _check(split: Split, at: datetime) -> None:
    if not split.leaving:
        raise CaseNotPossible("世帯を出る方を選んでください。")
    if [one.relationship for one in split.leaving].count(Relationship.SELF) != 1:
        raise CaseNotPossible("新しい世帯の「本人」を、一人選んでください。")
    if split.on > clock.today(at):
        raise CaseNotPossible("世帯が分かれた日は、きょうまでの日にしてください。")
    if not split.reason:
        raise CaseNotPossible("世帯を分ける理由を書いてください。出る側の記録だけに残ります。")


def _new_circle(split: Split, persons: dict[UUID, Person], by: Viewer, at: datetime) -> UUID:
    circle = begin_circle(by=by, at=at)
    take_duty(circle_id=circle.pk, what="世帯の分離", by=by, at=at)
    copies = {
        pk: copy_person(person=person, circle_id=circle.pk, by=by, at=at)
        for pk, person in persons.items()
    }
    copy_relations(copies, by=by)
    roles = {one.person_id: one.relationship for one in split.leaving}
    principal = next(pk for pk, role in roles.items() if role == Relationship.SELF)
    label = household_label(copies[principal])
    household = form_household(circle_id=circle.pk, label=label, by=by)
    for pk, copy in copies.items():
        add_member(household=household, person=copy, relationship=roles[pk], since=split.on, by=by)
        support_person(person_id=copy.pk, circle_id=circle.pk, by=by, at=at)
    return circle.pk


def _write_reason(made: Case, split: Split, by: Viewer, at: datetime) -> None:
    facts = EntryFacts(
        at=at, method=EntryMethod.OTHER, counterpart=Counterpart.NOBODY,
        body=f"世帯を分けて支援を始めた。{split.reason}",
    )  # fmt: skip
    write_entry(circle_id=made.circle_id, case=made, facts=facts, by=by, at=at)


def _leave_behind(
    case: Case, persons: dict[UUID, Person], split: Split, by: Viewer, at: datetime
) -> None:
    """On the side that stays: the memberships end that day, and nothing says where anybody went."""
    leave_together(person_ids=persons, on=split.on)
    let_go(person_ids=persons, by=by, at=at)
    case.version += 1
    case.save(update_fields=["version"])
    record_act("split", "世帯を分けた", "case_split", case=case, by=by, at=at)


def _part(circle_id: UUID, other_id: UUID) -> None:
    """Last of all: whoever does this may lose sight of one side in this very instant."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.part_circles(%s, %s)", [circle_id, other_id])
