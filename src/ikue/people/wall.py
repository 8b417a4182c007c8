"""Who may read a person: the window that wrote them down, a window that supports them, or a grant
that covers F1 in their circle (ruling of own_duty: other members only as 続柄 and age band).

`wall.circles(class)`, `wall.duty_circles()`, `wall.on_duty(circle)`, `wall.began(circle)` and the
exclusions are `sharing`'s, `wall.taken_persons()` is `casework`'s.
"""

from ikue.kernel.wall import PLACE, Function, Table, any_of, none_of

F0, F1, F2 = 1, 2, 4

OWN = any_of("owner_window_id", "own_windows()")
NOT_EXCLUDED = none_of("circle_id", "excluded_circles()")
ADD = f"{OWN} AND wall.on_duty(circle_id)"
CHANGE = f"{OWN} AND {NOT_EXCLUDED}"


def _identity(person: str) -> str:
    return (
        f"{NOT_EXCLUDED} AND ({OWN} OR {any_of(person, 'supported_persons()')}"
        f" OR {any_of(person, f'persons({F1})')} OR {any_of('circle_id', f'circles({F1})')})"
    )


# Whoever supports somebody learns of the death or the departure, whichever window wrote the row.
KNOWN_HERE = """
    wall.on_duty(circle_id)
    AND (owner_window_id = ANY((SELECT wall.own_windows())::uuid[])
         OR {person} = ANY((SELECT wall.supported_persons())::uuid[]))
"""

FUNCTIONS = (
    # A window names somebody as supported before it can read them: only of the same circle, and of
    # a circle of its duty, or anybody might ask where a person lies.
    Function(
        signature="lies_in(person uuid, circle uuid)",
        returns="boolean",
        body="BEGIN RETURN wall.on_duty(circle) AND EXISTS (SELECT 1 FROM people_person p"
        " WHERE p.id = person AND p.circle_id = circle); END",
        language="plpgsql",
    ),
    Function(
        signature="supported_persons()",
        returns="uuid[]",
        # Only where person and support lie in one circle: a window can begin circles of its own,
        # and must not draw a stranger's person into them. None where the viewer is excluded.
        body="BEGIN RETURN (SELECT coalesce(array_agg(s.person_id), '{}') FROM people_support s"
        " JOIN people_person p ON p.id = s.person_id AND p.circle_id = s.circle_id"
        " WHERE s.owner_window_id = ANY((SELECT wall.own_windows())::uuid[])"
        " AND s.since <= (SELECT wall.at())"
        " AND (s.until IS NULL OR s.until > (SELECT wall.at()))"
        " AND s.circle_id <> ALL((SELECT wall.excluded_circles())::uuid[])); END",
        language="plpgsql",
    ),
    # In plpgsql, because the functions that it calls are declared above this app.
    Function(
        signature="record_death(person uuid, day date)",
        returns="boolean",
        body="BEGIN UPDATE people_person SET died_on = day, version = version + 1"
        f" WHERE id = person AND {KNOWN_HERE.format(person='id')}; RETURN FOUND; END",
        language="plpgsql",
        volatility="VOLATILE",
    ),
    # 誤って記録: by whoever could have recorded it.
    Function(
        signature="take_back_death(person uuid)",
        returns="boolean",
        body="BEGIN UPDATE people_person SET died_on = NULL, version = version + 1"
        " WHERE id = person AND died_on IS NOT NULL"
        f" AND {KNOWN_HERE.format(person='id')}; RETURN FOUND; END",
        language="plpgsql",
        volatility="VOLATILE",
    ),
    Function(
        signature="end_memberships(persons uuid[], day date)",
        returns="boolean",
        body="BEGIN UPDATE people_membership SET until = greatest(day, since)"
        " WHERE person_id = ANY(persons) AND until IS NULL"
        f" AND {KNOWN_HERE.format(person='person_id')}; RETURN FOUND; END",
        language="plpgsql",
        volatility="VOLATILE",
    ),
    # Whether somebody whom a window of this circle supports is alive; no more than that.
    Function(
        signature="somebody_lives(circle uuid)",
        returns="boolean",
        body="BEGIN RETURN wall.on_duty(circle)"
        " AND EXISTS (SELECT 1 FROM people_support s JOIN people_person p"
        " ON p.id = s.person_id WHERE s.circle_id = circle AND p.died_on IS NULL"
        " AND s.since <= (SELECT wall.at())"
        " AND (s.until IS NULL OR s.until > (SELECT wall.at()))); END",
        language="plpgsql",
    ),
)

LIES_HERE = "wall.lies_in(person_id, circle_id)"
MAY_SUPPORT = (
    f"(wall.began(circle_id) OR {any_of('person_id', 'taken_persons()')}"
    f" OR {any_of('person_id', f'persons({F1})')} OR EXISTS (SELECT 1 FROM people_person p"
    f" WHERE p.id = person_id AND {any_of('p.owner_window_id', 'own_windows()')}))"
)
"""Whoever began the circle names whom it supports; whoever took up a referral, those it was about,
and beyond them whom it wrote down itself or may read by their consent."""

STUB = (
    f"{NOT_EXCLUDED} AND ({OWN} OR {any_of('circle_id', 'duty_circles()')}"
    f" OR {any_of('circle_id', f'circles({F1})')})"
)

ABOUT = (*PLACE, "person_id")

TABLES = (
    Table(
        name="people_person",
        read=_identity("id"),
        add=ADD,
        change=CHANGE,
        fixed=(*PLACE, "tally_key"),
    ),
    Table(
        name="people_personname",
        read=_identity("person_id"),
        add=ADD,
        change=CHANGE,
        fixed=ABOUT,
    ),
    Table(name="people_gram", read=_identity("person_id"), add=ADD, remove=CHANGE),
    Table(name="people_safecontact", read=_identity("person_id"), add=ADD),
    Table(
        name="people_relation",
        read=_identity("person_id"),
        add=ADD,
        change=CHANGE,
        fixed=(*ABOUT, "other_id"),
    ),
    Table(
        name="people_contactpoint",
        read=f"{NOT_EXCLUDED} AND ({OWN} OR {any_of('person_id', f'persons({F2})')}"
        f" OR {any_of('circle_id', f'circles({F2})')})",
        add=ADD,
        change=CHANGE,
        fixed=ABOUT,
    ),
    Table(
        name="people_lifeevent",
        read=f"{NOT_EXCLUDED} AND {OWN}",
        add=ADD,
        change=CHANGE,
        fixed=ABOUT,
    ),
    Table(
        name="people_support",
        read=STUB,
        add=f"{ADD} AND {LIES_HERE} AND {MAY_SUPPORT}",
        change=CHANGE,
        fixed=ABOUT,
    ),
    Table(name="people_household", read=STUB, add=ADD, change=CHANGE),
    Table(
        name="people_membership",
        read=STUB,
        add=ADD,
        change=CHANGE,
        fixed=(*ABOUT, "household_id"),
    ),
)
