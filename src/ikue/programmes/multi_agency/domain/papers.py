"""案件の資料 (F5): copies laid into an item, so that its members read them and nothing else.

What the coordinator's window may read and pass on: its own entries, and those that a basis opens to
it. Strictly confidential ones (F4) only into a 支援会議, where that window wrote them and each is
chosen by hand; whereabouts (F2) only by name, never by value.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ikue.audit.perform import lock, record_change
from ikue.casework.domain.entries import told_in
from ikue.casework.enums import EntryMethod, PlanState
from ikue.casework.models import Entry, Plan
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.kernel.text import quoted
from ikue.kernel.transitions import NotAllowed
from ikue.kernel.wareki import format_wareki
from ikue.people.enums import ContactKind
from ikue.people.models import ContactPoint
from ikue.programmes.multi_agency.domain.covering import (
    named_ids,
    names_everybody,
    require_consent,
)
from ikue.programmes.multi_agency.domain.failures import ItemNotPossible
from ikue.programmes.multi_agency.enums import HELD, Conference, ItemState
from ikue.programmes.multi_agency.models import AgendaItem
from ikue.programmes.multi_agency.rules import NEEDS_CONSENT, keeps_it
from ikue.programmes.multi_agency.states import ITEM
from ikue.sharing.domain.deciding import Decision, Information, Rights, rights_of
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

    @property
    def is_held(self) -> bool:
        return self.kind == HELD

    @property
    def words(self) -> str:
        """How it is called where nothing of it is shown."""
        return f"{self.title}（{format_wareki(self.day)}）" if self.day else self.title


def papers_of(item: AgendaItem) -> tuple[Paper, ...]:
    return tuple(Paper(**paper) for paper in item.papers)


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A paper that may be laid in now, and what whoever is shown it has looked at."""

    paper: Paper
    decision: Decision
    classes: FieldClass
    persons: tuple[UUID | None, ...]

    def note(self, circle_id: UUID) -> None:
        for person_id in self.persons:
            note_shown(
                self.decision, circle_id=circle_id, person_id=person_id, classes=int(self.classes)
            )


def candidates(item: AgendaItem, *, by: Viewer) -> tuple[Paper, ...]:
    """What could be laid in, newest first; shown to whoever prepares, and noted."""
    offers = _offers(item, by)
    for offer in offers:
        offer.note(item.circle_id)
    return tuple(offer.paper for offer in offers)


def attach_papers(
    *, item: AgendaItem, chosen: Iterable[str], by: Viewer, at: datetime
) -> AgendaItem:
    """Exactly these lie in the item from now on; what lay there already stays the copy it was.

    Raises NotAllowed, ItemNotPossible (also where a consent on which it stands has ended).
    """
    if not keeps_it(by, item):
        raise NotAllowed("attach_papers")
    lock(item)
    if item.state not in OPEN_FOR_PAPERS:
        raise ItemNotPossible("資料は、話し合いの前まで入れ替えられます。")
    if item.conference in NEEDS_CONSENT:
        require_consent(item, on=clock.today(at))
    offered = {offer.paper.id: offer.paper for offer in _offers(item, by)}
    offered |= {paper.id: paper for paper in papers_of(item) if paper.id in offered}
    wanted = list(dict.fromkeys(chosen))
    if not set(wanted) <= set(offered):
        raise ItemNotPossible("選ばれた資料のなかに、ここには入れられないものがあります。")
    _lay(item, [offered[one] for one in wanted])
    item.version += 1
    item.save(update_fields=["papers", "plan", "version"])
    record_change(
        noun=ITEM.noun, record=item, name="attach", source=item.state, target=item.state,
        sentence="案件の資料を入れ替えた", by=by, at=at,
    )  # fmt: skip
    return item


def drop_unfit(item: AgendaItem, papers: Iterable[Paper], at: datetime) -> None:
    """Of these, the item keeps what its conference may read of those whom it names."""
    about = subjects(item, at)
    _lay(item, [paper for paper in papers if _fits(paper, item, about)])


def lapsed_papers(item: AgendaItem, *, by: Viewer) -> tuple[Paper, ...]:
    """Laid in on a basis that has ended, or taken back since: nobody new may read them."""
    papers = papers_of(item)
    offered = {offer.paper.id for offer in _offers(item, by)} if papers else set()
    return tuple(paper for paper in papers if paper.id not in offered)


def drop_lapsed(item: AgendaItem, *, by: Viewer, at: datetime) -> None:
    """Before anybody new reads the item; the caller saves it."""
    lapsed = lapsed_papers(item, by=by)
    if not lapsed:
        return
    _lay(item, [paper for paper in papers_of(item) if paper not in lapsed])
    record_change(
        noun=ITEM.noun, record=item, name="drop_papers", source=item.state, target=item.state,
        sentence="渡す根拠のなくなった資料を案件から外した", by=by, at=at,
    )  # fmt: skip


def _lay(item: AgendaItem, papers: list[Paper]) -> None:
    """The plan before the conference is the one whose paper lies there."""
    item.papers = [vars(paper) for paper in papers]
    item.plan_id = next((UUID(paper.id) for paper in papers if paper.kind == "plan"), None)


def _fits(paper: Paper, item: AgendaItem, about: frozenset[str]) -> bool:
    if paper.kind == "plan":
        plan = Plan.objects.filter(pk=paper.id).first()
        return plan is not None and _names_no_more(plan, item)
    return paper.person in about and _admits(item, paper.tag)


def _admits(item: AgendaItem, tag: str) -> bool:
    """重層的支援会議 reads what the consents say, and no consent can name F4."""
    return not tag or item.conference not in NEEDS_CONSENT


def _names_no_more(plan: Plan, item: AgendaItem) -> bool:
    """A plan tells of everybody it is for: each of them has to be named in the item."""
    return {str(one["id"]) for one in plan.persons} <= {str(pk) for pk in named_ids(item)}


def subjects(item: AgendaItem, at: datetime) -> frozenset[str]:
    """Whom a paper may be about: somebody named; and the household (empty) where, in a
    重層的支援会議, all of it is named."""
    named = frozenset(str(pk) for pk in named_ids(item))
    if item.conference in NEEDS_CONSENT and not names_everybody(item, on=clock.today(at)):
        return named
    return named | {""}


def _offers(item: AgendaItem, by: Viewer) -> list[Offer]:
    rights = rights_of(by, [item.circle_id])
    return [*_plans(item, rights), *_entries(item, by, rights), *_whereabouts(item, rights)]


def _entries(item: AgendaItem, by: Viewer, rights: Rights) -> list[Offer]:
    rows = Entry.objects.filter(circle_id=item.circle_id, held_at=None)
    about = subjects(item, by.at)
    papers = [(entry, _entry_paper(entry)) for entry in rows.order_by("-at", "-recorded_at")]
    return [
        offer
        for entry, paper in papers
        if _fits(paper, item, about) and (offer := _may_pass_on(entry, paper, by, rights))
    ]


def _may_pass_on(entry: Entry, paper: Paper, by: Viewer, rights: Rights) -> Offer | None:
    if entry.tag and entry.owner_window_id not in by.window_ids:
        return None
    told = told_in(entry)
    decision = rights.decide(told)
    if not decision.allowed:
        return None
    return Offer(
        paper=paper, decision=decision, classes=told.field_class, persons=(entry.person_id,)
    )


def _entry_paper(entry: Entry) -> Paper:
    return Paper(
        id=str(entry.pk), kind="entry", person=str(entry.person_id or ""),
        title=f"支援経過（{EntryMethod(entry.method).label}）",
        on=clock.today(entry.at).isoformat(), tag=entry.tag,
        text="\n".join(part for part in (entry.body, entry.outcome) if part),
    )  # fmt: skip


def _whereabouts(item: AgendaItem, rights: Rights) -> list[Offer]:
    """Named, not told: whoever needs an address asks the window that keeps it."""
    points = ContactPoint.objects.filter(person_id__in=named_ids(item), ended_on=None)
    found = []
    for point in points.order_by("recorded_at"):
        decision = rights.decide(Information.of(point, FieldClass.F2, person_id=point.person_id))
        if decision.allowed:
            paper = Paper(
                id=str(point.pk), kind="whereabouts", person=str(point.person_id),
                title=ContactKind(point.kind).label, on="", text="",
            )  # fmt: skip
            found.append(Offer(paper=paper, decision=decision, classes=FieldClass.F2, persons=()))
    return found


def _plans(item: AgendaItem, rights: Rights) -> list[Offer]:
    """支援プランの案, where this conference gives its opinion on one."""
    if item.conference != Conference.MULTILAYER:
        return []
    found = []
    for plan in Plan.objects.filter(case_id=item.case_id, state=PlanState.PROPOSED):
        decision = rights.decide(Information.of(plan, FieldClass.PLAN))
        if decision.allowed and _names_no_more(plan, item):
            found.append(
                Offer(
                    paper=_plan_paper(plan), decision=decision, classes=FieldClass.PLAN,
                    persons=named_ids(item),
                )
            )  # fmt: skip
    return found


def _plan_paper(plan: Plan) -> Paper:
    goals = [f"目標：{goal.text}" for goal in plan.goals.all()]
    roles = [f"役割：{role.what}　{role.content}" for role in plan.roles.all()]
    wishes = f"本人の希望：{quoted(plan.wishes)}" if plan.wishes else ""
    words = (wishes, plan.long_goal, plan.direction, *goals, *roles)
    return Paper(
        id=str(plan.pk), kind="plan", person="", title=f"支援プラン 第{plan.edition}版（案）",
        on=clock.today(plan.proposed_at).isoformat() if plan.proposed_at else "",
        text="\n".join(word for word in words if word),
    )  # fmt: skip
