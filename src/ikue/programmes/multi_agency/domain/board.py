"""包括化推進員の一覧: what waits for 多機関協働, by days and with a verb; nobody is ranked.

Seed 第3節(3): 「事例全体の調整」. Households and dates, never who did how much.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from ikue.casework.domain.clocks import answer_due, is_unsettled, role_answer_days
from ikue.casework.enums import CaseState, PlanState, RoleState
from ikue.casework.models import Plan, Referral, RoleAssignment
from ikue.directory.domain.queries import setting_number
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.kernel.transitions import NotAllowed
from ikue.programmes.multi_agency.domain import coordination_rows
from ikue.programmes.multi_agency.models import Coordination
from ikue.programmes.multi_agency.phrases import LEFT
from ikue.programmes.multi_agency.rules import keeps_conferences
from ikue.sharing.domain.naming import Lying, Naming, naming
from ikue.sharing.enums import FieldClass

UNNAMED = "（つなぎの情報は閉じています）"


@dataclass(frozen=True, kw_only=True)
class BoardRow:
    """Whose household, since how many days, one line of what, one verb."""

    address: str
    """Name of the page that it opens."""
    record_id: object
    name: str
    what: str
    verb: str
    days: int | None = None
    due: date | datetime | None = None
    owner: str = ""
    mark: str = ""


@dataclass(frozen=True, kw_only=True)
class RolesOfWindow:
    """役割 未了 of one window or partner."""

    window: str
    rows: tuple[BoardRow, ...]


@dataclass(frozen=True, kw_only=True)
class Board:
    requests: tuple[BoardRow, ...]
    coordinations: tuple[BoardRow, ...]
    reviews: tuple[BoardRow, ...]
    roles: tuple[RolesOfWindow, ...]
    given_back: tuple[BoardRow, ...]

    @property
    def is_empty(self) -> bool:
        return not (
            self.requests or self.coordinations or self.reviews or self.roles or self.given_back
        )


def board(viewer: Viewer) -> Board:
    """At most 12 queries, however many rows; notes whom it names. Raises NotAllowed."""
    if not keeps_conferences(viewer, None):
        raise NotAllowed("board")
    requests = list(coordination_rows.requests_waiting(viewer))
    coordinations = list(coordination_rows.coordinating(viewer))
    plans = list(coordination_rows.reviews(viewer))
    roles = _unsettled(coordination_rows.roles_without_yes(viewer), viewer.at)
    left = list(coordination_rows.given_back(viewer))
    found = (*requests, *coordinations, *plans, *roles, *left)
    names = naming(viewer, {one.circle_id for one in found})
    return Board(
        requests=tuple(_request(one, names, viewer.at) for one in requests),
        coordinations=_coordinations(coordinations, names, viewer.at),
        reviews=tuple(_review(one, names) for one in plans),
        roles=tuple(_by_window(roles, names, viewer.at)),
        given_back=tuple(_left(one, names) for one in left),
    )


def _days(since: datetime, at: datetime) -> int:
    return (clock.today(at) - clock.today(since)).days


def _lying(record: Referral | Coordination | Plan | RoleAssignment) -> Lying:
    return Lying(circle_id=record.circle_id, owner_window_id=record.owner_window_id)


def _request(referral: Referral, names: Naming, at: datetime) -> BoardRow:
    packet = getattr(referral, "packet", None)
    held = f"保留中（{referral.reason}）" if referral.hold_until else ""
    return BoardRow(
        address="casework:referral",
        record_id=referral.pk,
        name=names.packet(_lying(referral), packet.persons if packet else ()) or UNNAMED,
        what=f"{vars(referral)['from_name']}から　{packet.question if packet else ''}",
        verb="返事をする",
        days=_days(referral.sent_at, at),
        due=answer_due(referral),
        owner="返事の期限",
        mark=held,
    )


def _coordinations(
    rows: Iterable[Coordination], names: Naming, at: datetime
) -> tuple[BoardRow, ...]:
    """Where nothing was written for long comes first, then who has waited longest."""
    stalled = setting_number("stalled_days", clock.today(at))

    def place(one: Coordination) -> tuple[bool, datetime]:
        last: datetime = vars(one)["last_written"]
        return (_days(last, at) < stalled, one.taken_up_at)

    return tuple(_coordination(one, names, stalled, at) for one in sorted(rows, key=place))


def _coordination(one: Coordination, names: Naming, stalled: int, at: datetime) -> BoardRow:
    beside = vars(one)
    silent = _days(beside["last_written"], at)
    ended = beside["case_state"] == CaseState.COMPLETED
    told = f"{silent}日、何も書かれていません" if silent >= stalled else ""
    lead = "ケースは終結。手を離してください" if ended else f"主担当 {beside['lead']}"
    return BoardRow(
        address="multi_agency:coordination",
        record_id=one.pk,
        name=names.name(one.circle_id, otherwise=beside["number"] or ""),
        what=f"{beside['requester']}から　{lead}",
        verb="開く",
        days=_days(one.taken_up_at, at),
        due=beside["next_on"],
        owner="次の期日",
        mark="。".join(mark for mark in (beside["awaits"], told) if mark),
    )


def _review(plan: Plan, names: Naming) -> BoardRow:
    under = "見直し中" if plan.state == PlanState.UNDER_REVIEW else "見直しの日"
    return BoardRow(
        address="casework:plan",
        record_id=plan.pk,
        name=names.name(plan.circle_id, otherwise=vars(plan)["number"] or ""),
        what=f"支援プラン 第{plan.edition}版　{under}",
        verb="開く",
        due=plan.next_review_on,
        owner="見直し",
    )


def _unsettled(roles: Iterable[RoleAssignment], at: datetime) -> list[RoleAssignment]:
    days = role_answer_days(clock.today(at))
    return [role for role in roles if is_unsettled(role, at, days)]


def _by_window(roles: list[RoleAssignment], names: Naming, at: datetime) -> Iterator[RolesOfWindow]:
    def holder(role: RoleAssignment) -> str:
        return str(vars(role)["window"] or vars(role)["agency"] or "")

    for window, group in groupby(sorted(roles, key=holder), key=holder):
        yield RolesOfWindow(window=window, rows=tuple(_role(one, names, at) for one in group))


def _role(role: RoleAssignment, names: Naming, at: datetime) -> BoardRow:
    declined = role.state == RoleState.DECLINED

    def told(words: str) -> str:
        """Typed: a part of the plan, or of the role that a 支援会議 agreed on."""
        attached = role.plan_id or role.pk
        return names.text(_lying(role), words, field_class=FieldClass.PLAN, bound_to=attached)

    return BoardRow(
        address="casework:plan" if role.plan_id else "desk:case",
        record_id=role.plan_id or role.case_id,
        name=names.name(role.circle_id, otherwise=vars(role)["number"] or ""),
        what=told(role.what),
        verb="開く",
        days=_days(role.asked_at, at) if role.asked_at else None,
        mark=f"引き受けられない：{told(role.declined_reason)}" if declined else "返事がまだです",
    )


def _left(one: Coordination, names: Naming) -> BoardRow:
    beside = vars(one)
    told = names.text(_lying(one), beside["told"] or "")
    return BoardRow(
        address="multi_agency:follow_up",
        record_id=one.pk,
        name=names.name(one.circle_id, otherwise=beside["number"] or LEFT),
        what="　".join(
            part for part in (f"{beside['requester']}から → 主担当 {beside['lead']}", told) if part
        ),
        verb="記録する",
        due=one.follow_up_on,
        owner="フォロー",
    )
