"""人: written down with whatever is known, corrected without losing what stood there before."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from ikue.audit.perform import Actor, record_change, record_changes
from ikue.kernel.expected import EditedMeanwhile, Expected
from ikue.kernel.transitions import NotAllowed
from ikue.kernel.wareki import PartialDate
from ikue.people.domain.spelling import Spelling, names_of
from ikue.people.enums import Interpreter, NameKind, Sex
from ikue.people.models import ContactPoint, Gram, Person, PersonName, SafeContact, Support

NOUN = "人"


class NobodyDescribed(Expected):
    """Neither a name nor anything by which to know the person; the message is for the clerk."""

    def __init__(self) -> None:
        super().__init__(
            "名前がわからないときは、呼び名か特徴（例: 仮名「さくらさん」、"
            "公園のベンチにいる男性）を書いてください。"
        )


@dataclass(frozen=True, kw_only=True)
class PersonFacts:
    """What is known of somebody's identity (F1); every field may be unknown."""

    family_name: str = ""
    given_name: str = ""
    family_kana: str = ""
    given_kana: str = ""
    latin_name: str = ""
    known_as: str = ""
    sex: str = Sex.UNKNOWN
    birth: PartialDate | None = None
    birth_is_approximate: bool = False
    language: str = ""
    interpreter: str = Interpreter.NONE

    @property
    def is_somebody(self) -> bool:
        return any(
            (self.family_name, self.given_name, self.family_kana, self.given_kana,
             self.latin_name, self.known_as)
        )  # fmt: skip


def register_person(*, facts: PersonFacts, circle_id: UUID, by: Actor, at: datetime) -> Person:
    """Write a person down in one circle. Raises NobodyDescribed."""
    (person,) = register_persons(facts=[facts], circle_id=circle_id, by=by, at=at)
    return person


def register_persons(
    *, facts: Iterable[PersonFacts], circle_id: UUID, by: Actor, at: datetime
) -> list[Person]:
    """The same for a whole household, in the order given: one statement for each kind of record."""
    persons = []
    for known in facts:
        _require_somebody(known)
        person = Person(
            circle_id=circle_id, owner_window_id=by.window_id, written_by_id=by.appointment_id
        )
        _set_facts(person, known)
        persons.append(person)
    Person.objects.bulk_create(persons)
    # Nobody new has another name, or keys of before.
    Gram.objects.bulk_create(
        gram for person in persons for gram in _grams(person, names_of(person, ()))
    )
    record_changes(
        persons, noun=NOUN, name="register", source="", target="", by=by, at=at,
        sentence="人を登録した",
    )  # fmt: skip
    return persons


def correct_person(
    *, person: Person, facts: PersonFacts, seen_version: int, by: Actor, at: datetime
) -> Person:
    """Replace what is known; the name that stood before stays as another name to be found by.

    Raises EditedMeanwhile when the version on the screen is no longer the present one.
    """
    _require_somebody(facts)
    current = Person.objects.select_for_update().get(pk=person.pk)
    if current.version != seen_version:
        raise EditedMeanwhile(current, version=current.version)
    for kind, name, kana in _names_replaced(current, facts):
        add_name(person=current, kind=kind, name=name, kana=kana, by=by)
    _set_facts(current, facts)
    current.version += 1
    current.save()
    _index(current)
    record_change(
        noun=NOUN, record=current, name="correct", source="", target="", by=by, at=at,
        sentence="人の登録を直した",
    )  # fmt: skip
    return current


def _names_replaced(person: Person, facts: PersonFacts) -> Iterator[tuple[str, str, str]]:
    """(kind, name, kana) that would no longer be found: a 呼び名, a name written otherwise."""
    if person.known_as and person.known_as != facts.known_as:
        yield NameKind.PSEUDONYM, person.known_as, ""
    written = [part for part in (person.family_name, person.given_name) if part]
    if "".join(written) not in facts.family_name + facts.given_name:
        yield NameKind.VARIANT, " ".join(written), person.kana


def add_name(*, person: Person, kind: str, name: str, by: Actor, kana: str = "") -> PersonName:
    """通称・旧姓…: a name more under which the person is found."""
    added = PersonName.objects.create(
        circle_id=person.circle_id, owner_window_id=by.window_id,
        written_by_id=by.appointment_id, person=person, kind=kind, name=name, kana=kana,
    )  # fmt: skip
    if person.owner_window_id == by.window_id:
        _index(person)
    return added


def add_contact_point(
    *, person: Person, kind: str, value: str, by: Actor, note: str = ""
) -> ContactPoint:
    point = _contact_point(person, kind, value, by, note)
    point.save(force_insert=True)
    return point


def add_contact_points(*, person: Person, points: Iterable[tuple[str, str]], by: Actor) -> None:
    """(kind, value) of several at once."""
    ContactPoint.objects.bulk_create(
        _contact_point(person, kind, value, by) for kind, value in points
    )


def _contact_point(
    person: Person, kind: str, value: str, by: Actor, note: str = ""
) -> ContactPoint:
    return ContactPoint(
        circle_id=person.circle_id, owner_window_id=by.window_id,
        written_by_id=by.appointment_id, person=person, kind=kind, value=value, note=note,
    )  # fmt: skip


def end_contact_point(*, contact_point: ContactPoint, on: date) -> None:
    contact_point.ended_on = on
    # The wall lets only the window that wrote the row change it; for others no row is there.
    if not ContactPoint.objects.filter(pk=contact_point.pk).update(ended_on=on):
        raise NotAllowed("end_contact_point")


@dataclass(frozen=True, kw_only=True)
class SafeContactFacts:
    hours: str = ""
    secret_from_family: bool = False
    no_message: bool = False
    written_only: bool = False
    note: str = ""

    @property
    def says_something(self) -> bool:
        return any(asdict(self).values())


def agree_safe_contact(*, person: Person, facts: SafeContactFacts, by: Actor) -> SafeContact:
    """安全な連絡方法: a new agreement stands beside the old ones, the latest counts."""
    return SafeContact.objects.create(
        circle_id=person.circle_id, owner_window_id=by.window_id,
        written_by_id=by.appointment_id, person=person, **asdict(facts),
    )  # fmt: skip


def support_person(*, person_id: UUID, circle_id: UUID, by: Actor, at: datetime) -> Support:
    """The window names this person as one it supports (own_duty, F1 in full).

    Raises NotAllowed for somebody of another circle, as for nobody at all.
    """
    if not _lies_in(person_id, circle_id):
        raise NotAllowed("support_person")
    standing = Support.objects.filter(
        person_id=person_id, owner_window_id=by.window_id, until=None
    ).first()
    if standing is not None:
        return standing
    support = _support(person_id, circle_id, by, at)
    support.save(force_insert=True)
    return support


def support_new(persons: Iterable[Person], *, by: Actor, at: datetime) -> None:
    """The same for persons whom the window has just written down: nobody supports them yet."""
    Support.objects.bulk_create(_support(person.pk, person.circle_id, by, at) for person in persons)


def _support(person_id: UUID, circle_id: UUID, by: Actor, at: datetime) -> Support:
    return Support(
        person_id=person_id, circle_id=circle_id, owner_window_id=by.window_id,
        written_by_id=by.appointment_id, since=at,
    )  # fmt: skip


def let_go(*, person_ids: Iterable[UUID], by: Actor, at: datetime) -> None:
    """The window supports these persons no longer; what it wrote of them stays."""
    Support.objects.filter(
        person_id__in=list(person_ids), owner_window_id=by.window_id, until=None
    ).update(until=at)


def _lies_in(person_id: UUID, circle_id: UUID) -> bool:
    """Asked of the keeper: whoever takes up a referral cannot read its persons yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.lies_in(%s, %s)", [person_id, circle_id])
        found: bool = cursor.fetchone()[0]
    return found


def _require_somebody(facts: PersonFacts) -> None:
    if not facts.is_somebody:
        raise NobodyDescribed


def _set_facts(person: Person, facts: PersonFacts) -> None:
    for name in (
        "family_name", "given_name", "family_kana", "given_kana", "latin_name", "known_as",
        "sex", "birth_is_approximate", "language", "interpreter",
    ):  # fmt: skip
        setattr(person, name, getattr(facts, name))
    birth = facts.birth
    person.birth_year = birth.year if birth else None
    person.birth_month = birth.month if birth else None
    person.birth_day = birth.day if birth else None


def _index(person: Person) -> None:
    """Rebuild the person's two-character keys, over every name and reading."""
    names = names_of(person, person.other_names.values_list("name", "kana"))
    Gram.objects.filter(person=person).delete()
    Gram.objects.bulk_create(_grams(person, names))


def _grams(person: Person, names: Iterable[Spelling]) -> Iterator[Gram]:
    for gram in sorted({gram for name in names for gram in name.grams}):
        yield Gram(
            gram=gram,
            person=person,
            circle_id=person.circle_id,
            owner_window_id=person.owner_window_id,
        )
