"""多機関協働の調整 of one household: who asked for what, where it stands, what can be done now."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from ikue.casework.enums import RUNNING
from ikue.casework.models import Case, Plan, Referral
from ikue.directory.models import Appointment, Window
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.kernel.transitions import NotAllowed, Transition
from ikue.programmes.multi_agency.domain.coordinations import requests_taken
from ikue.programmes.multi_agency.domain.decisions import decision_during
from ikue.programmes.multi_agency.enums import ENDED_ITEMS, SupportDecisionState
from ikue.programmes.multi_agency.models import AgendaItem, Coordination, SupportDecision
from ikue.programmes.multi_agency.phrases import LEFT
from ikue.programmes.multi_agency.rules import keeps_it
from ikue.programmes.multi_agency.states import COORDINATION, SUPPORT_DECISION
from ikue.sharing.domain.deciding import Information, Rights, rights_of
from ikue.sharing.domain.naming import naming
from ikue.sharing.domain.showing import note_shown
from ikue.sharing.enums import Basis, FieldClass


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request that this coordination answers, and by whom it was sent."""

    referral: Referral
    window: str


@dataclass(frozen=True, kw_only=True)
class CoordinationPage:
    coordination: Coordination
    name: str
    case: Case | None
    """None once the window has left the circle."""
    lead: str
    lead_phone: str
    asked: tuple[Asked, ...]
    decision: SupportDecision | None
    decided_by: str
    open_items: int
    runs_plan: bool
    acts: tuple[Transition, ...]
    decides: bool
    ends_decision: bool
    agreed_until: date | None
    """Until when this window goes on reading by consent, once it has left the circle."""

    @property
    def holds_back(self) -> str:
        """What has to end before the hand is let go; the verb asks again."""
        parts = (
            "終わっていない案件があります。案件を終えるか、取り下げてください。"
            if self.open_items
            else "",
            "実施中の支援プランがあります。評価をして、プランを終えてください。"
            if self.runs_plan
            else "",
        )
        return "".join(parts)


def coordination_page(viewer: Viewer, coordination: Coordination) -> CoordinationPage:
    """For the window that coordinates. Raises NotAllowed."""
    if not keeps_it(viewer, coordination):
        raise NotAllowed("coordination")
    _note(viewer, coordination)
    case = Case.objects.filter(pk=coordination.case_id).first()
    decision = decision_during(coordination)
    stands = decision is not None and decision.state == SupportDecisionState.DECIDED
    lead = _lead(coordination, case)
    items = AgendaItem.objects.filter(case_id=coordination.case_id).exclude(state__in=ENDED_ITEMS)
    plans = Plan.objects.filter(case_id=coordination.case_id, state__in=RUNNING)
    return CoordinationPage(
        coordination=coordination,
        name=naming(viewer, [coordination.circle_id]).name(
            coordination.circle_id, otherwise=case.number if case else LEFT
        ),
        case=case,
        lead=lead.name if lead else "",
        lead_phone=lead.phone if lead else "",
        asked=tuple(_asked(coordination)),
        decision=decision,
        decided_by=_decided_by(decision),
        open_items=items.count(),
        runs_plan=plans.exists(),
        acts=tuple(COORDINATION.open_to(record=coordination, viewer=viewer)),
        decides=case is not None and not stands and _decides(viewer),
        ends_decision=_ends(viewer, decision),
        agreed_until=agreed_until(rights_of(viewer, [coordination.circle_id])),
    )


def last_coordination(viewer: Viewer, case_id: UUID) -> Coordination:
    """The one that goes on, else the one that ended last. Raises DoesNotExist."""
    rows = Coordination.objects.filter(case_id=case_id, owner_window_id__in=viewer.window_ids)
    return rows.latest("taken_up_at")


def agreed_until(rights: Rights) -> date | None:
    """The last day of what a consent opens to the viewer; stepping out of a circle ends no consent
    (個情法69条2項1号: the day named, or its withdrawal)."""
    ends = [
        grant.until
        for grant in rights.grants
        if grant.basis == Basis.CONSENT and grant.until and FieldClass.F3 in grant.classes
    ]
    return clock.today(max(ends) - timedelta.resolution) if ends else None


def _note(viewer: Viewer, coordination: Coordination) -> None:
    rights = rights_of(viewer, [coordination.circle_id])
    classes = FieldClass.F0 | FieldClass.F3
    decision = rights.decide(Information.of(coordination, FieldClass.F3))
    note_shown(decision, circle_id=coordination.circle_id, person_id=None, classes=classes)


def _ends(viewer: Viewer, decision: SupportDecision | None) -> bool:
    """By an act of its own, which is the manager's; the hand-back ends it without one."""
    if decision is None:
        return False
    open_now = SUPPORT_DECISION.open_to(record=decision, viewer=viewer)
    return any(row.name == "end" for row in open_now)


def _decides(viewer: Viewer) -> bool:
    return any(row.name == "decide" and row.may(viewer, None) for row in SUPPORT_DECISION)


def _decided_by(decision: SupportDecision | None) -> str:
    if decision is None:
        return ""
    found = Appointment.objects.filter(pk=decision.decided_by_id).select_related("account").first()
    return found.account.name if found else ""


def _lead(coordination: Coordination, case: Case | None) -> Window | None:
    pk = case.lead_window_id if case else coordination.lead_window_id
    return Window.objects.filter(pk=pk).first() if pk else None


def _asked(coordination: Coordination) -> list[Asked]:
    requests = requests_taken(coordination)
    names = dict(
        Window.objects.filter(pk__in={one.owner_window_id for one in requests}).values_list(
            "pk", "name"
        )
    )
    return [Asked(referral=one, window=names[one.owner_window_id]) for one in requests]
