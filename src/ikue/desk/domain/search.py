"""さがす: by name, reading or number. What may not be seen is neither counted nor hinted at."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ikue.casework.domain.numbers import RECEIVED, numbers_running
from ikue.casework.models import Case
from ikue.desk.domain.rows import Target
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.people.domain.queries import persons_named
from ikue.people.domain.telling import birth_words, found_by
from ikue.programmes.consultation.models import Consultation
from ikue.sharing.domain.naming import naming
from ikue.sharing.domain.showing import show_persons

NUMBER = re.compile(r"(受?)\s*([MTSHR])\s*(\d{1,2}|元)\s*[-‐‑–—−ーｰ]\s*(\d{1,6})", re.IGNORECASE)
RUNNING = re.compile(r"[0-9]{1,6}")
MOST = 50


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One household that was found; `why` says by what, `age_words` which of two of one name."""

    target: Target
    record_id: UUID
    name: str
    kana: str
    number: str
    why: str
    age_words: str = ""


def search(viewer: Viewer, text: str) -> list[Hit]:
    numbers = numbers_in(text)
    if numbers:
        return _by_number(viewer, numbers)
    numbers = running_numbers(text, clock.today(viewer.at))
    by_number = _by_number(viewer, numbers) if numbers else []
    return [*by_number, *_by_name(viewer, text)]


def numbers_in(text: str) -> list[str]:
    """R8-00001 as it is stored, from R8-1, ｒ８－１ …: of a case and of a reception; of a reception
    alone where 受 was typed in front. None when it is no number."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = NUMBER.fullmatch(plain)
    if found is None:
        return []
    year = "1" if found[3] == "元" else str(int(found[3]))
    return _of_both([f"{found[2].upper()}{year}-{int(found[4]):05d}"], case=not found[1])


def _of_both(numbers: list[str], *, case: bool = True) -> list[str]:
    """Each as a case carries it, then as a reception does."""
    return [
        shown for one in numbers for shown in ((one, RECEIVED + one) if case else (RECEIVED + one,))
    ]


def running_numbers(text: str, on: date) -> list[str]:
    """R8-00039, R7-00039 … from 39 alone; none when more or other than digits was typed."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return _of_both(numbers_running(int(plain), on=on)) if RUNNING.fullmatch(plain) else []


def _by_number(viewer: Viewer, numbers: list[str]) -> list[Hit]:
    """In the order of the numbers, of each the case before the reception."""
    cases = [
        (Target.CASE, row.pk, row.circle_id, row.number, "ケース番号で見つかりました")
        for row in Case.objects.filter(number__in=numbers)
    ]
    receptions = [
        (Target.CONSULTATION, row.pk, row.circle_id, row.number, "受付番号で見つかりました")
        for row in Consultation.objects.filter(number__in=numbers)
    ]
    found = sorted(cases + receptions, key=lambda row: numbers.index(row[3]))
    names = naming(viewer, {row[2] for row in found})
    return [
        Hit(
            target=target, record_id=pk, kana="", number=shown, why=why,
            name=names.name(circle_id, otherwise="（名前は開いてから）"),
        )
        for target, pk, circle_id, shown, why in found
    ]  # fmt: skip


def _by_name(viewer: Viewer, text: str) -> list[Hit]:
    """Each person once, nearest first, opening the household's case, else its reception."""
    nearest = [person.pk for person in persons_named(text)][:MOST]
    shown = show_persons(viewer, nearest)
    persons = [shown[pk] for pk in nearest if pk in shown]
    targets = _targets({person.circle_id for person in persons})
    return [
        Hit(
            target=targets[person.circle_id][0], record_id=targets[person.circle_id][1],
            name=person.name, kana=person.kana, number=targets[person.circle_id][2],
            why=f"{found_by(person, text)}で見つかりました",
            age_words=birth_words(person, on=clock.today(viewer.at)),
        )
        for person in persons
        if person.circle_id in targets
    ]  # fmt: skip


def _targets(circle_ids: set[UUID]) -> dict[UUID, tuple[Target, UUID, str]]:
    found: dict[UUID, tuple[Target, UUID, str]] = {}
    for reception in Consultation.objects.filter(circle_id__in=circle_ids).order_by("received_at"):
        found[reception.circle_id] = (Target.CONSULTATION, reception.pk, reception.number)
    for case in Case.objects.filter(circle_id__in=circle_ids).order_by("opened_at"):
        found[case.circle_id] = (Target.CASE, case.pk, case.number)
    return found
