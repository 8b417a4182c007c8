"""多機関協働 of one household: the request, consent, what the meetings said, the decision, the plan
with its goals and roles, the hand-back."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from bench import consents
from bench.copying import fresh
from bench.households import Home, grant, ground
from bench.plans import Days, Party, write_plan
from bench.sizes import Size
from bench.staff import Place
from bench.stock import Stock
from bench.threads import STEP, Asking, identity, referral
from ikue.casework.enums import ReferralKind, ReferralState
from ikue.kernel import clock
from ikue.kernel.wareki import fiscal_code, fiscal_year
from ikue.programmes.multi_agency.domain.members import OF_THE_ITEM
from ikue.programmes.multi_agency.enums import (
    Conference,
    CoordinationState,
    ItemState,
    PlanOpinion,
    SupportDecisionState,
)
from ikue.sharing.enums import Basis, FieldClass

A_DAY: Final = timedelta(days=1)
CONSENT_AFTER: Final = timedelta(hours=3)
REQUEST_AFTER: Final = timedelta(hours=6)
INVITED_AFTER: Final = timedelta(hours=1)
SITTING: Final = timedelta(hours=2)
FOLLOW_UP_AFTER: Final = timedelta(days=30)
LAST_SUPPORT_AGO: Final = timedelta(days=12)
LAST_MULTILAYER_AGO: Final = timedelta(days=10)
NEXT_MEETING_IN: Final = timedelta(days=5)
COMING_ITEMS: Final = 2
"""Before the next meeting: as many as there are items to a meeting of the year."""


@dataclass(frozen=True, kw_only=True)
class Course:
    """How far the household of a circle has come."""

    is_planned: bool
    goes_on: bool


FULL_COURSE: Final = Course(is_planned=True, goes_on=True)
"""The households whose pages are measured: everything that a page of a case may show."""


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """A meeting that items may lie before."""

    meeting_id: str
    starts_at: datetime


@dataclass
class Desk:
    """The window of 多機関協働 with its meetings of either kind, in their order."""

    place: Place
    others: Sequence[Place]
    support: list[Sitting] = field(default_factory=list)
    multilayer: list[Sitting] = field(default_factory=list)
    coming: list[Sitting] = field(default_factory=list)
    """The next meeting, once for each item that still finds room before it."""
    meetings: int = 0


def courses(
    size: Size,
    random: Random,
    *,
    measured: int,
    going_on: Sequence[int],
    over: Sequence[int],
) -> dict[int, Course]:
    """Of circles with one case each: those that are coordinated besides the measured ones, and how
    far they came."""
    now = random.sample(going_on, size.coordinating - measured)
    before = random.sample(over, size.coordinated - size.coordinating)
    ended = size.planned - size.running_plans
    return {
        circle: Course(is_planned=rank < size.running_plans - measured, goes_on=True)
        for rank, circle in enumerate(now)
    } | {
        circle: Course(is_planned=rank < ended, goes_on=False) for rank, circle in enumerate(before)
    }


def open_desk(
    stock: Stock, place: Place, others: Sequence[Place], size: Size, since: datetime
) -> Desk:
    """With the meetings of the time since then, and the next one."""
    desk = Desk(place, others)
    for sittings, count, ago in (
        (desk.support, size.support_meetings, LAST_SUPPORT_AGO),
        (desk.multilayer, size.multilayer_meetings, LAST_MULTILAYER_AGO),
    ):
        last = stock.now - ago
        moments = sorted([*(stock.between(since, last) for _ in range(count - 1)), last])
        sittings += [_meeting(stock, desk, moment, is_over=True) for moment in moments]
    coming = _meeting(stock, desk, stock.now + NEXT_MEETING_IN, is_over=False)
    desk.coming = [coming] * COMING_ITEMS
    return desk


def _meeting(stock: Stock, desk: Desk, starts_at: datetime, *, is_over: bool) -> Sitting:
    desk.meetings += 1
    chair, meeting_id = desk.place.somebody(stock.random).appointment_id, fresh(stock.random)
    year = fiscal_code(fiscal_year(clock.today(stock.now)))
    stock.add(
        "multi_agency.Meeting", id=meeting_id, owner_window_id=desk.place.window_id,
        written_by_id=chair, number=f"会{year}-{desk.meetings:05d}", starts_at=starts_at,
        place="区役所 会議室", chair_id=chair,
        closed_at=starts_at + SITTING if is_over else None,
    )  # fmt: skip
    return Sitting(meeting_id=meeting_id, starts_at=starts_at)


def coordinate(stock: Stock, desk: Desk, home: Home, case_id: str, course: Course) -> None:
    """From the request on, as far as this household came."""
    told = stock.random.sample([one for one in desk.others if one is not home.place], 2)
    agreed = consents.give(stock, home, [home.place, desk.place, *told], home.began + CONSENT_AFTER)
    sent = home.began + REQUEST_AFTER
    taken_up = sent + STEP
    met = _next(desk.support, taken_up + A_DAY)
    heard = _next(desk.multilayer, met.starts_at + A_DAY) if course.is_planned else None
    settled = heard.starts_at + A_DAY if heard else met.starts_at + SITTING
    left = None if course.goes_on else stock.between(settled + A_DAY, stock.now)
    party = Party(stock, desk.place, home, case_id, desk.place.somebody(stock.random), told)
    _request(party, sent, taken_up, left)
    if course.goes_on and not course.is_planned and desk.coming:
        _item(party, Conference.SUPPORT, desk.coming.pop(), at=taken_up, is_over=False)
        return
    _item(party, Conference.SUPPORT, met, at=taken_up)
    if heard:
        plan_id = _planned(party, met.starts_at + SITTING, settled, left)
        _item(
            party, Conference.MULTILAYER, heard, at=met.starts_at + 2 * SITTING, plan_id=plan_id,
            rests_on=[agreed],
        )  # fmt: skip


def _next(sittings: Sequence[Sitting], after: datetime) -> Sitting:
    place = bisect_left(sittings, after, key=lambda one: one.starts_at)
    return sittings[min(place, len(sittings) - 1)]


def _request(party: Party, sent: datetime, taken_up: datetime, left: datetime | None) -> None:
    """The request with its answer, and what is coordinated on it."""
    state = ReferralState.DONE if left else ReferralState.ARRIVED
    referral_id = referral(
        party.stock,
        party.home,
        Asking(
            to=party.desk, named=party.who, state=state, sent=sent, left=left,
            kind=ReferralKind.MULTI_AGENCY,
        ),
    )  # fmt: skip
    record_id = fresh(party.stock.random)
    steps = [("take_up", CoordinationState.COORDINATING, "多機関協働の調整を始めた", taken_up)]
    if left:
        steps.append(("step_out", CoordinationState.STEPPED_OUT, "手を離した", left))
    party.stock.add(
        "multi_agency.Coordination", id=record_id, referral_id=referral_id, case_id=party.case_id,
        state=steps[-1][1], taken_up_at=taken_up, stepped_out_at=left,
        lead_window_id=party.home.place.window_id if left else None,
        follow_up_on=clock.today(left) + FOLLOW_UP_AFTER if left else None,
        followed_up_at=left + FOLLOW_UP_AFTER if left and left + FOLLOW_UP_AFTER < party.stock.now
        else None,
        **party.lying(taken_up),
    )  # fmt: skip
    party.change("多機関協働の調整", record_id, steps)


def _planned(party: Party, drafted: datetime, decided: datetime, left: datetime | None) -> str:
    """支援決定 of its own day, and the plan."""
    record_id, manager = fresh(party.stock.random), party.desk.manager
    assert manager is not None
    party.stock.add(
        "multi_agency.SupportDecision", id=record_id, case_id=party.case_id,
        state=SupportDecisionState.DECIDED, decided_on=clock.today(drafted),
        decided_by_id=manager.appointment_id, reason="世帯全体で支える必要がある。",
        **party.lying(drafted),
    )  # fmt: skip
    party.change(
        "支援決定", record_id,
        [("decide", SupportDecisionState.DECIDED, "支援を決定した", drafted)],
    )  # fmt: skip
    return write_plan(party, manager, Days(drafted=drafted, decided=decided, ended=left))


def _item(
    party: Party,
    conference: Conference,
    sitting: Sitting,
    *,
    at: datetime,
    is_over: bool = True,
    plan_id: str | None = None,
    rests_on: Sequence[str] = (),
) -> None:
    """案件 prepared at that moment, before the meeting; closed with it."""
    record_id, ended = fresh(party.stock.random), sitting.starts_at + SITTING if is_over else None
    invited = at + INVITED_AFTER
    lying = party.lying(invited)
    what = f"{conference.label}の案件"
    ground_id = ground(
        party.stock, basis=conference, what=what, at=invited, ended=ended,
        rests_on=list(rests_on), **lying,
    )  # fmt: skip
    said = _said(party, sitting, ended, plan_id) if ended else {}
    party.stock.add(
        "multi_agency.AgendaItem", id=record_id, case_id=party.case_id, conference=conference,
        state=ItemState.CLOSED if is_over else ItemState.INVITED, meeting_id=sitting.meeting_id,
        ground_id=ground_id, plan_id=plan_id, purpose="役割を分けて支える", household_image=IMAGE,
        persons=[identity(*party.home.persons[0])], custody_id=_custody(party, record_id, invited),
        custodian_id=party.who.appointment_id, **said, **party.lying(at),
    )  # fmt: skip
    _members(party, record_id, ground_id, invited, attended=True if is_over else None)
    steps = [
        ("prepare", ItemState.PREPARED, "案件の準備を始めた", at),
        ("invite", ItemState.INVITED, "案件に構成員を招いた", invited),
    ]
    if ended:
        steps += [
            ("discuss", ItemState.DISCUSSED, "案件を話し合った", sitting.starts_at),
            ("close", ItemState.CLOSED, "案件を終えた", ended),
        ]
    party.change("案件", record_id, steps)


IMAGE: Final = "高齢の親と、長く仕事から離れている子。家賃と医療費が重なっている。"


def _said(party: Party, sitting: Sitting, ended: datetime, plan_id: str | None) -> dict[str, Any]:
    return {
        "minutes": "それぞれの関わりを持ち寄り、役割を確かめた。",
        "direction": "月に一度、様子を合わせる。",
        "next_step": "本人に伝える", "next_on": clock.today(ended) + timedelta(days=7),
        "plan_opinion": PlanOpinion.FITTING if plan_id else "", "discussed_at": sitting.starts_at,
        "recorder_id": party.who.appointment_id, "ended_at": ended,
    }  # fmt: skip


def _custody(party: Party, item_id: str, at: datetime) -> str:
    lying = party.lying(at)
    ground_id = ground(
        party.stock, basis=Basis.MINUTES_CUSTODY, what="議事録の保管", at=at, **lying
    )
    grant(
        party.stock, ground_id, appointment_id=party.who.appointment_id, bound_to_id=item_id,
        classes=FieldClass.F5, at=at, end_event="議事録を廃棄する", **lying,
    )  # fmt: skip
    return ground_id


def _members(
    party: Party, item_id: str, ground_id: str, at: datetime, *, attended: bool | None
) -> None:
    """Who answers for the household at its own window, and somebody of each window told."""
    lying = party.lying(at)
    invited = [party.home.clerk, *(one.somebody(party.stock.random) for one in party.told)]
    for clerk in invited:
        party.stock.add(
            "multi_agency.ItemMember", item_id=item_id, appointment_id=clerk.appointment_id,
            added_at=at, invited_at=at, attended=attended, **lying,
        )  # fmt: skip
        grant(
            party.stock, ground_id, appointment_id=clerk.appointment_id, bound_to_id=item_id,
            classes=OF_THE_ITEM, at=at, end_event="案件の終わり", **lying,
        )  # fmt: skip
