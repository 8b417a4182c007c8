"""残された書きかけ: for the window's manager, that a colleague who left had begun something, of
which record, since when. The words stay with their author (docs/decisions/0014)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from ikue.accounts.models import Account
from ikue.casework.models import Case
from ikue.desk.domain.staffing import require_manager
from ikue.desk.domain.unsent import label_of
from ikue.directory.viewers import Viewer
from ikue.drafts.keeping import left_behind
from ikue.kernel.identifiers import identifier
from ikue.programmes.consultation.models import Consultation
from ikue.sharing.domain.deciding import Information, rights_of
from ikue.sharing.domain.showing import shown
from ikue.sharing.enums import FieldClass

PAGES: dict[type, str] = {Case: "desk:case", Consultation: "consultation:detail"}


@dataclass(frozen=True, kw_only=True)
class LeftDraft:
    who: str
    label: str
    saved_at: datetime
    number: str
    """Of the case or the reception it was about, as far as the manager may read that."""
    address: str


def left_drafts(viewer: Viewer) -> list[LeftDraft]:
    """The newest first. Raises NotAllowed for whoever is no manager."""
    require_manager(viewer)
    found = left_behind()
    names = dict(
        Account.objects.filter(pk__in={one.account_id for one in found}).values_list("pk", "name")
    )
    numbers = _numbers(viewer, [identifier(one.subject) for one in found])
    return [
        LeftDraft(
            who=names.get(one.account_id, ""), label=label_of(one.form), saved_at=one.saved_at,
            number=number, address=address,
        )
        for one in found
        for number, address in [numbers.get(identifier(one.subject), ("", ""))]
    ]  # fmt: skip


def _numbers(viewer: Viewer, subjects: Iterable[UUID | None]) -> dict[UUID | None, tuple[str, str]]:
    """Record → its number and page, each noted as shown."""
    wanted = [pk for pk in subjects if pk is not None]
    records: list[Case | Consultation] = [
        *Case.objects.filter(pk__in=wanted), *Consultation.objects.filter(pk__in=wanted),
    ]  # fmt: skip
    rights = rights_of(viewer, {row.circle_id for row in records})
    return {
        row.pk: (row.number, reverse(PAGES[type(row)], args=[row.pk]))
        for row in records
        if shown(rights, Information.of(row, FieldClass.F0)).allowed
    }
