"""議事録の保管: one named colleague of the hosting window keeps the minutes of an item, from the
invitation until its papers are destroyed by the rule of retention (row `minutes_custody`).
"""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from ikue.casework.domain.responsibility import responsible_now
from ikue.directory.domain.queries import staff_at
from ikue.directory.models import Appointment
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.programmes.multi_agency.domain.failures import ItemNotPossible
from ikue.programmes.multi_agency.models import AgendaItem
from ikue.sharing.domain.opening import (
    Extent,
    GroundFacts,
    end_ground,
    grant_to_appointment,
    open_ground,
    opening_on,
)
from ikue.sharing.enums import Act, Basis, FieldClass


def custodians(viewer: Viewer) -> QuerySet[Appointment]:
    return staff_at(viewer.window_id, viewer.at)


def entrust_minutes(
    *, item: AgendaItem, custodian_id: UUID | None, by: Viewer, at: datetime
) -> None:
    """Whoever invites keeps them where nobody else is named; the item is saved by the caller.

    Raises ItemNotPossible for somebody who does not serve at the hosting window.
    """
    wanted = custodian_id or item.custodian_id or by.appointment_id
    if wanted == item.custodian_id:
        return
    if not staff_at(item.owner_window_id, at).filter(pk=wanted).exists():
        raise ItemNotPossible("議事録を保管する人は、この窓口に今いる職員から選んでください。")
    if item.custody_id is not None:
        end_ground(ground_id=item.custody_id, at=at)
    extent = Extent(classes=FieldClass.F5, acts=Act.READ | Act.PRINT, bound_to_id=item.pk)
    opening = opening_on(Basis.MINUTES_CUSTODY, extent, on=clock.today(at))
    facts = GroundFacts(basis=Basis.MINUTES_CUSTODY, what="議事録の保管")
    ground = open_ground(circle_id=item.circle_id, facts=facts, by=by, at=at)
    grant_to_appointment(ground=ground, appointment_id=wanted, opening=opening, by=by, at=at)
    item.custodian_id, item.custody_id = wanted, ground.pk


def custodian_name(item: AgendaItem, at: datetime) -> str:
    """Who has left is followed by the window's manager, as with everything that is open."""
    if item.custodian_id is None:
        return ""
    return responsible_now(
        appointment_id=item.custodian_id, window_id=item.owner_window_id, at=at
    ).name
