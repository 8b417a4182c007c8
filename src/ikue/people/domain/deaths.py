"""死亡: whoever supports somebody writes the day down; letters, reminders and 節目 stop."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from ikue.audit.perform import Actor, record_change
from ikue.kernel import clock
from ikue.kernel.expected import Expected
from ikue.kernel.transitions import NotAllowed
from ikue.people.domain.persons import NOUN
from ikue.people.models import Person


class DeathNotPossible(Expected):
    """The day of death cannot be this one; the message is for the clerk."""


def record_death(*, person: Person, on: date, by: Actor, at: datetime) -> Person:
    """死亡を記録する, or put its day right. Raises DeathNotPossible, NotAllowed.

    Done by the keeper: the window that supports somebody need not be the one that wrote them down.
    """
    if on > clock.today(at):
        raise DeathNotPossible("まだ来ていない日は記録できません。亡くなった日を確かめてください。")
    if person.birth and on < replace(person.birth, about=person.birth_is_approximate).first_day:
        raise DeathNotPossible("生まれた日より前の日です。亡くなった日を確かめてください。")
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.record_death(%s, %s)", [person.pk, on])
        if not cursor.fetchone()[0]:
            raise NotAllowed("record_death")
    person.refresh_from_db()
    record_change(
        noun=NOUN, record=person, name="record_death", source="", target="", by=by, at=at,
        sentence="死亡を記録した",
    )  # fmt: skip
    return person


def take_back_death(*, person: Person, reason: str, by: Actor, at: datetime) -> Person:
    """誤って記録した死亡を取り消す. Raises DeathNotPossible, NotAllowed.

    The change record keeps both lines and the reason; what ended meanwhile has ended.
    """
    if not reason:
        raise DeathNotPossible("どのように誤りとわかったかを書いてください。")
    if person.died_on is None:
        raise DeathNotPossible("この方に、死亡の記録はありません。画面を開き直してください。")
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.take_back_death(%s)", [person.pk])
        if not cursor.fetchone()[0]:
            raise NotAllowed("take_back_death")
    person.refresh_from_db()
    record_change(
        noun=NOUN, record=person, name="take_back_death", source="", target="", by=by, at=at,
        sentence=f"死亡の記録を、誤りとして取り消した：{reason}",
    )  # fmt: skip
    return person


def somebody_lives(circle_id: UUID) -> bool:
    """Somebody whom a window of this circle supports is alive; the keeper says no more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.somebody_lives(%s)", [circle_id])
        found: bool = cursor.fetchone()[0]
    return found
