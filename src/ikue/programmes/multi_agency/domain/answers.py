"""四つの問いへの答え: asked before the meeting, so that its hour is for deciding."""

from dataclasses import asdict, dataclass
from datetime import datetime

from ikue.directory.models import Appointment
from ikue.directory.viewers import Viewer
from ikue.kernel.transitions import NotAllowed
from ikue.programmes.multi_agency.domain.counted import count_item
from ikue.programmes.multi_agency.domain.failures import MemberNotPossible
from ikue.programmes.multi_agency.enums import ItemState
from ikue.programmes.multi_agency.models import ItemMember, MemberAnswer
from ikue.programmes.multi_agency.rules import keeps_it


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What a member knows, does, can do, and worries about; one of them at least."""

    knows: str = ""
    doing: str = ""
    can_do: str = ""
    worries: str = ""


def answer_item(*, member: ItemMember, answers: Answers, by: Viewer, at: datetime) -> MemberAnswer:
    """By the member itself; what a partner without an account said, whoever keeps the item writes.

    Writing again replaces the own answer. Raises NotAllowed, MemberNotPossible.
    """
    if not answers_for(member, by):
        raise NotAllowed("answer_item")
    if member.left_at is not None:
        raise MemberNotPossible("構成員から外れているため、答えは書けません。")
    if member.item.state != ItemState.INVITED:
        raise MemberNotPossible("この案件は話し合いが済んだか、延期・終了しています。")
    if not any(asdict(answers).values()):
        raise MemberNotPossible("四つの問いの、どれか一つには答えてください。")
    answer = MemberAnswer.objects.filter(member=member).first()
    if answer is None:
        answer = _new(member, by)
        count_item("item_answered", item=member.item, by=by, at=at)
    for name, words in asdict(answers).items():
        setattr(answer, name, words)
    answer.answered_at, answer.written_by_id = at, by.appointment_id
    answer.save()
    return answer


def answers_for(member: ItemMember, by: Viewer) -> bool:
    """The member, or its deputy; the item's window for a partner without an account."""
    if member.appointment_id is None:
        return keeps_it(by, member.item)
    return member.appointment_id in by.appointment_ids


def _new(member: ItemMember, by: Viewer) -> MemberAnswer:
    """A row of the member's own window, also where that window owns no other."""
    window_id = by.window_id
    if member.appointment_id is not None:
        window_id = Appointment.objects.values_list("window_id", flat=True).get(
            pk=member.appointment_id
        )
    return MemberAnswer(
        circle_id=member.circle_id, owner_window_id=window_id, member=member, item=member.item
    )
