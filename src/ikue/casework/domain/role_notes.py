"""役割の経過: a holder may stand outside the circle; whoever asked for the role, and the lead, read
what was done in it.

社会福祉法 106条の4: the roles of a plan are carried together. The note is a part of the plan (class
PLAN), narrower than it: the other holders do not read it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ikue.casework.domain.plan_holders import RoleNotPossible
from ikue.casework.domain.tallying import count_in_case
from ikue.casework.enums import RoleState
from ikue.casework.models import RoleAssignment, RoleNote
from ikue.casework.rules import holds_role, keeps_role
from ikue.directory.domain.columns import staff_name
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.kernel.transitions import NotAllowed


def write_role_note(
    *, role: RoleAssignment, done_on: date, body: str, by: Viewer, at: datetime
) -> RoleNote:
    """By the holder, while it carries the role. Raises NotAllowed, RoleNotPossible."""
    if not may_write_note(by, role):
        raise NotAllowed("write_role_note")
    if role.state != RoleState.ACCEPTED:
        raise RoleNotPossible(
            "経過を書けるのは、引き受けて続いている役割だけです。入力した内容は残っています。"
        )
    if not body:
        raise RoleNotPossible("したことを書いてください。")
    if done_on > clock.today(at):
        raise RoleNotPossible("まだ来ていない日の経過は書けません。日付を確かめてください。")
    note = RoleNote(
        circle_id=role.circle_id, owner_window_id=by.window_id, written_by_id=by.appointment_id,
        role=role, done_on=done_on, body=body,
    )  # fmt: skip
    note.save(force_insert=True)
    key = role.plan.tally_key if role.plan is not None else None
    count_in_case(
        "role_note_written", case_id=role.case_id, circle_id=role.circle_id, record=key, by=by,
        at=at,
    )  # fmt: skip
    return note


def may_write_note(viewer: Viewer, role: RoleAssignment) -> bool:
    """Of a partner without an account whoever asked writes in the case itself."""
    return role.window_id == viewer.window_id and holds_role(viewer, role)


@dataclass(frozen=True, kw_only=True)
class ToldNote:
    note: RoleNote
    what: str
    """The role it was done in."""
    who: str


def notes_told(
    viewer: Viewer, roles: Iterable[RoleAssignment], lead_window_id: UUID | None
) -> tuple[ToldNote, ...]:
    """The newest first, of those roles that the viewer carries, asked for or leads the plan of."""
    told = {role.pk: role.what for role in roles if _is_told(viewer, role, lead_window_id)}
    notes = RoleNote.objects.filter(role_id__in=told).annotate(who=staff_name("written_by_id"))
    return tuple(
        ToldNote(note=one, what=told[one.role_id], who=one.who or "")
        for one in notes.order_by("-done_on", "-recorded_at")
    )


def _is_told(viewer: Viewer, role: RoleAssignment, lead_window_id: UUID | None) -> bool:
    leads = viewer.works_with_cases and lead_window_id in viewer.window_ids
    return leads or keeps_role(viewer, role) or holds_role(viewer, role)
