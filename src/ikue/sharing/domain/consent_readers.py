"""すでに伝わったもの: who has read on a consent, for the windows that may read the consent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from ikue.directory.models import Window
from ikue.kernel import clock
from ikue.kernel.wareki import format_wareki
from ikue.sharing.models import Consent


@dataclass(frozen=True, kw_only=True)
class Given:
    """A receiver of a consent, and since when it has read on it; None where it has not yet."""

    name: str
    read_at: datetime | None


def already_given(consent: Consent) -> tuple[Given, ...]:
    """すでに伝わったもの: from the grants of this consent and the record of looking."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT window_id, at FROM wall.consent_readers(%s)", [consent.pk])
        readers = dict(cursor.fetchall())
    windows = Window.objects.filter(pk__in=readers) if readers else Window.objects.none()
    names = dict(windows.values_list("pk", "short_name"))
    return tuple(
        Given(name=names[window_id], read_at=at)
        for window_id, at in sorted(readers.items(), key=lambda row: names[row[0]])
    )


def given_words(given: Iterable[Given]) -> str:
    read = [f"{one.name}（{_day(one.read_at)}から）" for one in given if one.read_at]
    if not read:
        return "これまでに読んだ窓口はありません。"
    return f"すでに読んだ窓口：{'、'.join(read)}。読んだことは消えず、閲覧の記録に残ります。"


def _day(moment: datetime) -> str:
    return format_wareki(clock.today(moment))
