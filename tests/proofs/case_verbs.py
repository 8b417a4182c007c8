"""支援ケース in the walk: opened, led, handed over, suspended, ended, asked after; its entries."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from ikue.casework.domain.cases import (
    HandOverBook,
    Next,
    hand_over_case,
    open_case,
    reopen_case,
    set_next_action,
    suspend_case,
)
from ikue.casework.domain.ending import (
    Completion,
    FollowUp,
    complete_case,
    follow_up,
    record_death,
    take_back_death,
)
from ikue.casework.domain.entries import EntryFacts, correct_entry, hold_entry, write_entry
from ikue.casework.domain.splitting import Leaving, Split, split_case
from ikue.casework.enums import CaseState, CompleteReason, SuspendReason
from ikue.directory.viewers import Viewer
from ikue.people.enums import Relationship
from ikue.people.models import Person
from tests.proofs.verb import Verb, its_manager
from tests.proofs.world import Handle, World


def next_action(world: World) -> Next:
    return Next(what=world.words("電話する", "訪問する"), due_on=world.some_day())


def do_open_case(world: World, by: Viewer, handle: Handle) -> Any:
    made = open_case(
        circle_id=world.wrong(handle.circle_id, "consultation", "circle_id"),
        responsible=world.appointment(handle.windows), next_action=next_action(world),
        by=by, at=world.at,
    )  # fmt: skip
    world.keep("case", made, made.lead_window_id, person=handle.more["person"])
    return made


def do_next(world: World, by: Viewer, handle: Handle) -> Any:
    return set_next_action(
        case=world.load(handle), next_action=next_action(world), by=by, at=world.at
    )


def do_hand_over(world: World, by: Viewer, handle: Handle) -> Any:
    to = world.appointment(windows_around(world, handle))
    made = hand_over_case(
        case=world.load(handle), to=to, reason=world.words("異動"),
        book=HandOverBook(promise=world.words("電話する")), by=by, at=world.at,
    )  # fmt: skip
    handle.windows = [to.window_id]
    return made


def windows_around(world: World, handle: Handle) -> list[UUID]:
    taken = [
        window
        for referral in world.handles.get("referral", [])
        if referral.circle_id == handle.circle_id
        for window in referral.windows
    ]
    return [*handle.windows, *taken]


def do_suspend(world: World, by: Viewer, handle: Handle) -> Any:
    reason = world.words(*SuspendReason.values)
    return suspend_case(
        case=world.load(handle), reason=reason, look_again_on=world.some_day(), by=by, at=world.at
    )


def do_reopen(world: World, by: Viewer, handle: Handle) -> Any:
    return reopen_case(
        case=world.load(handle), responsible=world.appointment(handle.windows),
        next_action=next_action(world), by=by, at=world.at,
    )  # fmt: skip


def do_complete(world: World, by: Viewer, handle: Handle) -> Any:
    completion = Completion(
        reason=world.words(*CompleteReason.values),
        lead_afterwards=world.words("地域包括"),
        follow_up_on=world.dice.choice((None, world.some_day(), world.some_day())),
        not_transferred=world.dice.choice(("", "転出先が分からない")),
    )
    return complete_case(case=world.load(handle), completion=completion, by=by, at=world.at)


def do_write_entry(world: World, by: Viewer, handle: Handle) -> Any:
    facts = EntryFacts(
        at=world.at - timedelta(hours=world.dice.choice((-1, 0, 1, 48))),
        body=world.words("訪問した"),
        tag=world.dice.choice(("", "", "mental_health")),
        person_id=world.dice.choice((None, handle.more["person"])),
    )
    circle = world.wrong(handle.circle_id, "consultation", "circle_id")
    made = write_entry(circle_id=circle, case=world.load(handle), facts=facts, by=by, at=world.at)
    return world.keep("entry", made, made.owner_window_id)


def do_correct_entry(world: World, by: Viewer, handle: Handle) -> Any:
    return correct_entry(entry=world.load(handle), text=world.words("訂正"), by=by, at=world.at)


def do_hold_entry(world: World, by: Viewer, handle: Handle) -> Any:
    return hold_entry(entry=world.load(handle), reason=world.words("別の人"), by=by, at=world.at)


def do_follow_up(world: World, by: Viewer, handle: Handle) -> Any:
    found = FollowUp(found=world.words("元気"), next_on=world.dice.choice((None, world.some_day())))
    return follow_up(case=world.load(handle), follow_up=found, by=by, at=world.at)


DEAD = {"died_on__isnull": False}


def one_of_the_household(world: World, handle: Handle, **such: Any) -> UUID:
    """Somebody `such` whom the viewer sees in that circle; else the one the record is about."""
    rows = Person.objects.filter(circle_id=handle.circle_id, **such).order_by("recorded_at")
    known: list[UUID] = list(rows.values_list("pk", flat=True))
    return world.dice.choice(known) if known else handle.more["person"]


def do_record_death(world: World, by: Viewer, handle: Handle) -> Any:
    person = Person.objects.get(pk=one_of_the_household(world, handle))
    return record_death(person=person, on=world.past_day(), by=by, at=world.at)


def do_take_back_death(world: World, by: Viewer, handle: Handle) -> Any:
    person = Person.objects.get(pk=one_of_the_household(world, handle, **DEAD))
    return take_back_death(person=person, reason=world.words("別の方だった"), by=by, at=world.at)


def do_split(world: World, by: Viewer, handle: Handle) -> Any:
    role = world.dice.choice((Relationship.SELF, Relationship.SELF, Relationship.CHILD))
    leaving = Leaving(person_id=one_of_the_household(world, handle), relationship=role)
    split = Split(
        leaving=(leaving,), on=world.past_day(), reason=world.words("避難した"),
        responsible=world.appointment(handle.windows), next_action=next_action(world),
    )  # fmt: skip
    made = split_case(case=world.load(handle), split=split, by=by, at=world.at)
    person = made.circle_id and Person.objects.filter(circle_id=made.circle_id).first()
    world.keep("case", made, made.lead_window_id, person=person.pk if person else None)
    return made


GOING_ON = (CaseState.OPEN, CaseState.SUSPENDED)
ENDED = (CaseState.COMPLETED,)

CASES = (
    Verb("open_case", "consultation", do_open_case, 2),
    Verb("next", "case", do_next, 4, states=GOING_ON),
    Verb("hand_over", "case", do_hand_over, 8, states=GOING_ON),
    Verb("suspend", "case", do_suspend, 2, states=GOING_ON),
    Verb("reopen", "case", do_reopen, 4, states=("suspended", "completed")),
    Verb("complete", "case", do_complete, 4, states=GOING_ON),
    Verb("follow_up", "case", do_follow_up, 3, states=ENDED),
    Verb("record_death", "case", do_record_death, 1),
    Verb("take_back_death", "case", do_take_back_death, 1),
    Verb("split", "case", do_split, 3, states=GOING_ON),
    Verb("write_entry", "case", do_write_entry, 4),
    Verb("correct_entry", "entry", do_correct_entry, 2),
    Verb("hold_entry", "entry", do_hold_entry, 2, who=its_manager),
)
