"""知っている方: whom the words at reception may mean, and where they then go on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from ikue.casework.enums import CaseState
from ikue.casework.models import Case
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.kernel.identifiers import identifier
from ikue.kernel.text import search_key
from ikue.kernel.wareki import PartialDate
from ikue.people.domain.persons import PersonFacts
from ikue.people.domain.queries import persons_named
from ikue.people.models import Person
from ikue.programmes.consultation.models import Consultation
from ikue.sharing.domain.deciding import Rights, rights_of
from ikue.sharing.domain.showing import show_persons

SAME_NAME = {"氏名が同じ", "ふりがなが同じ", "呼び名が同じ"}
MOST_CANDIDATES = 5
"""Each one shown is one more line in the record of looking: a short list harms fewest."""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Somebody this viewer already knows by name, with the reasons for thinking of them."""

    person: Person
    age: int | None
    reasons: tuple[str, ...]
    consultation: Consultation | None
    case: Case | None
    can_join: bool
    """The viewer's window works in that circle: the new reception may be this person's."""
    goes_on_here: bool
    """What was typed may go on in that case: it is open, and the viewer's window works there."""


def case_to_go_on(viewer: Viewer, case_id: str) -> Case:
    """Raises DoesNotExist unless it is open and the viewer's window works there."""
    wanted = identifier(case_id)
    if wanted is None:
        raise Case.DoesNotExist
    case = Case.objects.get(pk=wanted)
    if not _goes_on(case, rights_of(viewer, [case.circle_id])):
        raise Case.DoesNotExist
    return case


def candidates(viewer: Viewer, facts: PersonFacts) -> list[Candidate]:
    """Known persons who might be the one typed, of those visible to this viewer."""
    return _shown(viewer, _found(facts), facts)


def same_named(viewer: Viewer, facts: PersonFacts) -> list[Candidate]:
    """Those named exactly like the one typed: asked about before somebody is registered."""
    alike = [one for one in _found(facts) if set(_reasons(one, facts)) & SAME_NAME]
    return _shown(viewer, alike, facts)


def _found(facts: PersonFacts) -> list[Person]:
    """With the most reasons first."""
    found = {person.pk: person for text in _searched(facts) for person in persons_named(text)}
    return sorted(found.values(), key=lambda one: -len(_reasons(one, facts)))


def _shown(viewer: Viewer, ranked: list[Person], facts: PersonFacts) -> list[Candidate]:
    if not ranked:
        return []
    circles = {person.circle_id for person in ranked}
    receptions, cases = _newest_receptions(circles), _newest_cases(circles)
    real = [one for one in ranked if not _was_nobody(one.circle_id, receptions, cases)]
    shown = show_persons(viewer, [person.pk for person in real[:MOST_CANDIDATES]])
    rights = rights_of(viewer, circles)
    return [
        Candidate(
            person=person,
            age=person.age(clock.today(viewer.at)),
            reasons=_reasons(person, facts),
            consultation=receptions.get(person.circle_id),
            case=cases.get(person.circle_id),
            can_join=rights.on_duty_in(person.circle_id),
            goes_on_here=_goes_on(cases.get(person.circle_id), rights),
        )
        for person in real
        if person.pk in shown
    ]


def _was_nobody(
    circle_id: UUID, receptions: Mapping[UUID, Consultation], cases: Mapping[UUID, Case]
) -> bool:
    """Known from a 誤登録 alone."""
    newest = receptions.get(circle_id)
    return newest is not None and bool(newest.stop_reason) and circle_id not in cases


def _newest_receptions(circles: Iterable[UUID]) -> dict[UUID, Consultation]:
    rows = Consultation.objects.filter(circle_id__in=set(circles)).order_by("received_at")
    return {row.circle_id: row for row in rows}


def _newest_cases(circles: Iterable[UUID]) -> dict[UUID, Case]:
    rows = Case.objects.filter(circle_id__in=set(circles)).order_by("opened_at")
    return {row.circle_id: row for row in rows}


def _goes_on(case: Case | None, rights: Rights) -> bool:
    return (
        case is not None and case.state != CaseState.COMPLETED and rights.on_duty_in(case.circle_id)
    )


def _searched(facts: PersonFacts) -> Sequence[str]:
    texts = (
        f"{facts.family_name} {facts.given_name}",
        f"{facts.family_kana} {facts.given_kana}",
        facts.known_as,
    )
    return [text for text in texts if len(search_key(text)) > 1]


def _reasons(person: Person, facts: PersonFacts) -> tuple[str, ...]:
    pairs = (
        ("氏名", person.family_name + person.given_name, facts.family_name + facts.given_name),
        ("ふりがな", person.family_kana + person.given_kana, facts.family_kana + facts.given_kana),
        ("呼び名", person.known_as, facts.known_as),
    )
    said = [_likeness(what, *pair) for what, *pair in pairs]
    return tuple(filter(None, (*said, _same_birth(person.birth, facts.birth))))


def _likeness(what: str, known: str, typed: str) -> str:
    known, typed = search_key(known), search_key(typed)
    if not typed or typed not in known:
        return ""
    return f"{what}が同じ" if known == typed else f"{what}の一部が同じ"


def _same_birth(known: PartialDate | None, typed: PartialDate | None) -> str:
    if known is None or typed is None or known.year != typed.year:
        return ""
    same_day = (known.month, known.day) == (typed.month, typed.day)
    return "生年月日が同じ" if same_day and known.day else "生まれた年が同じ"
