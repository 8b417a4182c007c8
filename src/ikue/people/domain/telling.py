"""Telling persons apart in a list: by what somebody was found, and when they were born (F1)."""

from datetime import date

from ikue.kernel.text import looks_like_kana, search_key
from ikue.kernel.wareki import format_partial
from ikue.people.models import Person


def found_by(person: Person, text: str) -> str:
    """By the name as it is written, or only by how it is read or heard, or by another name."""
    if search_key(text) in search_key(person.family_name + person.given_name + person.known_as):
        return "名前"
    return "かな" if looks_like_kana(text) else "別の名前や読み"


def birth_words(person: Person, *, on: date) -> str:
    """昭和19年3月2日（82歳）, as far as it is known; empty where nothing is."""
    age = person.age(on)
    if person.birth is None or age is None:
        return ""
    about = "ごろ" if person.birth_is_approximate else ""
    return f"{format_partial(person.birth)}{about}（{age}歳）"
