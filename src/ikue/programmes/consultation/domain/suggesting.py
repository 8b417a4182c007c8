"""課題の候補: words of the caller point to issues. Suggestions only; the clerk ticks."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ikue.programmes.consultation.enums import Issue

TABLE = Path(__file__).resolve().parent.parent / "data" / "issue_words.csv"


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """An issue, and the caller's own words for which it is proposed."""

    issue: Issue
    words: tuple[str, ...]


@cache
def issue_words() -> tuple[tuple[str, Issue], ...]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return tuple((row["word"], Issue(row["issue"])) for row in csv.DictReader(lines))


def suggest_issues(text: str) -> tuple[Suggestion, ...]:
    """In the order of the application form; each with every word that was found."""
    found: dict[Issue, list[str]] = {}
    for word, issue in issue_words():
        if word in text:
            found.setdefault(issue, []).append(word)
    return tuple(
        Suggestion(issue=issue, words=tuple(found[issue])) for issue in Issue if issue in found
    )
