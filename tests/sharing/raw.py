"""Hostile SQL: what somebody who can inject a statement would try, as the application role."""

import uuid

from django.db import DatabaseError, connection, transaction

from ikue.sharing.enums import Act, FieldClass

REFUSED = "refused"


def attempt(statement: str, parameters: list[object]) -> int | str:
    """Rows written, or REFUSED. The transaction around it stays usable."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.rowcount
    except DatabaseError:
        return REFUSED


def insert(table: str, **values: object) -> int | str:
    columns = ", ".join(values)
    places = ", ".join(["%s"] * len(values))
    return attempt(f"INSERT INTO {table} ({columns}) VALUES ({places})", list(values.values()))


def insert_ground(*, circle_id, owner, at, basis="own_duty") -> tuple[uuid.UUID, int | str]:
    ground_id = uuid.uuid4()
    done = insert(
        "sharing_ground", id=ground_id, circle_id=circle_id, owner_window_id=owner.window_id,
        written_by_id=owner.appointment_id, recorded_at=at, basis=basis, what="相談受付",
        purpose="", rests_on="[]", started_at=at,
    )  # fmt: skip
    return ground_id, done


def insert_grant(*, ground_id, circle_id, owner, at, **changes) -> int | str:
    values = {
        "id": uuid.uuid4(), "circle_id": circle_id, "owner_window_id": owner.window_id,
        "written_by_id": owner.appointment_id, "recorded_at": at, "ground_id": ground_id,
        "window_id": owner.window_id, "classes": int(FieldClass.F1 | FieldClass.F3),
        "acts": int(Act.READ), "tags": "[]", "starts_at": at, "end_event": "いつか",
    }  # fmt: skip
    return insert("sharing_grant", **(values | changes))


def insert_circle(*, owner, at) -> uuid.UUID:
    circle_id = uuid.uuid4()
    assert insert(
        "sharing_circle", id=circle_id, owner_window_id=owner.window_id,
        written_by_id=owner.appointment_id, started_at=at, tally_key=uuid.uuid4(),
    ) == 1  # fmt: skip
    return circle_id


def take_duty_in_own_circle(*, owner, at) -> tuple[uuid.UUID, uuid.UUID]:
    """A circle that the window may begin by itself, with its own duty: (circle, ground)."""
    circle_id = insert_circle(owner=owner, at=at)
    ground_id, done = insert_ground(circle_id=circle_id, owner=owner, at=at)
    assert done == 1
    assert (
        insert_grant(
            ground_id=ground_id, circle_id=circle_id, owner=owner, at=at, classes=int(FieldClass.F0)
        )
        == 1
    )
    return circle_id, ground_id
