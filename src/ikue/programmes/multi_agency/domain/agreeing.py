"""役割分担 agreed in a 支援会議: who does what until when, accepted there and then.

Each role stands on a Ground of its own, so that the task outlives the agenda item. A
重層的支援会議 gives its opinion on a plan, and the roles stand in the plan.
"""

from dataclasses import dataclass
from datetime import date, datetime

from ikue.casework.domain.plan_facts import RoleFacts
from ikue.casework.domain.roles import RoleAnswer, accept_role, ask_role, draft_role
from ikue.casework.enums import AcceptedHow
from ikue.casework.models import RoleAssignment
from ikue.directory.models import Appointment
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.kernel.transitions import NotAllowed
from ikue.programmes.multi_agency.domain.failures import ItemNotPossible, MemberNotPossible
from ikue.programmes.multi_agency.domain.recording import refusal_of
from ikue.programmes.multi_agency.enums import Conference, ItemState, Matter
from ikue.programmes.multi_agency.models import AgendaItem, ItemMember
from ikue.programmes.multi_agency.rules import keeps_it, may_decide

AGREED = (Matter.ROLES, Matter.WATCH_OVER, Matter.URGENT_RESPONSE)
"""What may be taken on in the meeting itself."""


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """What a member takes on: a role, a watch-over, an urgent response."""

    matter: Matter
    what: str
    content: str = ""
    frequency: str = ""
    limit_on: date | None = None


def agree_role(
    *, item: AgendaItem, member: ItemMember, agreed: Agreed, by: Viewer, at: datetime
) -> RoleAssignment:
    """Raises NotAllowed, ItemNotPossible, MemberNotPossible, RoleNotPossible, NobodyToAnswer."""
    if not keeps_it(by, item):
        raise NotAllowed("agree_role")
    conference = Conference(item.conference)
    if not may_decide(conference, agreed.matter):
        raise ItemNotPossible(refusal_of(conference, agreed.matter))
    if item.state != ItemState.DISCUSSED:
        raise ItemNotPossible("役割は、話し合いを記録してから、案件を終えるまでに書きます。")
    if member.item_id != item.pk or member.left_at is not None:
        raise MemberNotPossible("この案件の構成員から選んでください。")
    if not member.attended:
        raise MemberNotPossible(
            "会議の場で引き受けられるのは、出席した方です。出欠は「話し合いの記録」で直せます。"
        )
    if agreed.limit_on is not None and agreed.limit_on < clock.today(at):
        raise ItemNotPossible("役割の期限は、きょうかそれより後の日にしてください。")
    role = draft_role(
        case=item.case, facts=_facts(member, agreed), by=by, at=at, item_id=item.pk
    )  # fmt: skip
    ask_role(role=role, by=by, at=at, basis=conference)
    answer = RoleAnswer(how=AcceptedHow.IN_MEETING, who=member_name(member))
    return accept_role(role=role, answer=answer, by=by, at=at)


def agreed_roles(item: AgendaItem) -> list[RoleAssignment]:
    """The role table of this item, as far as the viewer may read it: for a member, the own ones."""
    return list(RoleAssignment.objects.filter(item_id=item.pk).order_by("recorded_at"))


def _facts(member: ItemMember, agreed: Agreed) -> RoleFacts:
    carrier = _carrier(member)
    return RoleFacts(
        what=agreed.what, content=agreed.content, frequency=agreed.frequency,
        limit_on=agreed.limit_on, agency_code=member.agency_code,
        partner_name=member.partner_name, appointment_id=member.appointment_id,
        window_id=carrier.window_id if carrier else None,
    )  # fmt: skip


def member_name(member: ItemMember) -> str:
    """The person, with or without an account."""
    carrier = _carrier(member)
    return carrier.account.name if carrier else member.partner_name


def _carrier(member: ItemMember) -> Appointment | None:
    if member.appointment_id is None:
        return None
    return Appointment.objects.select_related("account").get(pk=member.appointment_id)
