"""所在 (F2): address, telephone, school …, closed until asked for; each reveal is recorded."""

from collections.abc import Iterable
from uuid import UUID

from ikue.directory.viewers import Viewer
from ikue.people.models import ContactPoint
from ikue.sharing.domain.deciding import Information, Rights, rights_of
from ikue.sharing.domain.showing import shown
from ikue.sharing.enums import Act, FieldClass


def reveal_whereabouts(
    viewer: Viewer, circle_id: UUID, person_ids: Iterable[UUID]
) -> list[ContactPoint]:
    """What stands now of these persons of one circle, as far as the viewer may open it."""
    rights = rights_of(viewer, [circle_id])
    points = ContactPoint.objects.filter(
        circle_id=circle_id, person_id__in=list(person_ids), ended_on=None
    )
    return [point for point in points.order_by("recorded_at") if _opened(rights, point)]


def _opened(rights: Rights, point: ContactPoint) -> bool:
    asked = Information.of(point, FieldClass.F2, person_id=point.person_id)
    return shown(rights, asked, Act.REVEAL).allowed
