"""役割の経過を書く: a page of one form for whoever carries the role."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse

from ikue.casework.domain.plan_queries import RolePage, show_role
from ikue.casework.domain.role_notes import write_role_note
from ikue.casework.forms.plan_acts import RoleNoteForm
from ikue.casework.models import RoleNote
from ikue.directory.viewers import Viewer
from ikue.directory.views.acting import Act, screen


def own_role(viewer: Viewer, pk: UUID) -> RolePage:
    """For whoever carries the role; for all others there is no such page."""
    page = show_role(viewer, pk)
    if not page.line.is_mine:
        raise Http404
    return page


def carry_note(page: RolePage, form: RoleNoteForm, viewer: Viewer) -> RoleNote:
    return write_role_note(role=page.line.role, by=viewer, at=viewer.at, **form.cleaned_data)


def today(viewer: Viewer, page: RolePage) -> dict[str, Any]:
    return {"done_on": "きょう"}


def who_reads(written: RoleNote) -> str:
    """A role that a 支援会議 gave without a plan has no lead to read it."""
    readers = "主担当機関と多機関協働" if written.role.plan_id else "お願いした窓口"
    return f"役割の経過を記録しました。{readers}が読めます。"


note = screen(
    Act(
        name="note", family="role-", title="役割の経過を書く", button="記録する",
        form=RoleNoteForm, find=own_role, key=lambda viewer, page: page.line.role.pk,
        back=lambda page: reverse("casework:role", args=[page.line.role.pk]), first=today,
        carry_out=carry_note, template="casework/role_note.html",
        done=who_reads,
    )
)  # fmt: skip
