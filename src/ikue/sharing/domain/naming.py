"""Naming households in lists: the clerk's short name, shown by F1 and noted once per person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from ikue.directory.viewers import Viewer
from ikue.people.enums import Relationship
from ikue.people.models import Membership
from ikue.sharing.domain.deciding import Decision, Information, Rights, Subject, rights_of
from ikue.sharing.domain.showing import note_shown, shown
from ikue.sharing.enums import Basis, FieldClass

NOBODY = UUID(int=0)
"""No window: what is decided by grants alone."""
AN_END = Decision(allowed=True, basis=Basis.OWN_DUTY)
"""A window's own work of sending and answering, after the packet has closed."""


@dataclass(frozen=True, kw_only=True)
class Lying:
    """Where a row lies and which window wrote it, for a decision without the row itself."""

    circle_id: UUID
    owner_window_id: UUID


@dataclass(frozen=True, kw_only=True)
class Principal:
    """本人 of a household whom the viewer may know by name."""

    person_id: UUID
    label: str
    lying: Lying


@dataclass(frozen=True, kw_only=True)
class Naming:
    """Names and one line of text for the rows of a list; whatever it hands out it notes."""

    rights: Rights
    principals: Mapping[UUID, Principal]

    def name(self, circle_id: UUID, *, otherwise: str, tells: FieldClass = FieldClass.F0) -> str:
        """The household's short name, or what stands instead for whoever may not know it.

        Also then it is told that a window is involved with this circle (F0), and whatever else the
        words beside the name tell.
        """
        principal = self.principals.get(circle_id)
        if principal is None:
            return self._involved(circle_id, otherwise, tells)
        decision = self.rights.decide(
            Information.of(principal.lying, FieldClass.F1, person_id=principal.person_id)
        )
        if not decision.allowed:
            return self._involved(circle_id, otherwise, tells)
        classes = FieldClass.F0 | FieldClass.F1 | tells
        note_shown(
            decision, circle_id=circle_id, person_id=principal.person_id, classes=int(classes)
        )
        return principal.label

    def _involved(self, circle_id: UUID, said: str, tells: FieldClass = FieldClass.F0) -> str:
        """On the grant by which one is in the circle, else as the end of something passed on."""
        lying = Lying(circle_id=circle_id, owner_window_id=NOBODY)
        decision = self.rights.decide(Information.of(lying, FieldClass.F0))
        note_shown(
            decision if decision.allowed else AN_END, circle_id=circle_id, person_id=None,
            classes=FieldClass.F0 | tells,
        )  # fmt: skip
        return said

    def text(
        self,
        record: Subject,
        text: str,
        *,
        field_class: FieldClass = FieldClass.F3,
        bound_to: UUID | None = None,
    ) -> str:
        """A line about the household, or nothing: of support (F3) where nothing else is said.

        `bound_to` is the plan or role to which it is attached, if any.
        """
        principal = self.principals.get(record.circle_id)
        person_id = principal.person_id if principal else None
        asked = Information.of(record, field_class, person_id=person_id, bound_to=bound_to)
        return text if text and shown(self.rights, asked).allowed else ""

    def packet(self, record: Subject, persons: Sequence[Mapping[str, object]]) -> str:
        """The name under which a referral came, from its packet; nothing once that is closed."""
        decision = self.rights.decide(Information.of(record, FieldClass.PACKET))
        if not persons or not decision.allowed:
            return self._involved(record.circle_id, "")
        first = persons[0]
        note_shown(
            decision,
            circle_id=record.circle_id,
            person_id=UUID(str(first["id"])),
            classes=FieldClass.PACKET,
        )
        called = first["family_name"] or first["family_kana"]
        return f"{called}さん世帯" if called else f"{first['known_as'] or first['latin_name']}"


def naming(viewer: Viewer, circle_ids: Iterable[UUID]) -> Naming:
    """Two queries, however many households."""
    wanted = set(circle_ids)
    rows = (
        Membership.objects.filter(circle_id__in=wanted, relationship=Relationship.SELF)
        .select_related("household", "person")
        .order_by("-recorded_at")
    )
    principals = {
        row.circle_id: Principal(
            person_id=row.person_id,
            label=row.household.label,
            lying=Lying(circle_id=row.person.circle_id, owner_window_id=row.person.owner_window_id),
        )
        for row in rows
    }
    return Naming(rights=rights_of(viewer, wanted), principals=principals)
