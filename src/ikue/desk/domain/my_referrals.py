"""つなぎ as it concerns the viewer: asked of my window, asked by me, answered, escalated."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from ikue.casework.domain.clocks import answer_due, escalation, overdue_since
from ikue.casework.domain.queries import read_times
from ikue.casework.enums import UNANSWERED, Escalation, ReferralClock, ReferralKind, ReferralState
from ikue.casework.models import Referral
from ikue.desk.domain.rows import Item, Row, Section, Target
from ikue.directory.domain.columns import agency_name, is_served, staff_name, window_name
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.sharing.domain.naming import Lying

ANSWERS_SHOWN_DAYS = 7
"""How long an answer stands on the sender's first page."""

BEYOND_SENDER = (Escalation.MANAGER, Escalation.COORDINATOR, Escalation.NIGHT_DUTY)
CLOCK_OWNER = {True: "こちらの期限", False: "先方の期限"}


@dataclass(frozen=True, kw_only=True)
class MyReferral:
    """A referral with the names a row needs; `to_name` also for a partner without an account."""

    referral: Referral
    from_name: str
    to_name: str
    sender_name: str
    sender_served: bool
    proposed_name: str
    named_name: str
    persons: tuple[dict[str, object], ...]

    @property
    def lying(self) -> Lying:
        return Lying(
            circle_id=self.referral.circle_id, owner_window_id=self.referral.owner_window_id
        )

    @property
    def is_urgent(self) -> bool:
        return self.referral.clock != ReferralClock.ORDINARY

    @property
    def is_unanswered(self) -> bool:
        return self.referral.state in UNANSWERED


def my_referrals(viewer: Viewer) -> list[MyReferral]:
    """Sent to or by the viewer's windows and not settled, or answered within a week."""
    recent = viewer.at - timedelta(days=ANSWERS_SHOWN_DAYS)
    mine = Q(to_window_id__in=viewer.window_ids) | Q(owner_window_id__in=viewer.window_ids)
    living = (
        Q(state__in=UNANSWERED)
        | Q(state=ReferralState.ACCEPTED)
        | Q(answered_at__gte=recent)
        | Q(arrived_at__gte=recent)
        | Q(done_at__gte=recent)
    )
    rows = _with_names(Referral.objects.filter(mine, living), viewer.at)
    return [_my_referral(row) for row in rows.order_by("limit_at", "sent_at")]


def unanswered_to(viewer: Viewer) -> list[MyReferral]:
    rows = Referral.objects.filter(to_window_id__in=viewer.window_ids, state__in=UNANSWERED)
    named = _with_names(rows, viewer.at).order_by("limit_at", "sent_at")
    return [_my_referral(row) for row in named]


def _with_names(rows: QuerySet[Referral], at: datetime) -> QuerySet[Referral]:
    return rows.select_related("packet").annotate(
        from_name=window_name("owner_window_id"),
        to_name=window_name("to_window_id"),
        agency_name=agency_name("to_agency_code"),
        sender_name=staff_name("sender_id"),
        sender_served=is_served("sender_id", "owner_window_id", at),
        proposed_name=window_name("proposed_window_id"),
        named_name=staff_name("named_id"),
    )


def _my_referral(row: Referral) -> MyReferral:
    names = vars(row)
    packet = getattr(row, "packet", None)
    return MyReferral(
        referral=row,
        from_name=names["from_name"] or "",
        to_name=names["to_name"] or names["agency_name"] or "",
        sender_name=names["sender_name"] or "",
        sender_served=names["sender_served"],
        proposed_name=names["proposed_name"] or row.proposed_note,
        named_name=names["named_name"] or row.answered_by,
        persons=tuple(packet.persons) if packet else (),
    )


def referral_items(viewer: Viewer, referrals: list[MyReferral]) -> Iterator[Item]:
    """A referral within one window never happens, so each stands on one side alone."""
    read = read_times(one.referral.pk for one in referrals)
    sent = _last_sent(viewer, referrals)
    for one in referrals:
        if one.referral.to_window_id in viewer.window_ids:
            yield from _received(viewer, one)
        else:
            asked_on = sent[one.referral.circle_id] > one.referral.sent_at
            yield from _sent(viewer, one, read.get(one.referral.pk), asked_on=asked_on)


def _last_sent(viewer: Viewer, referrals: list[MyReferral]) -> dict[UUID, datetime]:
    """By household, when my window last asked somebody."""
    sent: dict[UUID, datetime] = {}
    for one in referrals:
        if one.referral.owner_window_id in viewer.window_ids:
            known = sent.get(one.referral.circle_id, one.referral.sent_at)
            sent[one.referral.circle_id] = max(known, one.referral.sent_at)
    return sent


def _received(viewer: Viewer, one: MyReferral) -> Iterator[Item]:
    if one.is_unanswered:
        yield received_item(viewer, one)
    elif one.referral.state == ReferralState.ACCEPTED:
        yield from _first_contact(viewer, one)


def received_item(viewer: Viewer, one: MyReferral) -> Item:
    late = overdue_since(one.referral, viewer.at) is not None
    section = Section.URGENT if one.is_urgent else Section.OVERDUE if late else Section.NEW
    held = "（保留中）" if one.referral.state == ReferralState.ON_HOLD else ""
    kind = one.referral.get_clock_display() if one.is_urgent else one.referral.get_kind_display()
    row = Row(
        target=Target.REFERRAL, record_id=one.referral.pk, name="",
        what=f"{one.from_name}から{kind}{held}。返事をする番です", verb="返事をする",
        due=answer_due(one.referral), owner=CLOCK_OWNER[True],
    )  # fmt: skip
    return Item(section=section, row=row, lying=one.lying, persons=one.persons)


def _first_contact(viewer: Viewer, one: MyReferral) -> Iterator[Item]:
    """Accepted by me, and the person is not yet met on the day that was promised; an urgent one
    from the moment it was accepted."""
    due: date | None = one.referral.first_contact_on
    today = clock.today(viewer.at)
    if one.referral.named_id not in viewer.appointment_ids or due is None:
        return
    if due > today and not one.is_urgent:
        return
    section = Section.OVERDUE if due < today else Section.TODAY
    if one.is_urgent:
        section = Section.URGENT
    row = Row(
        target=Target.REFERRAL, record_id=one.referral.pk, name="",
        what=f"{one.from_name}から引き受けました。会えたら「本人とつながった」を記録します",
        verb="記録する", due=due, owner="こちらの期日",
    )  # fmt: skip
    yield Item(section=section, row=row, lying=one.lying, persons=one.persons)


def _sent(
    viewer: Viewer, one: MyReferral, read: datetime | None, *, asked_on: bool
) -> Iterator[Item]:
    mine = one.referral.sender_id in viewer.appointment_ids
    if one.is_unanswered and (mine or (viewer.is_manager and _falls_to_manager(viewer, one))):
        yield _unanswered(viewer, one, read, mine=mine)
    elif mine and not one.is_unanswered and one.referral.state != ReferralState.RECALLED:
        yield from _answer(viewer, one, asked_on=asked_on)


def _falls_to_manager(viewer: Viewer, one: MyReferral) -> bool:
    """Escalated by the clock, or sent by somebody who is no longer there."""
    return not one.sender_served or escalation(one.referral, viewer.at) in BEYOND_SENDER


def _unanswered(viewer: Viewer, one: MyReferral, read: datetime | None, *, mine: bool) -> Item:
    late = overdue_since(one.referral, viewer.at) is not None
    section = Section.WAITING if not late else Section.OVERDUE
    if one.is_urgent:
        section = Section.URGENT
    seen = "読まれています" if read else "まだ読まれていません"
    held = f"保留中（{one.referral.reason}）" if one.referral.hold_until else seen
    row = Row(
        target=Target.REFERRAL, record_id=one.referral.pk, name="",
        what=f"{one.to_name}からの返事がまだです。{held}", verb="確かめる" if late else "見る",
        due=answer_due(one.referral), owner=CLOCK_OWNER[False],
        mark=_mark(viewer, one, mine=mine),
    )  # fmt: skip
    return Item(section=section, row=row, lying=one.lying)


def _mark(viewer: Viewer, one: MyReferral, *, mine: bool) -> str:
    if not mine:
        return f"課長へ（{one.sender_name}さんが送ったつなぎ）"
    return "" if one.referral.sender_id == viewer.appointment_id else f"{one.sender_name}さんの代理"


ANSWERS = {
    ReferralState.DECLINED: "{to}が引き受けられないとの返事。代わりの案：{proposed}",
    ReferralState.ACCEPTED: "{to}の{who}さんが引き受けました（最初の連絡 {day}）",
    ReferralState.ARRIVED: "{to}がご本人とつながりました",
    ReferralState.DONE: "{to}から結果が届きました",
}


RETURNED = "{to}から差し戻し。助言：{advice}"


def _answer(viewer: Viewer, one: MyReferral, *, asked_on: bool) -> Iterator[Item]:
    """An urgent one stands above until the person was met, and a refusal of it until somebody else
    was asked; all others as news for some days."""
    state = ReferralState(one.referral.state)
    waits = one.is_urgent and state == ReferralState.ACCEPTED
    came_back = one.is_urgent and state == ReferralState.DECLINED and not asked_on
    moment = one.referral.done_at or one.referral.arrived_at or one.referral.answered_at
    is_old = moment is None or viewer.at - moment > timedelta(days=ANSWERS_SHOWN_DAYS)
    if is_old and not waits:
        return
    day = one.referral.first_contact_on
    is_request = one.referral.kind == ReferralKind.MULTI_AGENCY
    words = RETURNED if is_request and state == ReferralState.DECLINED else ANSWERS[state]
    what = words.format(
        to=one.to_name, proposed=one.proposed_name, who=one.named_name,
        advice=one.referral.proposed_note,
        day=f"{day.month}月{day.day}日" if day else "",
    )  # fmt: skip
    row = Row(
        target=Target.REFERRAL, record_id=one.referral.pk, name="", what=what,
        verb="次を決める" if state == ReferralState.DECLINED else "読む",
        mark=_mark(viewer, one, mine=True),
        due=day if waits else one.referral.limit_at if came_back else None,
        owner=CLOCK_OWNER[came_back] if waits or came_back else "",
    )  # fmt: skip
    section = Section.URGENT if waits or came_back else Section.ANSWER
    yield Item(section=section, row=row, lying=one.lying)
