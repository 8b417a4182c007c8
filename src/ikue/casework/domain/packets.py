"""つなぎの情報: the least that the receiver needs to answer, shown to the sender before sending."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from ikue.casework.domain.origins import origin_of
from ikue.casework.enums import ReferralClock
from ikue.casework.models import Packet, Referral, ReferralOutcome
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.kernel.wareki import PartialDate, age_on
from ikue.people.enums import ContactKind, Interpreter, Relationship, Sex
from ikue.people.models import ContactPoint, Membership, Person, SafeContact
from ikue.sharing.domain.deciding import Decision, Information, Rights, rights_of
from ikue.sharing.domain.showing import note_shown, shown
from ikue.sharing.enums import FieldClass


@dataclass(frozen=True, kw_only=True)
class PacketContents:
    """What will be copied: F1 of the persons asked about, the safe way of contact, F2 by name."""

    persons: tuple[dict[str, object], ...]
    safe_contact: str
    contact_points: tuple[dict[str, str], ...]
    caller: str = ""
    channel: str = ""
    urgency_reason: str = ""

    def as_columns(self) -> dict[str, Any]:
        return vars(self) | {
            "persons": list(self.persons),
            "contact_points": list(self.contact_points),
        }


def packet_contents(*, circle_id: UUID, person_ids: Iterable[UUID], by: Viewer) -> PacketContents:
    """Exactly what the receiver will read of these persons; nobody else of the household."""
    wanted = list(person_ids)
    persons = {row.pk: row for row in Person.objects.filter(pk__in=wanted, circle_id=circle_id)}
    relationships = dict(
        Membership.objects.filter(person__in=persons).values_list("person_id", "relationship")
    )
    ordered = [persons[pk] for pk in wanted if pk in persons]
    return PacketContents(
        persons=tuple(_identity(person, relationships.get(person.pk, "")) for person in ordered),
        safe_contact=_safe_contact(ordered),
        contact_points=tuple(_references(ordered)),
        **_how_it_came(circle_id, by),
    )


def _how_it_came(circle_id: UUID, by: Viewer) -> dict[str, str]:
    """Of the own window's reception, while it is open; later what was written then is old."""
    origin = origin_of(circle_id)
    if origin is None or not origin.is_open or origin.window_id not in by.window_ids:
        return {}
    return {name: getattr(origin, name) for name in ("caller", "channel", "urgency_reason")}


@dataclass(frozen=True, kw_only=True)
class PacketPerson:
    """One person as the packet tells of them, in words."""

    name: str
    kana: str
    relationship: str
    age_words: str
    birth: PartialDate | None
    sex: str
    language: str
    interpreter: str
    closed: tuple[str, ...]
    """Kinds of whereabouts (F2) that the sender knows and the packet only names."""


@dataclass(frozen=True, kw_only=True)
class PacketView:
    """The packet as it is read: the same object before sending and after."""

    caller: str
    channel: str
    urgency_reason: str
    question: str
    done_already: str
    keep_doing: str
    complaint: str
    safe_contact: str
    persons: tuple[PacketPerson, ...]

    @property
    def called(self) -> str:
        return called_together([one.name for one in self.persons])


def called_together(names: Sequence[str]) -> str:
    """The clerk's short name of several: 髙橋 トメ ほか1人. Empty for nobody."""
    others = f" ほか{len(names) - 1}人" if len(names) > 1 else ""
    return f"{names[0]}{others}" if names else ""


def preview_packet(
    *, circle_id: UUID, person_ids: Iterable[UUID], words: dict[str, str], by: Viewer
) -> PacketView:
    """What the receiver will read, before anything is sent; recorded as shown to the sender."""
    contents = packet_contents(circle_id=circle_id, person_ids=person_ids, by=by)
    packet = Packet(
        circle_id=circle_id, owner_window_id=by.window_id, **contents.as_columns(), **words
    )
    return _shown(packet, by, rights_of(by, [circle_id]))


def show_packet(viewer: Viewer, referral: Referral) -> PacketView | None:
    """The packet as this viewer may read it now, recorded; None when it has closed to them."""
    return show_packets(viewer, [referral]).get(referral.pk)


def show_packets(viewer: Viewer, referrals: Iterable[Referral]) -> dict[UUID, PacketView]:
    """For many at once: referral → packet; the wall leaves out those that have closed."""
    packets = list(Packet.objects.filter(referral__in=list(referrals)))
    rights = rights_of(viewer, {packet.circle_id for packet in packets})
    return {packet.referral_id: _shown(packet, viewer, rights) for packet in packets}


def _shown(packet: Packet, viewer: Viewer, rights: Rights) -> PacketView:
    _note_packet(packet, rights)
    return packet_view(packet, on=clock.today(viewer.at))


def _note_packet(packet: Packet, rights: Rights) -> None:
    decision = rights.decide(Information.of(packet, FieldClass.PACKET))
    note_all_named(decision, packet, FieldClass.PACKET)


def note_all_named(decision: Decision, packet: Packet, classes: FieldClass) -> None:
    """What is shown of a referral tells of everybody it names: one line for each."""
    for identity in packet.persons:
        note_shown(
            decision, circle_id=packet.circle_id, person_id=UUID(str(identity["id"])),
            classes=classes,
        )  # fmt: skip


def show_outcome(viewer: Viewer, referral: Referral) -> str:
    """結果, recorded as shown of everybody the referral names: for each end its own work."""
    outcome = (
        ReferralOutcome.objects.select_related("referral__packet").filter(referral=referral).first()
    )
    if outcome is None:
        return ""
    own_end = referral if referral.owner_window_id in viewer.window_ids else outcome
    decision = rights_of(viewer, [outcome.circle_id]).decide(Information.of(own_end, FieldClass.F3))
    note_all_named(decision, outcome.referral.packet, FieldClass.F3)
    return outcome.text if decision.allowed else ""


def packet_view(packet: Packet, *, on: date) -> PacketView:
    return PacketView(
        caller=packet.caller,
        channel=packet.channel,
        urgency_reason=packet.urgency_reason,
        question=packet.question,
        done_already=packet.done_already,
        keep_doing=packet.keep_doing,
        complaint=packet.complaint,
        safe_contact=packet.safe_contact,
        persons=tuple(_person(identity, packet.contact_points, on) for identity in packet.persons),
    )


def _person(identity: dict[str, object], points: list[dict[str, str]], on: date) -> PacketPerson:
    text = {key: str(value or "") for key, value in identity.items()}
    birth = _birth(identity)
    return PacketPerson(
        name=_joined(text, "family_name", "given_name") or _called(text),
        kana=_joined(text, "family_kana", "given_kana"),
        relationship=_label(Relationship, text["relationship"]),
        age_words=_age_words(birth, bool(identity["birth_is_approximate"]), on),
        birth=birth,
        sex="" if text["sex"] == Sex.UNKNOWN else _label(Sex, text["sex"]),
        language=text["language"],
        interpreter="" if text["interpreter"] == Interpreter.NONE
        else _label(Interpreter, text["interpreter"]),
        closed=tuple(
            ContactKind(point["kind"]).label for point in points if point["person"] == text["id"]
        ),
    )  # fmt: skip


def _joined(text: dict[str, str], *names: str) -> str:
    return " ".join(text[name] for name in names if text[name])


def _called(text: dict[str, str]) -> str:
    return (
        _joined(text, "family_kana", "given_kana")
        or text["latin_name"]
        or f"（{text['known_as']}）"
    )


def _label(choices: type[Relationship | Sex | Interpreter], value: str) -> str:
    return str(choices(value).label) if value in choices.values else ""


def _birth(identity: dict[str, object]) -> PartialDate | None:
    parts = identity["birth"]
    if not isinstance(parts, list) or parts[0] is None:
        return None
    return PartialDate(*parts)


def _age_words(birth: PartialDate | None, approximate: bool, on: date) -> str:
    if birth is None:
        return "年齢不明"
    if birth.month is None or birth.day is None:
        return f"{on.year - birth.year}歳くらい"
    age = age_on(date(birth.year, birth.month, birth.day), on)
    return f"{age}歳くらい" if approximate else f"{age}歳"


def _identity(person: Person, relationship: str) -> dict[str, object]:
    return {
        "id": str(person.pk),
        "relationship": relationship,
        "family_name": person.family_name,
        "given_name": person.given_name,
        "family_kana": person.family_kana,
        "given_kana": person.given_kana,
        "latin_name": person.latin_name,
        "known_as": person.known_as,
        "sex": person.sex,
        "birth": [person.birth_year, person.birth_month, person.birth_day],
        "birth_is_approximate": person.birth_is_approximate,
        "language": person.language,
        "interpreter": person.interpreter,
    }


def _safe_contact(persons: list[Person]) -> str:
    latest = {
        row.person_id: row.sentence()
        for row in SafeContact.objects.filter(person__in=persons).order_by("recorded_at")
    }
    return "　".join(
        f"{person.name}さん: {latest[person.pk]}" for person in persons if latest.get(person.pk)
    )


def _references(persons: list[Person]) -> list[dict[str, str]]:
    points = ContactPoint.objects.filter(person__in=persons, ended_on=None).order_by("recorded_at")
    return [
        {"id": str(point.pk), "person": str(point.person_id), "kind": point.kind}
        for point in points
    ]


def first_told(viewer: Viewer, *, circle_id: UUID) -> dict[str, object]:
    """困りごと as it was told at the own window's reception, recorded as shown; else nothing."""
    origin = origin_of(circle_id)
    if origin is None or origin.window_id not in viewer.window_ids:
        return {}
    asked = Information(
        circle_id=circle_id, owner_window_id=origin.window_id, field_class=FieldClass.F3,
        person_id=origin.person_id,
    )  # fmt: skip
    may_read = shown(rights_of(viewer, [circle_id]), asked).allowed
    return {"complaint": origin.complaint} if may_read else {}


def sent_before(viewer: Viewer, *, circle_id: UUID, referral_id: str) -> dict[str, object]:
    """The words and persons of the own window's earlier packet, to be sent on to somebody else;
    recorded as shown of each of them. An urgent one stays urgent at the next place.
    """
    packets = Packet.objects.filter(
        referral_id=referral_id, circle_id=circle_id, owner_window_id__in=viewer.window_ids
    )
    packet = packets.select_related("referral").first()
    if packet is None:
        return {}
    _note_packet(packet, rights_of(viewer, [circle_id]))
    names = ("question", "complaint", "done_already", "keep_doing")
    urgent = packet.referral.clock != ReferralClock.ORDINARY
    return {
        **({"clock": packet.referral.clock} if urgent else {}),
        "persons": [str(identity["id"]) for identity in packet.persons],
        **{name: getattr(packet, name) for name in names},
    }
