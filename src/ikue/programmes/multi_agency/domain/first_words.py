"""What an agenda item begins with: the words of the request that this window has taken up."""

from uuid import UUID

from ikue.casework.models import Case, Packet
from ikue.directory.viewers import Viewer
from ikue.programmes.multi_agency.domain.coordinations import (
    requests_taken,
    standing_coordination,
)
from ikue.sharing.domain.deciding import Information, rights_of
from ikue.sharing.domain.showing import note_shown
from ikue.sharing.enums import FieldClass


def words_of_request(viewer: Viewer, case: Case) -> dict[str, str]:
    """By the name of each part of the 準備シート; nothing where no request may be read any more.
    Noted of each person it names."""
    packet = _packet(viewer, case)
    if packet is None:
        return {}
    decision = rights_of(viewer, [packet.circle_id]).decide(
        Information.of(packet, FieldClass.PACKET)
    )
    if not decision.allowed:
        return {}
    for person in packet.persons:
        note_shown(
            decision, circle_id=packet.circle_id, person_id=UUID(str(person["id"])),
            classes=FieldClass.PACKET,
        )  # fmt: skip
    done = (packet.done_already, packet.keep_doing)
    return {
        "household_image": packet.complaint, "points": packet.question,
        "done_now": "\n".join(part for part in done if part),
    }  # fmt: skip


def _packet(viewer: Viewer, case: Case) -> Packet | None:
    coordination = standing_coordination(case.circle_id)
    if coordination is None or coordination.owner_window_id not in viewer.window_ids:
        return None
    *_, last = [None, *requests_taken(coordination)]
    return Packet.objects.filter(referral=last).first() if last else None
