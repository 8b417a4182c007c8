"""Negative controls: each breaks one promise among sound verbs, and is found out for it."""

import random
from dataclasses import dataclass
from typing import Any

import psycopg

from ikue.audit.perform import begin, perform
from ikue.casework.models import Case, Plan, RoleAssignment
from ikue.casework.states import PLAN, ROLE
from ikue.directory.viewers import Viewer
from ikue.kernel.expected import Expected
from ikue.kernel.transitions import NotAllowed
from ikue.local import postgres
from ikue.programmes.multi_agency.domain.items import Preparation, prepare_item
from ikue.programmes.multi_agency.enums import Conference
from ikue.programmes.multi_agency.models import AgendaItem, ItemMember, Meeting, SupportDecision
from ikue.programmes.multi_agency.states import COORDINATION, ITEM
from ikue.sharing.domain.opening import GroundFacts, open_ground
from ikue.sharing.states import CONSENT
from tests import database
from tests.proofs.verb import Verb, Who, its_windows
from tests.proofs.world import Handle, World


@dataclass(frozen=True)
class Control:
    """`says`: a part of the sentence that must come out. `far`: the stage at which its world
    begins (-1: with nothing)."""

    verb: Verb
    says: str
    far: int = -1


def hand_over(world: World, by: Viewer, handle: Handle) -> Any:
    """Moves the case and keeps no record of it: nobody handed anything over."""
    other = random.Random(world.today.toordinal()).choice(world.appointments)
    Case.objects.filter(pk=handle.pk).update(responsible_id=other.pk)


def accept(world: World, by: Viewer, handle: Handle) -> Any:
    """Accepts without naming anybody of the window."""
    asked = handle.model.objects.filter(pk=handle.pk, to_window_id__in=by.window_ids)
    if not asked.update(named_id=None, first_contact_on=world.today, answered_by="だれか"):
        raise NotAllowed("accept")


def next_action(world: World, by: Viewer, handle: Handle) -> Any:
    """Ends what was to be done next and sets nothing in its place."""
    world.load(handle).next_actions.filter(done_at=None).update(done_at=world.at)


def fault(world: World, by: Viewer, handle: Handle) -> Any:
    """Runs into a constraint instead of saying what is wrong."""
    handle.model.objects.filter(pk=handle.pk).update(next_on=None, state="open")
    world.load(handle).next_actions.create(circle_id=handle.circle_id)


def refusal(world: World, by: Viewer, handle: Handle) -> Any:
    """Refuses after another connection has already written."""
    with psycopg.connect(
        postgres.url(database.where(), "ikue_app", database.own_name()), autocommit=True
    ) as other:
        other.execute("UPDATE accounts_account SET name = name || '。'")
    raise Expected("できません。")


def open_to_nobody(world: World, by: Viewer, handle: Handle) -> Any:
    """Invites where no member was named."""
    item = prepare_item(
        case=Case.objects.get(pk=world.load(handle).case_id), conference=Conference.SUPPORT,
        preparation=Preparation(purpose="役割を決める", person_ids=(handle.more["person"],)),
        meeting=Meeting.objects.order_by("number").first(), by=by, at=world.at,
    )  # fmt: skip
    facts = GroundFacts(basis=item.conference, what="案件")
    item.ground = open_ground(circle_id=item.circle_id, facts=facts, by=by, at=world.at)
    perform(machine=ITEM, name="invite", record=item, by=by, at=world.at)


def close_and_leave_open(world: World, by: Viewer, handle: Handle) -> Any:
    """Closes the item, and its members go on reading."""
    item = world.load(handle)
    item.ended_at = world.at
    perform(machine=ITEM, name="close", record=item, by=by, at=world.at)


def invite_uncovered(world: World, by: Viewer, handle: Handle) -> Any:
    """Lists somebody on an open 重層 item to whom nobody agreed."""
    item = AgendaItem.objects.get(pk=handle.pk, conference="multilayer_conference", state="invited")
    ItemMember.objects.create(
        item=item, circle_id=item.circle_id, owner_window_id=by.window_id, added_at=world.at,
        invited_at=world.at, written_by_id=by.appointment_id, agency_code="police",
        partner_name="だれか", secrecy_note="口頭",
    )  # fmt: skip


def adopt_a_plan(world: World, by: Viewer, handle: Handle) -> Any:
    """Lets a support conference give its opinion on a plan."""
    AgendaItem.objects.filter(pk=handle.pk, conference="support_conference").update(
        plan_opinion="fitting"
    )


def forget_the_review(world: World, by: Viewer, handle: Handle) -> Any:
    """A plan that runs, and nobody will look at it again."""
    Plan.objects.filter(pk=handle.pk, state="in_force").update(next_review_on=None)


def add_unasked(world: World, by: Viewer, handle: Handle) -> Any:
    """A role in a plan that runs, of which nobody was told."""
    plan = Plan.objects.get(pk=handle.pk, state__in=("in_force", "under_review"))
    role = RoleAssignment(
        case=plan.case, plan=plan, circle_id=plan.circle_id, owner_window_id=by.window_id,
        written_by_id=by.appointment_id, what="見守り", agency_code="hospital",
    )  # fmt: skip
    begin(machine=ROLE, name="draft", record=role, by=by, at=world.at)


def end_and_leave_open(world: World, by: Viewer, handle: Handle) -> Any:
    """Ends a plan, and its roles and what they opened stay."""
    plan = Plan.objects.get(pk=handle.pk, state__in=("in_force", "under_review"))
    plan.ended_at = world.at
    perform(machine=PLAN, name="end", record=plan, by=by, at=world.at)


def decide_oneself(world: World, by: Viewer, handle: Handle) -> Any:
    """Writes oneself down as the one who decided the plan."""
    other = next(one for one in world.staff_of(world.hosts()) if one.role == "coordinator")
    Plan.objects.filter(pk=handle.pk, decided_on__isnull=False).update(decided_by_id=other.pk)


def end_without_a_reason(world: World, by: Viewer, handle: Handle) -> Any:
    """Ends the decision of support and says neither when nor why."""
    SupportDecision.objects.filter(pk=handle.pk).update(state="ended")


def step_out_and_stay(world: World, by: Viewer, handle: Handle) -> Any:
    """Hands back in words, and goes on reading."""
    coordination = world.load(handle)
    coordination.lead_window_id, coordination.stepped_out_at = by.window_id, world.at
    coordination.follow_up_on = world.today
    perform(machine=COORDINATION, name="step_out", record=coordination, by=by, at=world.at)


def withdraw_in_words(world: World, by: Viewer, handle: Handle) -> Any:
    """Writes the withdrawal down, and what rested on the consent stays open."""
    consent = world.load(handle)
    consent.withdrawn_at = world.at
    perform(machine=CONSENT, name="withdraw", record=consent, by=by, at=world.at)


def move_unrecorded(world: World, by: Viewer, handle: Handle) -> Any:
    """Puts an item where no row of the table leads."""
    AgendaItem.objects.filter(pk=handle.pk).update(state="adjourned", ended_reason="誤り")


NOTHING = -1
COORDINATED, CONSENTED, MET, DECIDED, _, CONFERS, FOUND, RUNS, _, WANTING = range(10)
"""How far a world has come: so many of `head_start.STAGES`."""


def control(
    call: Any, on: str, says: str, far: int = NOTHING, *, states: tuple[str, ...] = (),
    who: Who = its_windows,
) -> Control:  # fmt: skip
    verb = Verb(f"mutant_{call.__name__}", on, call, states=states, who=who)
    return Control(verb=verb, says=says, far=far)


CONTROLS = (
    control(hand_over, "case", "引継ぎ", COORDINATED),
    control(accept, "referral", "[4]", COORDINATED, states=("accepted", "arrived", "done")),
    control(next_action, "case", "[1]", COORDINATED),
    control(fault, "case", "mutant_fault: ", COORDINATED),
    control(refusal, "", "refused, and changed something"),
    control(open_to_nobody, "coordination", "構成員がいないのに", MET),
    control(close_and_leave_open, "item", "終わった案件の根拠が", FOUND, states=("discussed",)),
    control(invite_uncovered, "item", "同意の及ばない機関が", CONFERS, states=("invited",)),
    control(adopt_a_plan, "item", "support_conference_adopts_no_plan", MET),
    control(forget_the_review, "plan", "running_plan_is_carried", RUNS, states=("in_force",)),
    control(add_unasked, "plan", "お願いしていない役割", RUNS, states=("in_force",)),
    control(end_and_leave_open, "plan", "終わっていない役割", WANTING, states=("under_review",)),
    control(decide_oneself, "plan", "主管課長ではない", RUNS, states=("in_force",)),
    control(
        end_without_a_reason,
        "decision",
        "ended_support_decision_says_why",
        DECIDED,
        states=("decided",),
    ),
    control(step_out_and_stay, "coordination", "手を離したのに", CONSENTED),
    control(withdraw_in_words, "consent", "根拠が終わっていません", CONSENTED, states=("given",)),
    control(move_unrecorded, "item", "変更記録と合いません", CONFERS, states=("invited",)),
)
