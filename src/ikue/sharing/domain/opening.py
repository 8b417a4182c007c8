"""Opening and ending: grounds come into being through verbs, and grants hang on them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from ikue.audit.perform import Actor
from ikue.kernel import clock
from ikue.sharing.domain.bases import NoBasis, lacking
from ikue.sharing.enums import Act, Basis, FieldClass
from ikue.sharing.models import Circle, Grant, Ground, LegalBasis


def begin_circle(*, by: Actor, at: datetime) -> Circle:
    """支援の輪を始める: the window that receives somebody begins a circle around the household."""
    return Circle.objects.create(
        owner_window_id=by.window_id, written_by_id=by.appointment_id, started_at=at
    )


@dataclass(frozen=True, kw_only=True)
class GroundFacts:
    """根拠の発生: on which row of the law's table, through what, and for what purpose."""

    basis: str
    what: str
    purpose: str = ""
    rests_on: tuple[UUID, ...] = ()
    """The consents whose end ends this ground too."""


def open_ground(*, circle_id: UUID, facts: GroundFacts, by: Actor, at: datetime) -> Ground:
    return Ground.objects.create(
        circle_id=circle_id, owner_window_id=by.window_id, written_by_id=by.appointment_id,
        basis=facts.basis, what=facts.what, purpose=facts.purpose, started_at=at,
        rests_on=[str(pk) for pk in facts.rests_on],
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Extent:
    """範囲: which classes and acts, of whom, attached to what, and the event or the moment that
    closes it; of itself it opens nothing."""

    classes: FieldClass
    acts: Act
    end_event: str = ""
    ends_at: datetime | None = None
    person_id: UUID | None = None
    bound_to_id: UUID | None = None


class Opening(Extent):
    """What a grant opens: an extent that the law's row named on its day (`opening_on`)."""


def opening_on(
    basis: str, wanted: Extent, *, on: date, agreed: FieldClass | None = None
) -> Opening:
    """根拠が開くもの: nothing opens but what the law's row of that day names, and within it no more
    than the persons or a standing decision agreed to (`agreed`). The only maker of an Opening;
    where no event is named that ends it, the row says which.

    Raises NoBasis with what falls outside.
    """
    row = LegalBasis.objects.in_force(on).filter(code=basis).first()
    if row is None:
        raise NoBasis("この根拠は、いまは使えません。ほかの根拠を選んでください。")
    missing = lacking(row, wanted.classes, agreed, wanted.acts)
    if missing:
        raise NoBasis(f"{missing}入力した内容は残っています。")
    return Opening(**(vars(wanted) | {"end_event": wanted.end_event or row.ends}))


def grant_to_window(
    *, ground: Ground, window_id: UUID, opening: Opening, by: Actor, at: datetime
) -> Grant:
    return _grant(ground, opening, by, at, window_id=window_id)


def grant_to_appointment(
    *, ground: Ground, appointment_id: UUID, opening: Opening, by: Actor, at: datetime
) -> Grant:
    return _grant(ground, opening, by, at, appointment_id=appointment_id)


def _grant(ground: Ground, opening: Opening, by: Actor, at: datetime, **grantee: UUID) -> Grant:
    return Grant.objects.create(
        circle_id=ground.circle_id, owner_window_id=by.window_id, written_by_id=by.appointment_id,
        ground=ground, classes=int(opening.classes), acts=int(opening.acts),
        person_id=opening.person_id, bound_to_id=opening.bound_to_id, starts_at=at,
        ends_at=opening.ends_at, end_event=opening.end_event, **grantee,
    )  # fmt: skip


DUTY_ENDS = "窓口が支援の輪を離れる"


def own_duty(on: date) -> Opening:
    """own_duty in a circle: the involvement of others (F0). Its own rows a window reads and writes
    as their owner, and it reads the F1 of those it supports through `people.Support`."""
    wanted = Extent(classes=FieldClass.F0, acts=Act.READ | Act.PRINT, end_event=DUTY_ENDS)
    return opening_on(Basis.OWN_DUTY, wanted, on=on)


def take_duty(*, circle_id: UUID, what: str, by: Actor, at: datetime) -> Ground:
    """own_duty for the window of `by` in this circle: by a reception, or by accepting."""
    opening = own_duty(clock.today(at))
    facts = GroundFacts(basis=Basis.OWN_DUTY, what=what)
    ground = open_ground(circle_id=circle_id, facts=facts, by=by, at=at)
    grant_to_window(ground=ground, window_id=by.window_id, opening=opening, by=by, at=at)
    return ground


def end_ground(*, ground_id: UUID, at: datetime) -> bool:
    """End every grant on this ground at once. False when it had ended, or is not ours to end.

    Done by the keeper: whoever ends a ground may lose sight of it in the same instant.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.end_ground(%s, %s)", [ground_id, at])
        ended: bool = cursor.fetchone()[0]
    return ended


def end_resting(*, consent_id: UUID, at: datetime) -> int:
    """End the grounds of a consent that was withdrawn or changed: its own, and what rests on it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.end_resting(%s, %s)", [consent_id, at])
        ended: int = cursor.fetchone()[0]
    return ended


def end_member_grant(*, ground_id: UUID, appointment_id: UUID, at: datetime) -> bool:
    """End what one member holds on this ground, while it goes on for the others."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.end_member_grant(%s, %s, %s)", [ground_id, appointment_id, at])
        ended: bool = cursor.fetchone()[0]
    return ended


def leave_circle(*, circle_id: UUID, at: datetime) -> int:
    """窓口が支援の輪を離れる: ends the own duty of the viewer's window here; how many ended.

    Whom the window supported here it supports no longer; its own rows stay readable to it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.leave_circle(%s, %s)", [circle_id, at])
        ended: int = cursor.fetchone()[0]
    return ended
