"""課題の候補: words of the caller point to issues, some of them to danger. Suggestions only; the
clerk ticks, and the clerk decides how urgent it is."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ikue.programmes.consultation.enums import Issue, Urgency

TABLE = Path(__file__).resolve().parent.parent / "data" / "issue_words.csv"


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """An issue, and the caller's own words for which it is proposed."""

    issue: Issue
    words: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class IssueWord:
    """A word, the issue it points to, and whether it speaks of danger now."""

    word: str
    issue: Issue
    is_danger: bool


@cache
def issue_words() -> tuple[IssueWord, ...]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return tuple(_read(row) for row in csv.DictReader(lines))


def _read(row: dict[str, str]) -> IssueWord:
    is_danger = row["urgency"] == Urgency.TODAY
    return IssueWord(word=row["word"], issue=Issue(row["issue"]), is_danger=is_danger)


def suggest_issues(text: str) -> tuple[Suggestion, ...]:
    """In the order of the application form; each with every word that was found."""
    found: dict[Issue, list[str]] = {}
    for one in issue_words():
        if one.word in text:
            found.setdefault(one.issue, []).append(one.word)
    return tuple(
        Suggestion(issue=issue, words=tuple(found[issue])) for issue in Issue if issue in found
    )


def danger_words(text: str) -> tuple[str, ...]:
    """The caller's words for which 「今日中」 is proposed, never set."""
    return tuple(one.word for one in issue_words() if one.is_danger and one.word in text)
