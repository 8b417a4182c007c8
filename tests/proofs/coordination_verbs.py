"""多機関協働 in the walk: given back, asked after, and what the ward decides."""

from typing import Any

from ikue.casework.models import Case
from ikue.directory.viewers import Viewer
from ikue.programmes.multi_agency.domain.coordinations import (
    HandBack,
    follow_up_after,
    step_out,
)
from ikue.programmes.multi_agency.domain.decisions import decide_support, end_support
from ikue.programmes.multi_agency.enums import CoordinationState, SupportDecisionState
from tests.proofs.case_verbs import windows_around
from tests.proofs.verb import Verb, its_manager
from tests.proofs.world import Handle, World


def do_step_out(world: World, by: Viewer, handle: Handle) -> Any:
    to = world.appointment(windows_around(world, handle)) if world.dice.random() < 0.75 else None
    hand_back = HandBack(words=world.words("役割が決まった"), follow_up_on=world.far_day(), to=to)
    return step_out(coordination=world.load(handle), hand_back=hand_back, by=by, at=world.at)


def do_follow_up_after(world: World, by: Viewer, handle: Handle) -> Any:
    next_on = world.dice.choice((None, world.some_day()))
    return follow_up_after(coordination=world.load(handle), next_on=next_on, by=by, at=world.at)


def do_decide_support(world: World, by: Viewer, handle: Handle) -> Any:
    case = Case.objects.get(pk=world.load(handle).case_id)
    made = decide_support(
        case=case, decided_on=world.past_day(), reason=world.words("世帯全体で支える"), by=by,
        at=world.at,
    )  # fmt: skip
    return world.keep("decision", made, made.owner_window_id)


def do_end_support(world: World, by: Viewer, handle: Handle) -> Any:
    return end_support(
        decision=world.load(handle), ended_on=world.past_day(), reason=world.words("終えた"),
        by=by, at=world.at,
    )  # fmt: skip


COORDINATING = (CoordinationState.COORDINATING,)

COORDINATION = (
    Verb("step_out", "coordination", do_step_out, 8, states=COORDINATING),
    Verb("follow_up_after", "coordination", do_follow_up_after, 3, states=("stepped_out",)),
    Verb(
        "decide_support", "coordination", do_decide_support, 5, states=COORDINATING,
        who=its_manager,
    ),
    Verb(
        "end_support", "decision", do_end_support, 2, states=(SupportDecisionState.DECIDED,),
        who=its_manager,
    ),
)  # fmt: skip
