"""多機関協働 in the walk: given back, asked after, decided; and how a case ends or turns."""

from typing import Any

from ikue.casework.domain.ending import FollowUp, follow_up, record_death
from ikue.casework.domain.splitting import Leaving, Split, split_case
from ikue.casework.models import Case
from ikue.directory.viewers import Viewer
from ikue.people.enums import Relationship
from ikue.people.models import Person
from ikue.programmes.multi_agency.domain.coordinations import (
    HandBack,
    follow_up_after,
    step_out,
)
from ikue.programmes.multi_agency.domain.decisions import decide_support, end_support
from tests.proofs.verbs import Verb, next_action, windows_around
from tests.proofs.world import Handle, World


def do_step_out(world: World, by: Viewer, handle: Handle) -> Any:
    to = world.dice.choice((None, world.appointment(windows_around(world, handle))))
    hand_back = HandBack(words=world.words("役割が決まった"), follow_up_on=world.some_day(), to=to)
    return step_out(coordination=world.load(handle), hand_back=hand_back, by=by, at=world.at)


def do_follow_up_after(world: World, by: Viewer, handle: Handle) -> Any:
    next_on = world.dice.choice((None, world.some_day()))
    return follow_up_after(coordination=world.load(handle), next_on=next_on, by=by, at=world.at)


def do_decide_support(world: World, by: Viewer, handle: Handle) -> Any:
    case = Case.objects.get(pk=world.load(handle).case_id)
    made = decide_support(
        case=case, decided_on=world.some_day(), reason=world.words("世帯全体で支える"), by=by,
        at=world.at,
    )  # fmt: skip
    return world.keep("decision", made, made.owner_window_id)


def do_end_support(world: World, by: Viewer, handle: Handle) -> Any:
    return end_support(
        decision=world.load(handle), ended_on=world.some_day(), reason=world.words("終えた"),
        by=by, at=world.at,
    )  # fmt: skip


def do_follow_up(world: World, by: Viewer, handle: Handle) -> Any:
    found = FollowUp(found=world.words("元気"), next_on=world.dice.choice((None, world.some_day())))
    return follow_up(case=world.load(handle), follow_up=found, by=by, at=world.at)


def do_record_death(world: World, by: Viewer, handle: Handle) -> Any:
    person = Person.objects.get(pk=handle.more["person"])
    return record_death(person=person, on=world.some_day(), by=by, at=world.at)


def do_split(world: World, by: Viewer, handle: Handle) -> Any:
    role = world.dice.choice((Relationship.SELF, Relationship.SELF, Relationship.CHILD))
    split = Split(
        leaving=(Leaving(person_id=handle.more["person"], relationship=role),),
        on=world.some_day(), reason=world.words("避難した"),
        responsible=world.appointment(handle.windows), next_action=next_action(world),
    )  # fmt: skip
    made = split_case(case=world.load(handle), split=split, by=by, at=world.at)
    person = made.circle_id and Person.objects.filter(circle_id=made.circle_id).first()
    world.keep("case", made, made.lead_window_id, person=person.pk if person else None)
    return made


COORDINATION = (
    Verb("step_out", "coordination", do_step_out, 5),
    Verb("follow_up_after", "coordination", do_follow_up_after, 2),
    Verb("decide_support", "coordination", do_decide_support, 3),
    Verb("end_support", "decision", do_end_support, 2),
    Verb("follow_up", "case", do_follow_up, 3),
    Verb("record_death", "case", do_record_death, 1),
    Verb("split", "case", do_split, 2),
)
