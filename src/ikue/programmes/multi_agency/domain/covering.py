"""同意の及ぶ範囲と案件: a 重層的支援会議 tells of nobody to anybody to whom they did not agree.

Each person named agrees to each agency that is invited; whose consents these are, the item's Ground
rests on, and their earliest end is the end of every grant. The host is not invited: it keeps the
item and its minutes on a row of its own and lays in what it may pass on. A consent that had to name
it would open to it the household's records at every window, which no meeting needs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ikue.casework.domain.packets import PacketPerson, packet_view
from ikue.casework.models import Packet
from ikue.directory.models import Agency, Appointment
from ikue.kernel import clock
from ikue.people.models import Membership
from ikue.programmes.multi_agency.domain.failures import ItemNotPossible
from ikue.programmes.multi_agency.models import AgendaItem, ItemMember
from ikue.sharing.domain.coverage import (
    Receiver,
    consenting,
    consents_in_force,
    covers,
    not_covered,
    receiving_agency,
    receiving_window,
)
from ikue.sharing.enums import DISCUSSED, FieldClass
from ikue.sharing.models import Consent

AGREED = DISCUSSED | FieldClass.F0 | FieldClass.F5
"""What a consent counted here covers, and what belongs to any conference: that it is held (F0), and
its papers (F5)."""
WAYS_OUT = "同意を得るか、この機関を外すか、その方を除いて準備し直してください。"
ENDED = (
    "同意が撤回されたか、期限が切れたため、構成員はもうこの案件を読めません。ここには記録できません。"
    "延期か取下げを選ぶか、その方を除いて準備し直してください。"
)


@dataclass(frozen=True, kw_only=True)
class Footing:
    """What an invitation stands on: the consents it rests on, and when the first of them ends."""

    consents: tuple[Consent, ...] = ()
    ends_at: datetime | None = None

    @property
    def agreed(self) -> FieldClass | None:
        """What each of these consents covers. None where no consent is asked."""
        return AGREED if self.consents else None


WITHOUT_CONSENT = Footing()
"""支援会議 (106条の6): no consent is needed, the item's end ends it."""


def named_ids(item: AgendaItem) -> tuple[UUID, ...]:
    return tuple(UUID(str(identity["id"])) for identity in item.persons)


def named_persons(item: AgendaItem, *, on: date) -> tuple[PacketPerson, ...]:
    """Those named, in words, in the order of `item.persons`."""
    return packet_view(Packet(persons=item.persons), on=on).persons


def names_everybody(item: AgendaItem, *, on: date) -> bool:
    """The whole household is named, so that what concerns the household concerns nobody else."""
    rows = Membership.objects.filter(circle_id=item.circle_id).exclude(until__lte=on)
    return set(rows.values_list("person_id", flat=True)) <= set(named_ids(item))


def standing_members(item: AgendaItem) -> list[ItemMember]:
    """構成員 who have not left, in the order in which they were put on the list."""
    return list(item.members.filter(left_at=None).order_by("added_at", "recorded_at"))


def receivers(members: Iterable[ItemMember]) -> dict[UUID, Receiver]:
    """Member → the window or agency that is told."""
    rows = list(members)
    appointments = Appointment.objects.select_related("window__agency").in_bulk(
        [row.appointment_id for row in rows if row.appointment_id]
    )
    agencies = Agency.objects.in_bulk([row.agency_code for row in rows], field_name="code")
    found = {}
    for row in rows:
        if row.appointment_id is None:
            found[row.pk] = receiving_agency(agencies[row.agency_code])
        else:
            found[row.pk] = receiving_window(appointments[row.appointment_id].window)
    return found


def require_consent(item: AgendaItem, *, on: date) -> None:
    """Each person named has a consent in force, to whomever. Raises ItemNotPossible by name."""
    agreed = {consent.person_id for consent in consents_in_force(named_ids(item), on)}
    lacking = _names(item, set(named_ids(item)) - agreed, on)
    if lacking:
        raise ItemNotPossible(
            f"{lacking}には、いま同意がありません。重層的支援会議では、同意のある方だけを話し合えます。"
            "その方を外すか、支援会議の案件にしてください。"
        )


def footing(item: AgendaItem, members: Iterable[ItemMember], *, on: date) -> Footing:
    """Raises ItemNotPossible, naming the agency and the person, where a consent does not reach."""
    attending = tuple(dict.fromkeys(receivers(members).values()))
    for receiver in not_covered(named_ids(item), attending, on):
        agreed = consenting(consents_in_force(named_ids(item), on), receiver, DISCUSSED)
        lacking = _names(item, set(named_ids(item)) - agreed, on)
        raise ItemNotPossible(
            f"{receiver.name}に伝えることに、{lacking}の同意がありません。{WAYS_OUT}"
        )
    chosen = _resting_on(named_ids(item), attending, on)
    first = min((one.until for one in chosen if one.until), default=None)
    return Footing(consents=tuple(chosen), ends_at=clock.end_of(first) if first else None)


def _resting_on(
    person_ids: tuple[UUID, ...], attending: tuple[Receiver, ...], on: date
) -> list[Consent]:
    """Per person and agency the consent that lasts longest."""
    consents = consents_in_force(person_ids, on)
    chosen = {
        consent.pk: consent
        for person_id in person_ids
        for receiver in attending
        if (consent := _longest(consents, person_id, receiver)) is not None
    }
    return sorted(chosen.values(), key=lambda one: str(one.pk))


def _longest(consents: list[Consent], person_id: UUID, receiver: Receiver) -> Consent | None:
    own = [
        one for one in consents if one.person_id == person_id and covers(one, receiver, DISCUSSED)
    ]
    return max(own, key=lambda one: one.until or date.min, default=None)


def _names(item: AgendaItem, wanted: set[UUID], on: date) -> str:
    shown = zip(named_ids(item), named_persons(item, on=on), strict=True)
    return "・".join(f"{person.name}さん" for pk, person in shown if pk in wanted)
