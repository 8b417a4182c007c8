"""役割分担: drafted in a plan, asked of somebody who can answer, accepted, declined, ended.

The role is its window's, or a partner's without an account; the appointment names who carries it,
and when that person leaves the window's manager holds it. 未了 is derived from the clock.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ikue.audit.perform import begin, lock, perform, record_change
from ikue.casework.domain.plan_facts import ROLE_COLUMNS, RoleFacts, role_facts
from ikue.casework.domain.plan_holders import (
    RoleNotPossible,
    require_carrier,
    require_consents,
    require_holder,
)
from ikue.casework.domain.tallying import count_in_case
from ikue.casework.enums import RUNNING, AcceptedHow, PlanState, RoleState
from ikue.casework.models import Case, Plan, RoleAssignment
from ikue.casework.rules import holds_role, keeps_plan, keeps_role
from ikue.casework.states import ROLE
from ikue.directory.enums import WORKING_ROLES
from ikue.directory.models import Appointment
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.kernel.transitions import NotAllowed
from ikue.sharing.domain.deciding import rights_of
from ikue.sharing.domain.opening import (
    Extent,
    GroundFacts,
    Opening,
    end_ground,
    grant_to_appointment,
    grant_to_window,
    open_ground,
    opening_on,
)
from ikue.sharing.enums import DISCUSSED, Act, Basis, FieldClass
from ikue.sharing.models import Ground


def draft_role(
    *,
    case: Case,
    facts: RoleFacts,
    by: Viewer,
    at: datetime,
    plan: Plan | None = None,
    item_id: UUID | None = None,
) -> RoleAssignment:
    """A role as it will be asked for: in a draft of a plan, or of an agenda item (`item_id`).

    Raises NotAllowed, RoleNotPossible (in both, in neither, in a plan that is no draft),
    NobodyToAnswer.
    """
    if not rights_of(by, [case.circle_id]).on_duty_in(case.circle_id):
        raise NotAllowed("draft_role")
    if (plan is None) == (item_id is None):
        raise RoleNotPossible("役割は、支援プランか会議の案件の、どちらか一つに書いてください。")
    if plan is not None and plan.state != PlanState.DRAFT:
        raise RoleNotPossible("案に書き足せるのは、作成中のプランだけです。")
    require_holder(facts, at)
    role = RoleAssignment(case=case, plan=plan, item_id=item_id)
    return _begin(role, facts, by, at)


def copy_role(*, plan: Plan, facts: RoleFacts, by: Viewer, at: datetime) -> RoleAssignment:
    """Into the next edition as it stood; who can answer is asked when the draft is written on."""
    return _begin(RoleAssignment(case=plan.case, plan=plan), facts, by, at)


def _begin(role: RoleAssignment, facts: RoleFacts, by: Viewer, at: datetime) -> RoleAssignment:
    role.circle_id, role.owner_window_id = role.case.circle_id, by.window_id
    role.written_by_id = by.appointment_id
    _set(role, facts)
    begin(machine=ROLE, name="draft", record=role, by=by, at=at)
    return role


def _set(role: RoleAssignment, facts: RoleFacts) -> None:
    for name in ROLE_COLUMNS:
        setattr(role, name, getattr(facts, name))


def edit_role(
    *, role: RoleAssignment, facts: RoleFacts, by: Viewer, at: datetime
) -> RoleAssignment:
    """Rewrite a drafted role. Another holder is another role: the old draft goes."""
    _require_draft(role, by)
    require_holder(facts, at)
    if facts.holder != (role.window_id, role.agency_code):
        other = RoleAssignment(case=role.case, plan=role.plan, item_id=role.item_id)
        role.delete()
        return _begin(other, facts, by, at)
    _set(role, facts)
    role.version += 1
    role.save()
    return role


def remove_role(*, role: RoleAssignment, by: Viewer, at: datetime) -> None:
    """A drafted role that was asked of nobody goes without a trace but for the record of change."""
    _require_draft(role, by)
    record_change(
        noun=ROLE.noun, record=role, name="remove", source=role.state, target=role.state,
        sentence="役割の案を外した", by=by, at=at,
    )  # fmt: skip
    role.delete()


def _require_draft(role: RoleAssignment, by: Viewer) -> None:
    if not keeps_role(by, role):
        raise NotAllowed("edit_role")
    lock(role)
    if role.state != RoleState.DRAFTED:
        raise RoleNotPossible(
            "もうお願いした役割です。終えてから、新しい役割をお願いしてください。"
        )


def ask_role(
    *,
    role: RoleAssignment,
    by: Viewer,
    at: datetime,
    basis: str = Basis.MULTILAYER_CONFERENCE,
) -> RoleAssignment:
    """役割をお願いする: it stands on a Ground of its own, and its holder reads what it belongs to.

    A role of a plan is asked once that is decided, while its persons consent to this holder.
    Raises NotAllowed, NotPossible, RoleNotPossible, NobodyToAnswer, NotConsented.
    """
    ROLE.check("ask", record=role, viewer=by)
    require_holder(role_facts(role), at)
    if role.plan is not None:
        _require_decided(role.plan)
        require_consents(role.plan, [role], at)
    facts = GroundFacts(basis=basis, what="役割分担", purpose=role.what)
    ground = open_ground(circle_id=role.circle_id, facts=facts, by=by, at=at)
    role.ground, role.asked_at = ground, at
    perform(machine=ROLE, name="ask", record=role, by=by, at=at)
    _open_to_holder(role, ground, by, at)
    _count("role_asked", role, by, at)
    return role


def _require_decided(plan: Plan) -> None:
    if plan.state not in RUNNING:
        raise RoleNotPossible("プランが決定されるまで、役割はお願いできません。")


def role_opening(
    ground: Ground,
    bound_to_id: UUID,
    end_event: str = "役割の終わり",
    ends_at: datetime | None = None,
) -> Opening:
    """What a holder may read and print: the plan (or, agreed without one, the role) alone.

    Who of the household agreed to this holder was asked before (`require_consents`).
    """
    wanted = Extent(
        classes=FieldClass.PLAN, acts=Act.READ | Act.PRINT, end_event=end_event, ends_at=ends_at,
        bound_to_id=bound_to_id,
    )  # fmt: skip
    return opening_on(ground.basis, wanted, on=clock.today(ground.started_at), agreed=DISCUSSED)


def _open_to_holder(role: RoleAssignment, ground: Ground, by: Viewer, at: datetime) -> None:
    """To the window, so that whoever follows there can go on; to a mere member of a conference,
    whose appointment opens nothing of its window, in person."""
    opening = role_opening(ground, role.plan_id or role.pk)
    if role.window_id is not None and role.window_id != role.owner_window_id:
        grant_to_window(ground=ground, window_id=role.window_id, opening=opening, by=by, at=at)
    if role.appointment_id is None:
        return
    carrier = Appointment.objects.get(pk=role.appointment_id)
    if carrier.role not in WORKING_ROLES:
        grant_to_appointment(
            ground=ground, appointment_id=carrier.pk, opening=opening, by=by, at=at
        )


def ask_further_role(*, plan: Plan, facts: RoleFacts, by: Viewer, at: datetime) -> RoleAssignment:
    """One more role while the plan runs. Nothing is added on a consent that has ended.

    Raises NotAllowed, RoleNotPossible, NobodyToAnswer, NotConsented.
    """
    if not keeps_plan(by, plan):
        raise NotAllowed("ask_further_role")
    _require_decided(plan)
    require_consents(plan, [facts], at)
    require_holder(facts, at)
    role = _begin(RoleAssignment(case=plan.case, plan=plan), facts, by, at)
    return ask_role(role=role, by=by, at=at)


@dataclass(frozen=True, kw_only=True)
class RoleAnswer:
    """Who said it and how; `appointment_id` names who carries it from now on."""

    how: str = AcceptedHow.ITSELF
    who: str = ""
    appointment_id: UUID | None = None


def accept_role(
    *, role: RoleAssignment, answer: RoleAnswer, by: Viewer, at: datetime
) -> RoleAssignment:
    """引き受ける: by the holder; agreement in the meeting counts, written down by who keeps it.

    Raises NotAllowed, NotPossible, RoleNotPossible, NobodyToAnswer.
    """
    ROLE.check("accept", record=role, viewer=by)
    if answer.appointment_id is not None and role.window_id is not None:
        require_carrier(answer.appointment_id, window_id=role.window_id, what=role.what, at=at)
        role.appointment_id = answer.appointment_id
    _record_answer(role, answer, by, at)
    role.accepted_how, role.declined_reason = answer.how, ""
    perform(machine=ROLE, name="accept", record=role, by=by, at=at)
    _count("role_accepted", role, by, at, outcome=answer.how)
    return role


def decline_role(
    *, role: RoleAssignment, reason: str, answer: RoleAnswer, by: Viewer, at: datetime
) -> RoleAssignment:
    """引き受けられない: why. It stands as 未了 on both sides until it is settled."""
    ROLE.check("decline", record=role, viewer=by)
    if not reason:
        raise RoleNotPossible("引き受けられない理由を書いてください。")
    _record_answer(role, answer, by, at)
    role.declined_reason = reason
    perform(machine=ROLE, name="decline", record=role, by=by, at=at)
    _count("role_declined", role, by, at, outcome=answer.how)
    return role


def _record_answer(role: RoleAssignment, answer: RoleAnswer, by: Viewer, at: datetime) -> None:
    """The holder answers in its own name; whoever writes for another says who, and how."""
    is_its_own = role.window_id is not None and holds_role(by, role)
    if not is_its_own and answer.how == AcceptedHow.ITSELF:
        raise RoleNotPossible("会議の場で聞いたのか、後で先方から聞いたのかを選んでください。")
    if not is_its_own and not answer.who:
        raise RoleNotPossible("先方のどなたの返事かを書いてください。")
    role.answered_at, role.answered_by = at, answer.who or by.name


def end_role(*, role: RoleAssignment, by: Viewer, at: datetime) -> RoleAssignment:
    """The task is over; what it opened closes with it."""
    role.ended_at = at
    perform(machine=ROLE, name="end", record=role, by=by, at=at)
    if role.ground_id is not None:
        end_ground(ground_id=role.ground_id, at=at)
    _count("role_ended", role, by, at)
    return role


def _count(what: str, role: RoleAssignment, by: Viewer, at: datetime, *, outcome: str = "") -> None:
    key = role.plan.tally_key if role.plan is not None else None
    count_in_case(
        what, case_id=role.case_id, circle_id=role.circle_id, record=key, by=by, at=at,
        outcome=outcome,
    )  # fmt: skip
