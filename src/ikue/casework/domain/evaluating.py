"""モニタリングと評価: how far each goal is, what changed, what the person says, what follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ikue.audit.perform import lock, record_change
from ikue.casework.domain.plans import PlanNotPossible, count_plan
from ikue.casework.enums import RUNNING, Achievement, Change, Verdict
from ikue.casework.models import Case, Plan, PlanEvaluation, PlanGoal
from ikue.casework.rules import keeps_plan
from ikue.casework.states import PLAN
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.kernel.transitions import NotAllowed


@dataclass(frozen=True, kw_only=True)
class Progress:
    """達成の度合い of one goal, with a word on how one sees it."""

    achieved: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """評価シート. The person's own words stand for themselves."""

    evaluated_on: date
    verdict: str
    changes: tuple[str, ...] = ()
    remaining: str = ""
    own_voice: str = ""
    reason: str = ""
    progress: Mapping[UUID, Progress]


def goals_to_point_at(case: Case) -> list[PlanGoal]:
    """Goals of the running plan that the viewer may read: an entry can say which one it serves."""
    rows = PlanGoal.objects.filter(plan__case_id=case.pk, plan__state__in=RUNNING)
    return list(rows.select_related("plan"))


def record_progress(
    *, plan: Plan, progress: Mapping[UUID, Progress], by: Viewer, at: datetime
) -> Plan:
    """モニタリング: how far the goals are, while the plan runs."""
    _require_running(plan, by)
    _write_progress(plan, progress)
    record_change(
        noun=PLAN.noun, record=plan, name="progress", source=plan.state, target=plan.state,
        sentence="目標の様子を書いた", by=by, at=at,
    )  # fmt: skip
    return plan


def evaluate_plan(
    *, plan: Plan, evaluation: Evaluation, by: Viewer, at: datetime
) -> PlanEvaluation:
    """評価: written once, before the plan ends or is replaced. Raises PlanNotPossible."""
    _require_running(plan, by)
    _check(plan, evaluation, at)
    _write_progress(plan, evaluation.progress)
    written = PlanEvaluation.objects.create(
        circle_id=plan.circle_id, owner_window_id=by.window_id, written_by_id=by.appointment_id,
        plan=plan, evaluated_on=evaluation.evaluated_on, changes=list(evaluation.changes),
        remaining=evaluation.remaining, own_voice=evaluation.own_voice,
        verdict=evaluation.verdict, reason=evaluation.reason,
    )  # fmt: skip
    record_change(
        noun=PLAN.noun, record=plan, name="evaluate", source=plan.state, target=plan.state,
        sentence="支援プランを評価した", by=by, at=at,
    )  # fmt: skip
    count_plan("plan_evaluated", plan=plan, by=by, at=at, outcome=evaluation.verdict)
    return written


def _require_running(plan: Plan, by: Viewer) -> None:
    if not keeps_plan(by, plan):
        raise NotAllowed("evaluate_plan")
    lock(plan)
    if plan.state not in RUNNING:
        raise PlanNotPossible("実施中か見直し中のプランだけを評価できます。")


def _check(plan: Plan, evaluation: Evaluation, at: datetime) -> None:
    if hasattr(plan, "evaluation"):
        raise PlanNotPossible("このプランの評価は、もう書かれています。")
    if evaluation.evaluated_on > clock.today(at):
        raise PlanNotPossible("評価した日は、きょうかそれより前の日にしてください。")
    if plan.decided_on is not None and evaluation.evaluated_on < plan.decided_on:
        raise PlanNotPossible("評価した日が、プラン決定日より前になっています。")
    if evaluation.verdict not in Verdict.values:
        raise PlanNotPossible("判定（終結・再プラン・中断）を選んでください。")
    if set(evaluation.changes) - set(Change.values):
        raise PlanNotPossible("見られた変化を、一覧から選び直してください。")
    if evaluation.verdict != Verdict.COMPLETE and not evaluation.reason:
        raise PlanNotPossible("再プランや中断のときは、判定の理由を書いてください。")
    if set(plan.goals.values_list("pk", flat=True)) - set(evaluation.progress):
        raise PlanNotPossible("達成の度合いを、目標ごとに選んでください。")


def _write_progress(plan: Plan, progress: Mapping[UUID, Progress]) -> None:
    for goal in plan.goals.filter(pk__in=list(progress)):
        said = progress[goal.pk]
        if said.achieved not in Achievement.values:
            raise PlanNotPossible("達成の度合いを、一覧から選んでください。")
        goal.achieved, goal.achieved_note = said.achieved, said.note
        goal.save(update_fields=["achieved", "achieved_note"])
