"""Reads below `sharing`: row security filters, callers above decide and record what they show."""

from django.db.models import Count

from ikue.kernel.text import bigrams, search_key
from ikue.people.models import Gram, Person

MOST = 50


def persons_named(text: str) -> list[Person]:
    """Visible persons one of whose names contains `text`, folded (髙=高, かな=カナ, 二文字も).

    At most 50, best known first; an empty or unfoldable text finds nobody.
    """
    key = search_key(text)
    if not key:
        return []
    wanted = sorted(set(bigrams(key)))
    hits = (
        Gram.objects.filter(gram__in=wanted)
        .values("person_id")
        .annotate(found=Count("gram", distinct=True))
        .filter(found=len(wanted))
        .values_list("person_id", flat=True)
    )
    persons = Person.objects.filter(pk__in=hits).prefetch_related("other_names")
    matching = [person for person in persons[: MOST * 4] if _contains(person, key)]
    return sorted(matching, key=lambda person: (not person.is_named, person.kana))[:MOST]


def _contains(person: Person, key: str) -> bool:
    texts = (
        person.family_name + person.given_name,
        person.family_kana + person.given_kana,
        person.latin_name,
        person.known_as,
        *(text for other in person.other_names.all() for text in (other.name, other.kana)),
    )
    return any(key in search_key(text) for text in texts)
