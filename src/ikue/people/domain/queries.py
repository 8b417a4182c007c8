"""Reads below `sharing`: row security filters, callers above decide and record what they show."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Case, Count, Q, QuerySet, Value, When

from ikue.kernel.text import bigrams, heard_grams
from ikue.people.domain.spelling import Closeness, Spelling, closeness, names_of, typed_words
from ikue.people.models import Gram, Person

MOST = 50


def persons_named(text: str) -> list[Person]:
    """Visible persons in whose names every word of `text` is found, as written or as heard.

    Folded (髙=高, かな=カナ, 二文字も) and by ear (さいとうはら for さいとうばら). At most 50,
    nearest first, then best known; an empty or unfoldable text finds nobody.
    """
    wanted = typed_words(text)
    if not wanted:
        return []
    found = [(_closeness(person, wanted), person) for person in _possible(wanted)]
    near = [pair for pair in found if pair[0] is not Closeness.ABSENT]
    return [person for _, person in sorted(near, key=_place)][:MOST]


def _closeness(person: Person, wanted: list[Spelling]) -> Closeness:
    others = [(other.name, other.kana) for other in person.other_names.all()]
    return closeness(names_of(person, others), wanted)


def _place(pair: tuple[Closeness, Person]) -> tuple[object, ...]:
    near, person = pair
    return near, not person.is_named, person.kana, person.name, person.recorded_at


def _possible(wanted: list[Spelling]) -> QuerySet[Person]:
    """Those with all the grams; whoever is written so before whoever only sounds so."""
    written = Case(When(pk__in=_written(wanted), then=Value(0)), default=Value(1))
    persons = Person.objects.filter(pk__in=_written_or_heard(wanted))
    ordered = persons.order_by(written, "family_kana", "given_kana", "recorded_at")
    return ordered.prefetch_related("other_names")[: MOST * 4]


def _written(wanted: list[Spelling]) -> QuerySet[Gram, UUID]:
    grams = {gram for word in wanted for gram in bigrams(word.written)}
    hits = Gram.objects.filter(gram__in=sorted(grams)).values("person_id")
    complete = hits.annotate(found=_count(grams)).filter(found=len(grams))
    return complete.values_list("person_id", flat=True)


def _written_or_heard(wanted: list[Spelling]) -> QuerySet[Gram, UUID]:
    """One pass over the grams of all words: equality only, so that the index serves."""
    ways = [
        [grams for grams in (bigrams(word.written), heard_grams(word.heard)) if grams]
        for word in wanted
    ]
    grams = sorted({gram for word in ways for way in word for gram in way})
    hits = Gram.objects.filter(gram__in=grams).values("person_id")
    for number, word in enumerate(ways):
        names = [f"found_{number}_{way}" for way in range(len(word))]
        hits = hits.annotate(**dict(zip(names, map(_count, word), strict=True)))
        complete = Q()
        for name, way in zip(names, word, strict=True):
            complete |= Q(**{name: len(way)})
        hits = hits.filter(complete)
    return hits.values_list("person_id", flat=True)


def _count(grams: Iterable[str]) -> Count:
    return Count("gram", distinct=True, filter=Q(gram__in=sorted(grams)))
