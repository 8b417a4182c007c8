"""さがす: by name, reading or number. What may not be seen is neither counted nor hinted at."""

import re
import unicodedata
from dataclasses import dataclass
from uuid import UUID

from ikue.casework.models import Case
from ikue.desk.domain.rows import Target
from ikue.directory.viewers import Viewer
from ikue.people.domain.queries import persons_named
from ikue.programmes.consultation.models import Consultation
from ikue.sharing.domain.naming import naming
from ikue.sharing.domain.showing import show_persons

NUMBER = re.compile(r"([MTSHR])\s*(\d{1,2}|元)\s*[-‐‑–—−ーｰ]\s*(\d{1,6})", re.IGNORECASE)
MOST = 50


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One household that was found; `why` says by what."""

    target: Target
    record_id: UUID
    name: str
    kana: str
    number: str
    why: str


def search(viewer: Viewer, text: str) -> list[Hit]:
    number = number_in(text)
    return _by_number(viewer, number) if number else _by_name(viewer, text)


def number_in(text: str) -> str:
    """R8-00001 as it is stored, from R8-1, ｒ８－００００１ …; empty when it is no number."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = NUMBER.fullmatch(plain)
    if found is None:
        return ""
    year = "1" if found[2] == "元" else str(int(found[2]))
    return f"{found[1].upper()}{year}-{int(found[3]):05d}"


def _by_number(viewer: Viewer, number: str) -> list[Hit]:
    cases = [
        (Target.CASE, row.pk, row.circle_id, row.number, "ケース番号")
        for row in Case.objects.filter(number=number)
    ]
    receptions = [
        (Target.CONSULTATION, row.pk, row.circle_id, row.number, "受付番号")
        for row in Consultation.objects.filter(number=number)
    ]
    found = cases + receptions
    names = naming(viewer, {row[2] for row in found})
    return [
        Hit(
            target=target, record_id=pk, kana="", number=shown, why=why,
            name=names.name(circle_id, otherwise="（名前は開いてから）"),
        )
        for target, pk, circle_id, shown, why in found
    ]  # fmt: skip


def _by_name(viewer: Viewer, text: str) -> list[Hit]:
    """Each person once, opening the household's case, else its reception."""
    persons = list(
        show_persons(viewer, [person.pk for person in persons_named(text)][:MOST]).values()
    )
    targets = _targets({person.circle_id for person in persons})
    hits = [
        Hit(
            target=targets[person.circle_id][0], record_id=targets[person.circle_id][1],
            name=person.name, kana=person.kana, number=targets[person.circle_id][2], why="名前",
        )
        for person in persons
        if person.circle_id in targets
    ]  # fmt: skip
    return sorted(hits, key=lambda hit: (hit.kana, hit.name, hit.number))


def _targets(circle_ids: set[UUID]) -> dict[UUID, tuple[Target, UUID, str]]:
    found: dict[UUID, tuple[Target, UUID, str]] = {}
    for reception in Consultation.objects.filter(circle_id__in=circle_ids).order_by("received_at"):
        found[reception.circle_id] = (Target.CONSULTATION, reception.pk, reception.number)
    for case in Case.objects.filter(circle_id__in=circle_ids).order_by("opened_at"):
        found[case.circle_id] = (Target.CASE, case.pk, case.number)
    return found
