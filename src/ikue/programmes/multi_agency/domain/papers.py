"""案件の資料 (F5): copies laid into an item, so that its members read them and nothing else.

What the coordinator's window may read and pass on: its own entries, and those that a basis opens to
it. Strictly confidential ones (F4) only where that window wrote them and each is chosen by hand;
whereabouts (F2) only by name, never by value.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ikue.audit.perform import lock, record_change
from ikue.casework.enums import EntryMethod, PlanState
from ikue.casework.models import Entry, Plan
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.kernel.transitions import NotAllowed
from ikue.people.enums import ContactKind
from ikue.people.models import ContactPoint
from ikue.programmes.multi_agency.domain.covering import (
    named_ids,
    names_everybody,
    require_consent,
)
from ikue.programmes.multi_agency.domain.failures import ItemNotPossible
from ikue.programmes.multi_agency.enums import Conference, ItemState
from ikue.programmes.multi_agency.models import AgendaItem
from ikue.programmes.multi_agency.rules import NEEDS_CONSENT, keeps_it
from ikue.programmes.multi_agency.states import ITEM
from ikue.sharing.domain.deciding import Decision, Rights, rights_of
from ikue.sharing.domain.showing import note_shown
from ikue.sharing.enums import FieldClass

OPEN_FOR_PAPERS = (ItemState.PREPARED, ItemState.INVITED)


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One copy as it lies in the item; `person` is empty for what concerns the household."""

    id: str
    kind: str
    person: str
    title: str
    on: str
    text: str
    tag: str = ""

    @property
    def day(self) -> date | None:
        return date.fromisoformat(self.on) if self.on else None


def papers_of(item: AgendaItem) -> tuple[Paper, ...]:
    return tuple(Paper(**paper) for paper in item.papers)


def candidates(item: AgendaItem, *, by: Viewer) -> tuple[Paper, ...]:
    """What could be laid in, newest first; shown to whoever prepares, and noted."""
    rights = rights_of(by, [item.circle_id])
    return (*_plans(item, rights), *_entries(item, by, rights), *_whereabouts(item, rights))


def attach_papers(
    *, item: AgendaItem, chosen: Iterable[str], by: Viewer, at: datetime
) -> AgendaItem:
    """Exactly these lie in the item from now on. Raises NotAllowed, ItemNotPossible (also where a
    consent on which it stands has ended)."""
    if not keeps_it(by, item):
        raise NotAllowed("attach_papers")
    lock(item)
    if item.state not in OPEN_FOR_PAPERS:
        raise ItemNotPossible("資料は、話し合いの前まで入れ替えられます。")
    if item.conference in NEEDS_CONSENT:
        require_consent(item, on=clock.today(at))
    offered = {paper.id: paper for paper in (*papers_of(item), *candidates(item, by=by))}
    wanted = list(dict.fromkeys(chosen))
    if not set(wanted) <= set(offered):
        raise ItemNotPossible("選ばれた資料のなかに、ここには入れられないものがあります。")
    item.papers = [vars(offered[one]) for one in wanted]
    item.plan_id = next((UUID(one) for one in wanted if offered[one].kind == "plan"), None)
    item.version += 1
    item.save(update_fields=["papers", "plan", "version"])
    record_change(
        noun=ITEM.noun, record=item, name="attach", source=item.state, target=item.state,
        sentence="案件の資料を入れ替えた", by=by, at=at,
    )  # fmt: skip
    return item


def subjects(item: AgendaItem, at: datetime) -> frozenset[str]:
    """Whom a paper may be about: somebody named; and the household (empty) where, in a
    重層的支援会議, all of it is named."""
    named = frozenset(str(pk) for pk in named_ids(item))
    if item.conference in NEEDS_CONSENT and not names_everybody(item, on=clock.today(at)):
        return named
    return named | {""}


def _entries(item: AgendaItem, by: Viewer, rights: Rights) -> list[Paper]:
    rows = Entry.objects.filter(circle_id=item.circle_id, held_at=None)
    about = subjects(item, by.at)
    return [
        _entry_paper(entry)
        for entry in rows.order_by("-at", "-recorded_at")
        if str(entry.person_id or "") in about and _may_pass_on(entry, by, rights)
    ]


def _may_pass_on(entry: Entry, by: Viewer, rights: Rights) -> bool:
    if entry.tag and entry.owner_window_id not in by.window_ids:
        return False
    classes = FieldClass.F4 if entry.tag else FieldClass.F3
    decision = rights.decide(
        entry, field_class=classes, tag=entry.tag, person_id=entry.person_id
    )  # fmt: skip
    return _noted(decision, entry.circle_id, entry.person_id, classes)


def _entry_paper(entry: Entry) -> Paper:
    return Paper(
        id=str(entry.pk), kind="entry", person=str(entry.person_id or ""),
        title=f"支援経過（{EntryMethod(entry.method).label}）",
        on=clock.today(entry.at).isoformat(), tag=entry.tag,
        text="\n".join(part for part in (entry.body, entry.outcome) if part),
    )  # fmt: skip


def _whereabouts(item: AgendaItem, rights: Rights) -> list[Paper]:
    """Named, not told: whoever needs an address asks the window that keeps it."""
    points = ContactPoint.objects.filter(person_id__in=named_ids(item), ended_on=None)
    return [
        Paper(
            id=str(point.pk), kind="whereabouts", person=str(point.person_id),
            title=ContactKind(point.kind).label, on="", text="",
        )
        for point in points.order_by("recorded_at")
        if rights.decide(point, field_class=FieldClass.F2, person_id=point.person_id).allowed
    ]  # fmt: skip


def _plans(item: AgendaItem, rights: Rights) -> list[Paper]:
    """支援プランの案, where this conference gives its opinion on one."""
    if item.conference != Conference.MULTILAYER:
        return []
    rows = Plan.objects.filter(case_id=item.case_id, state=PlanState.PROPOSED)
    return [_plan_paper(plan) for plan in rows if _may_show(plan, item, rights)]


def _may_show(plan: Plan, item: AgendaItem, rights: Rights) -> bool:
    decision = rights.decide(plan, field_class=FieldClass.PLAN)
    return all(
        _noted(decision, plan.circle_id, person_id, FieldClass.PLAN)
        for person_id in named_ids(item)
    )


def _plan_paper(plan: Plan) -> Paper:
    goals = [f"目標：{goal.text}" for goal in plan.goals.all()]
    roles = [f"役割：{role.what}　{role.content}" for role in plan.roles.all()]
    wishes = f"本人の希望：「{plan.wishes}」" if plan.wishes else ""
    words = (wishes, plan.long_goal, plan.direction, *goals, *roles)
    return Paper(
        id=str(plan.pk), kind="plan", person="", title=f"支援プラン 第{plan.edition}版（案）",
        on=clock.today(plan.proposed_at).isoformat() if plan.proposed_at else "",
        text="\n".join(word for word in words if word),
    )  # fmt: skip


def _noted(
    decision: Decision, circle_id: UUID, person_id: UUID | None, classes: FieldClass
) -> bool:
    if decision.allowed:
        note_shown(decision, circle_id=circle_id, person_id=person_id, classes=int(classes))
    return decision.allowed
