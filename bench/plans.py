"""支援プラン of one household with its goals, its roles and, once it ended, its evaluation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from bench.copying import fresh
from bench.households import Home, grant, ground
from bench.staff import Clerk, Place
from bench.stock import Stock
from ikue.casework.enums import AcceptedHow, Achievement, PlanState, RoleState, Verdict
from ikue.kernel import clock
from ikue.sharing.enums import Basis, FieldClass

GOALS: Final = (
    ("家賃の滞納をなくす", "三か月続けて払えている"),
    ("週に一度は外に出る", "居場所に通えている"),
    ("受診を続ける", "予約した日に行けている"),
)
TASKS: Final = ("家計の見直しを手伝う", "居場所に誘う", "受診に付き添う")
"""One for each holder of a role."""
ROLES_ASKED: Final = 0.1
"""Of the roles of running plans: those that wait for their answer."""
PERIOD: Final = timedelta(days=180)
REVIEWED_AFTER: Final = timedelta(days=90)
Steps = Sequence[tuple[str, str, str, datetime]]
"""(name, target, sentence, moment) each, the first one beginning the record."""


@dataclass(frozen=True)
class Party:
    """Who has to do with one coordinated household: the window of 多機関協働 and `who` coordinates
    there, the household's own window, and the windows `told`."""

    stock: Stock
    desk: Place
    home: Home
    case_id: str
    who: Clerk
    told: Sequence[Place]

    def lying(self, at: datetime) -> Any:
        return self.home.lying(at, self.desk, self.who)

    def change(self, noun: str, record_id: str, steps: Steps) -> None:
        source = ""
        for name, target, sentence, at in steps:
            self.stock.change(
                self.home, noun, record_id, name, source, target, sentence, at, self.desk, self.who
            )
            source = target


@dataclass(frozen=True, kw_only=True)
class Days:
    """Of a plan: it lay before the conference between the first two."""

    drafted: datetime
    decided: datetime
    ended: datetime | None

    @property
    def proposed(self) -> datetime:
        return self.drafted + timedelta(hours=1)

    @property
    def review(self) -> date:
        return clock.today(self.decided) + REVIEWED_AFTER


def write_plan(party: Party, manager: Clerk, days: Days) -> str:
    """In force since its decision, or ended as it was given back."""
    plan_id, ended = fresh(party.stock.random), days.ended
    person_id, facts = party.home.persons[0]
    party.stock.add(
        "casework.Plan", id=plan_id, case_id=party.case_id, edition=1,
        state=PlanState.ENDED if ended else PlanState.IN_FORCE,
        persons=[{"id": person_id, "name": f"{facts.family_name} {facts.given_name}".strip(),
                  "kana": facts.family_kana, "relationship": "self"}],
        wishes="この家で暮らし続けたい。", challenges="家計と、外とのつながり。",
        long_goal="この家での暮らしを続ける", direction="三つの窓口で分けて支える",
        own_part="通帳を持ってくる", period_from=clock.today(days.decided),
        period_to=clock.today(days.decided + PERIOD), next_review_on=days.review,
        lead_window_id=party.home.place.window_id, explained_on=clock.today(days.drafted),
        agreed_how="面談で説明し、同意を得た", proposed_at=days.proposed,
        decided_on=clock.today(days.decided), decided_by_id=manager.appointment_id,
        in_force_at=days.decided, ended_at=ended, **party.lying(days.drafted),
    )  # fmt: skip
    party.change("支援プラン", plan_id, _steps(days))
    _goals(party, plan_id, days)
    _opened(party, plan_id, party.home.place, "支援プランの主担当", days)
    for holder, task in zip((party.home.place, *party.told), TASKS, strict=True):
        _role(party, plan_id, holder, task, days)
    if ended:
        party.stock.add(
            "casework.PlanEvaluation", plan_id=plan_id, evaluated_on=clock.today(ended),
            changes=["housing", "relations"], own_voice="落ち着いて暮らせるようになった。",
            verdict=Verdict.COMPLETE, **party.lying(ended),
        )  # fmt: skip
    return plan_id


def _steps(days: Days) -> Steps:
    steps = [
        ("draft", PlanState.DRAFT, "支援プランを作り始めた", days.drafted),
        ("propose", PlanState.PROPOSED, "支援プランの案を会議に諮った", days.proposed),
        ("adopt", PlanState.IN_FORCE, "支援プランを決定した", days.decided),
    ]
    if days.ended:
        steps.append(("end", PlanState.ENDED, "支援プランを終えた", days.ended))
    return steps


def _goals(party: Party, plan_id: str, days: Days) -> None:
    for order, (text, measure) in enumerate(GOALS):
        party.stock.add(
            "casework.PlanGoal", plan_id=plan_id, order=order, text=text, measure=measure,
            achieved=Achievement.ACHIEVED if days.ended else "", **party.lying(days.drafted),
        )  # fmt: skip


def _role(party: Party, plan_id: str, holder: Place, task: str, days: Days) -> None:
    """Asked with the decision; most have answered."""
    random, record_id = party.stock.random, fresh(party.stock.random)
    waits = days.ended is None and random.random() < ROLES_ASKED
    state = RoleState.ENDED if days.ended else RoleState.ASKED if waits else RoleState.ACCEPTED
    answered = days.decided + timedelta(hours=4)
    answer = {} if waits else {
        "answered_at": answered, "answered_by": "職員", "accepted_how": AcceptedHow.ITSELF,
        "appointment_id": holder.clerks[0].appointment_id,
    }  # fmt: skip
    party.stock.add(
        "casework.RoleAssignment", id=record_id, plan_id=plan_id, case_id=party.case_id,
        state=state, ground_id=_opened(party, plan_id, holder, "役割分担", days),
        window_id=holder.window_id, what=task, frequency="月に一回", asked_at=days.decided,
        ended_at=days.ended, **answer, **party.lying(days.drafted),
    )  # fmt: skip
    steps = [
        ("draft", RoleState.DRAFTED, "役割の案を書いた", days.drafted),
        ("ask", RoleState.ASKED, "役割をお願いした", days.decided),
    ]
    if not waits:
        steps.append(("accept", RoleState.ACCEPTED, "役割を引き受けた", answered))
    if days.ended:
        steps.append(("end", RoleState.ENDED, "役割を終えた", days.ended))
    party.change("役割分担", record_id, steps)


def _opened(party: Party, plan_id: str, place: Place, what: str, days: Days) -> str:
    """The ground on which a window reads the plan, while it runs."""
    lying = party.lying(days.decided)
    ground_id = ground(
        party.stock, basis=Basis.MULTILAYER_CONFERENCE, what=what, at=days.decided,
        ended=days.ended, **lying,
    )  # fmt: skip
    grant(
        party.stock, ground_id, window_id=place.window_id, bound_to_id=plan_id,
        classes=FieldClass.PLAN, at=days.decided, end_event="プランの終わり", **lying,
    )  # fmt: skip
    return ground_id
