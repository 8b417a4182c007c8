"""話し合いの記録: what was said and decided, by the one who keeps the minutes.

What each conference may decide is a table (`rules.MAY_DECIDE`): a 支援会議 adopts no plan and ends
no support; a 重層的支援会議 gives its opinion, and the ward decides on another day.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from ikue.audit.perform import lock, perform, record_change
from ikue.casework.enums import PlanState
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.kernel.transitions import NotAllowed, NotPossible
from ikue.programmes.multi_agency.domain.counted import count_item
from ikue.programmes.multi_agency.domain.covering import ENDED, footing, standing_members
from ikue.programmes.multi_agency.domain.failures import ItemNotPossible
from ikue.programmes.multi_agency.enums import (
    Conference,
    ItemState,
    Matter,
    SupportDecisionState,
)
from ikue.programmes.multi_agency.models import AgendaItem, SupportDecision
from ikue.programmes.multi_agency.rules import NEEDS_CONSENT, keeps_it, may_decide
from ikue.programmes.multi_agency.states import ITEM

WORDS = (
    "minutes", "direction", "next_step", "next_on", "plan_opinion", "progress",
    "completion_opinion", "resource_gap", "discussed_at",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Discussion:
    """What the meeting said of one item; `attended` names the members who were there, `unseen`
    those of whom whoever wrote knew nothing yet: they are neither present nor absent."""

    discussed_at: datetime
    minutes: str
    attended: frozenset[UUID] = field(default_factory=frozenset)
    unseen: frozenset[UUID] = field(default_factory=frozenset)
    direction: str = ""
    next_step: str = ""
    next_on: date | None = None
    plan_opinion: str = ""
    progress: str = ""
    completion_opinion: str = ""
    resource_gap: str = ""

    def matters(self) -> Iterator[Matter]:
        """What was decided, as the law's table names it."""
        if self.next_step or self.next_on:
            yield Matter.NEXT_STEP
        if self.plan_opinion:
            yield Matter.PLAN_OPINION
        if self.progress:
            yield Matter.PROGRESS
        if self.completion_opinion:
            yield Matter.COMPLETION
        if self.resource_gap:
            yield Matter.RESOURCE_GAP


def record_item(
    *, item: AgendaItem, discussion: Discussion, by: Viewer, at: datetime
) -> AgendaItem:
    """話し合いを記録する, and again while the minutes are being put in order.

    Raises NotAllowed, NotPossible, ItemNotPossible: what this conference may not decide, a date
    before its meeting, a consent that ended meanwhile.
    """
    if not keeps_it(by, item):
        raise NotAllowed("record_item")
    lock(item)
    is_first = item.state != ItemState.DISCUSSED
    if is_first:
        ITEM.check("discuss", record=item, viewer=by)
    require_standing(item, at)
    _check(item, discussion, at)
    _write(item, discussion, by)
    if is_first:
        perform(machine=ITEM, name="discuss", record=item, by=by, at=at)
        count_item("item_discussed", item=item, by=by, at=at)
    else:
        _amend(item, by, at)
    return item


def require_standing(item: AgendaItem, at: datetime) -> None:
    """The invitation is in force: its ground, and with consents each one on which it rests."""
    ended_at = item.ground.ended_at if item.ground else at
    if ended_at is not None and ended_at <= at:
        raise ItemNotPossible(ENDED)
    if item.conference in NEEDS_CONSENT:
        try:
            footing(item, standing_members(item), on=clock.today(at))
        except ItemNotPossible as lacking:
            raise ItemNotPossible(f"{lacking}いまは記録できません。") from None


def _check(item: AgendaItem, discussion: Discussion, at: datetime) -> None:
    conference = Conference(item.conference)
    for matter in discussion.matters():
        if not may_decide(conference, matter):
            raise ItemNotPossible(refusal_of(conference, matter))
    if not discussion.minutes:
        raise ItemNotPossible("話し合いの記録を書いてください。")
    if bool(discussion.next_step) != (discussion.next_on is not None):
        raise ItemNotPossible("次の一歩には、何をするかと、いつまでかの両方が必要です。")
    _check_days(item, discussion, at)
    if discussion.plan_opinion:
        _check_opinion(item, discussion)


def refusal_of(conference: Conference, matter: Matter) -> str:
    """Why this conference does not decide that, and where it is decided."""
    if conference == Conference.SUPPORT:
        return (
            f"支援会議では「{matter.label}」は決められません。"
            "同意を得て、重層的支援会議の案件に移してください。"
        )
    return (
        f"重層的支援会議の案件には「{matter.label}」を書けません。支援プランの中で決めてください。"
    )


def _check_days(item: AgendaItem, discussion: Discussion, at: datetime) -> None:
    if discussion.discussed_at > at:
        raise ItemNotPossible("まだ来ていない日時の話し合いは記録できません。")
    if item.meeting is None or discussion.discussed_at < item.meeting.starts_at:
        raise ItemNotPossible(
            "会議の始まりより前の日時です。日時を直すか、先に会議の日時を変えてください。"
        )
    if discussion.next_on is not None and discussion.next_on < clock.today(discussion.discussed_at):
        raise ItemNotPossible("次の一歩の期日が、話し合った日より前です。")


def _check_opinion(item: AgendaItem, discussion: Discussion) -> None:
    """An opinion on a plan that was laid before this conference, for a household that the ward has
    decided to support; the decision may be of the same day."""
    if item.plan is None or item.plan.state != PlanState.PROPOSED:
        raise ItemNotPossible(
            "会議に諮った支援プランの案が、この案件の資料にありません。先に資料に入れてください。"
        )
    decided = SupportDecision.objects.filter(
        case_id=item.case_id, state=SupportDecisionState.DECIDED,
        decided_on__lte=clock.today(discussion.discussed_at),
    )  # fmt: skip
    if not decided.exists():
        raise ItemNotPossible(
            "この世帯の支援決定がまだありません。支援決定（同じ日でもかまいません）の後に、"
            "プランの適否を記録してください。"
        )


def _write(item: AgendaItem, discussion: Discussion, by: Viewer) -> None:
    for name in WORDS:
        setattr(item, name, getattr(discussion, name))
    item.text_version += 1
    item.recorder_id = by.appointment_id
    members = standing_members(item)
    if not discussion.attended <= {member.pk for member in members}:
        raise NotPossible("出席に、この案件の構成員でない方が選ばれています。")
    for member in members:
        if member.pk in discussion.unseen:
            continue
        member.attended = member.pk in discussion.attended
        member.save(update_fields=["attended"])


def _amend(item: AgendaItem, by: Viewer, at: datetime) -> None:
    item.version += 1
    item.save()
    record_change(
        noun=ITEM.noun, record=item, name="amend", source=item.state, target=item.state,
        sentence="話し合いの記録を直した", by=by, at=at,
    )  # fmt: skip
