"""What the staff of the demo ward see, each under their own account."""

from ikue.casework.models import Case
from ikue.desk.domain.casefile import facts_of
from ikue.desk.domain.here import track
from ikue.desk.domain.home import home
from ikue.desk.domain.road import travelled
from ikue.people.models import Person


def seen_by(built, username, what):
    """What `what()` finds when that member of staff asks now."""
    with built.ward.acting(username, built.ward.now):
        return what()


def seen_everywhere(built, what):
    """What the staff of all windows see together, each once."""
    found = {}
    for username in workers(built):
        found |= {row.pk: row for row in seen_by(built, username, lambda: list(what()))}
    return list(found.values())


def workers(built):
    """Somebody still in office per window."""
    ward = built.ward
    by_window = {
        viewer.window_code: username
        for username, viewer in ward.staff.items()
        if viewer.works_with_cases and ward.appointments[username].is_in_force(ward.now)
    }
    return by_window.values()


def circle_of(name):
    """The circle in which that person is written down, as far as whoever acts may read it."""
    (circle_id,) = {person.circle_id for person in Person.objects.all() if person.name == name}
    return circle_id


def steps_of(name):
    """いまここ of the household: what is done, 【what is now】, what comes, (what was left out)."""
    circle_id = circle_of(name)
    case = Case.objects.filter(circle_id=circle_id).first()
    said = {"done": "{}", "now": "【{}】", "next": "次:{}", "skipped": "({})"}
    steps = track(facts_of(case, travelled(circle_id)))
    return " ".join(said[step.state].format(step.label) for step in steps)


def duties_of(built, username):
    """What stands on the home of that member of staff, row by row."""
    with built.ward.acting(username, built.ward.now) as viewer:
        found = home(viewer)
    rows = (*found.urgent, *found.overdue, *found.new, *found.answers, *found.today,
            *found.waiting, *found.ahead)  # fmt: skip
    return [f"{row.what}：{row.verb}" for row in rows]
