"""いまここ: where a household stands on the road of the seed's 全体像, from facts alone."""

from dataclasses import dataclass, replace
from datetime import datetime

from ikue.casework.enums import RUNNING, TAKEN, UNANSWERED, CaseState, PlanState, ReferralKind
from ikue.programmes.consultation.enums import ConsultationState
from ikue.programmes.multi_agency.enums import CoordinationState, ItemState


@dataclass(frozen=True, kw_only=True)
class Passed:
    """A referral, as far as the track needs it."""

    kind: str
    state: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Reached:
    """The latest of one kind that 多機関協働 keeps: coordination, an agenda item, a plan."""

    kind: str
    state: str
    at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is recorded, as far as the viewer may see it. Each may be missing."""

    received_at: datetime | None = None
    reception_state: str = ""
    reception_ended_at: datetime | None = None
    referrals: tuple[Passed, ...] = ()
    reached: tuple[Reached, ...] = ()
    case_state: str = ""
    case_opened_at: datetime | None = None
    case_completed_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Step:
    """`state`: done, now, next or skipped, as `ui/_track.html` reads it; `past`: how it is called
    once a later step has taken over."""

    label: str
    state: str
    at: datetime | None = None
    past: str = ""


ENDED = (ConsultationState.INFO_ONLY, ConsultationState.STOPPED)


def track(facts: Facts) -> tuple[Step, ...]:
    """受付 → つなぎ → 支援中 → （多機関協働 → 会議 → プラン → 手離れ） → 終結. One step is now, or
    the end is done. Of another window's reception nobody here knows whether it was passed on: then
    that step is left out."""
    passed = _passed(facts)
    known = [passed] if passed.state != "skipped" or facts.reception_state else []
    steps = [_received(facts), *known, _supported(facts), *_together(facts)]
    return (*_one_now(steps), _ended(facts))


def _one_now(steps: list[Step]) -> list[Step]:
    """Where two would be now, the later one is; what lies before it is done."""
    last = max((place for place, step in enumerate(steps) if step.state == "now"), default=-1)
    return [
        replace(step, state="done", label=step.past or step.label)
        if step.state == "now" and place < last
        else step
        for place, step in enumerate(steps)
    ]


def _received(facts: Facts) -> Step:
    """Received by another window: done, though when is not for us to know."""
    waits = facts.reception_state in (ConsultationState.RECEIVED, ConsultationState.PRE_CONSENT)
    state = "now" if waits and not facts.case_state else "done"
    label = "同意に向けて" if facts.reception_state == ConsultationState.PRE_CONSENT else "受付"
    return Step(label=label, state=state, at=facts.received_at)


def _passed(facts: Facts) -> Step:
    links = [one for one in facts.referrals if _led_here(one, facts)]
    if any(one.state in UNANSWERED for one in links) and not facts.case_state:
        return Step(label="つなぎ", state="now", at=links[-1].at)
    if any(one.state in TAKEN | UNANSWERED for one in links):
        return Step(label="つなぎ", state="done", at=links[0].at)
    if links and facts.reception_state == ConsultationState.REFERRED and not facts.case_state:
        label = "つなぎ（返事あり・次を決める）"
        return Step(label=label, state="now", at=links[-1].at, past="つなぎ")
    return Step(label="つなぎ", state="skipped" if _is_past_passing(facts) else "next")


def _led_here(one: Passed, facts: Facts) -> bool:
    """Sent on the way to the case; what a standing case passes on is its daily work."""
    opened = facts.case_opened_at
    return one.kind != ReferralKind.MULTI_AGENCY and (opened is None or one.at <= opened)


def _is_past_passing(facts: Facts) -> bool:
    return bool(facts.case_state) or facts.reception_state in (
        *ENDED,
        ConsultationState.HANDOVER_REQUESTED,
    )


def _supported(facts: Facts) -> Step:
    if facts.case_state == CaseState.SUSPENDED:
        return Step(label="支援中（中断）", state="now", at=facts.case_opened_at)
    if facts.case_state == CaseState.OPEN:
        return Step(label="支援中", state="now", at=facts.case_opened_at)
    if facts.case_state == CaseState.COMPLETED:
        return Step(label="支援中", state="done", at=facts.case_opened_at)
    taken = any(one.state in TAKEN for one in facts.referrals)
    if taken and facts.reception_state not in ENDED:
        return Step(label="つないだ先で支援中", state="now")
    return Step(label="支援中", state="skipped" if facts.reception_state in ENDED else "next")


def _together(facts: Facts) -> list[Step]:
    """Shown only where it was asked for, and then as far as it has come."""
    reached = {one.kind: one for one in sorted(facts.reached, key=_is_running)}
    found = [_asked(facts, reached.get(COORDINATION))]
    found += [
        _step(step, reached[kind], facts) if kind in reached else None
        for kind, step in ONWARD.items()
    ]
    coordination = reached.get(COORDINATION)
    if coordination is not None and coordination.state == CoordinationState.STEPPED_OUT:
        state = "now" if facts.case_state == CaseState.OPEN else "done"
        since = coordination.ended_at
        found.append(Step(label="主担当が伴走（手離れの後）", state=state, at=since))
    return [step for step in found if step is not None]


COORDINATION, ITEM, PLAN = "coordination", "item", "plan"
"""Kinds of `Reached`."""


@dataclass(frozen=True, kw_only=True)
class Onward:
    """A step of 多機関協働: how it is called while it goes on, and in which states it does."""

    label: str
    while_on: dict[str, str]


ONWARD: dict[str, Onward] = {
    ITEM: Onward(
        label="会議",
        while_on={
            ItemState.PREPARED: "会議（準備中）",
            ItemState.INVITED: "会議（構成員を招いた）",
            ItemState.ADJOURNED: "会議（延期）",
        },
    ),
    PLAN: Onward(
        label="支援プラン",
        while_on={
            PlanState.DRAFT: "支援プラン（作成中）",
            PlanState.PROPOSED: "支援プラン（会議に諮る案）",
            PlanState.IN_FORCE: "支援プランを実施中",
            PlanState.UNDER_REVIEW: "支援プランを見直し中",
        },
    ),
}


def _is_running(one: Reached) -> bool:
    """The edition that is carried stands before the next one that is drafted meanwhile."""
    return one.kind == PLAN and one.state in RUNNING


def _step(onward: Onward, reached: Reached, facts: Facts) -> Step:
    label = onward.while_on.get(reached.state, onward.label)
    goes_on = reached.state in onward.while_on and facts.case_state != CaseState.COMPLETED
    state = "now" if goes_on else "done"
    return Step(label=label, state=state, at=reached.at, past=onward.label)


def _asked(facts: Facts, coordination: Reached | None) -> Step | None:
    """支援中 stays the present step until 多機関協働 has taken it up."""
    asked = [one for one in facts.referrals if one.kind == ReferralKind.MULTI_AGENCY]
    if coordination is not None:
        goes_on = coordination.state == CoordinationState.COORDINATING
        goes_on = goes_on and facts.case_state != CaseState.COMPLETED
        label = "多機関協働で調整中" if goes_on else "多機関協働"
        state = "now" if goes_on else "done"
        return Step(label=label, state=state, at=coordination.at, past="多機関協働")
    if not asked:
        return None
    if any(one.state in TAKEN for one in asked):
        return Step(label="多機関協働", state="done", at=asked[0].at)
    if any(one.state in UNANSWERED for one in asked):
        waiting = "next" if facts.case_state else "now"
        return Step(label="多機関協働（返事待ち）", state=waiting, at=asked[-1].at)
    if facts.reception_state == ConsultationState.HANDOVER_REQUESTED and not facts.case_state:
        return Step(label="多機関協働（返事あり・次を決める）", state="now", at=asked[-1].at)
    return Step(label="多機関協働", state="skipped", at=asked[-1].at)


def _ended(facts: Facts) -> Step:
    if facts.case_state == CaseState.COMPLETED:
        return Step(label="終結", state="done", at=facts.case_completed_at)
    if not facts.case_state and facts.reception_state in ENDED:
        label = ConsultationState(facts.reception_state).label
        return Step(label=label, state="done", at=facts.reception_ended_at)
    return Step(label="終結", state="next")
