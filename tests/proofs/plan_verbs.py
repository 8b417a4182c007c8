"""支援プラン and 役割分担 in the walk: written, decided, carried, looked at again, ended."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from ikue.casework.domain.evaluating import (
    Evaluation,
    Progress,
    evaluate_plan,
    record_progress,
)
from ikue.casework.domain.plan_editing import edit_plan
from ikue.casework.domain.plan_facts import GoalFacts, PlanFacts, RoleFacts, Writing, writing_of
from ikue.casework.domain.plans import (
    carry_on_plan,
    draft_plan,
    end_plan,
    propose_plan,
    review_plan,
    take_back_plan,
)
from ikue.casework.domain.role_notes import write_role_note
from ikue.casework.domain.roles import (
    RoleAnswer,
    accept_role,
    ask_further_role,
    decline_role,
    end_role,
)
from ikue.casework.enums import (
    RUNNING,
    AcceptedHow,
    Achievement,
    Change,
    PlanState,
    RoleState,
    Verdict,
)
from ikue.casework.models import Case, Plan
from ikue.directory.models import Appointment, Window
from ikue.directory.viewers import Viewer
from ikue.programmes.multi_agency.domain.decisions import adopt_plan_after_conference
from ikue.programmes.multi_agency.enums import Conference
from ikue.sharing.domain.coverage import consents_in_force
from tests.proofs.conference_verbs import persons_named
from tests.proofs.verb import Verb, its_manager
from tests.proofs.world import Handle, World


def its_keepers(world: World, handle: Handle) -> list[Appointment]:
    return world.staff_of([handle.more["keeper"]])


def do_draft_plan(world: World, by: Viewer, handle: Handle) -> Any:
    """A first edition, or a copy of the one that runs."""
    case = Case.objects.get(pk=world.load(handle).case_id)
    made = draft_plan(case=case, facts=None, by=by, at=world.at)
    return world.keep("plan", made, made.owner_window_id)


def writing(world: World, plan: Plan) -> Writing:
    """A whole edition, mostly complete; now and then only touched, or with a hole in it."""
    before = writing_of(plan)
    if before.goals and before.roles and world.dice.random() < 0.3:
        return replace(before, facts=facts(world, plan))
    goals = tuple(
        GoalFacts(text=world.words("受診する")) for _ in range(world.dice.choice((0, 1, 2, 2)))
    )
    count = world.dice.choice((0, 1, 2, 2, 3))
    kept = before.roles if world.dice.random() < 0.5 else ()
    roles = (*kept, *(role(world, plan.circle_id) for _ in range(count)))
    return Writing(facts=facts(world, plan), goals=goals, roles=roles)


def facts(world: World, plan: Plan) -> PlanFacts:
    dice = world.dice
    return PlanFacts(
        person_ids=persons_named(world, plan.circle_id, Conference.MULTILAYER),
        wishes=world.words("この家で暮らしたい"), long_goal=world.words("安心して暮らす"),
        period_from=world.today, period_to=world.far_day(),
        lead_window_id=dice.choice((None, *(8 * (receiver(world, plan.circle_id),)))),
        next_review_on=world.far_day(), explained_on=dice.choice((None, world.past_day())),
        uses_participation=dice.random() < 0.3,
    )  # fmt: skip


def receiver(world: World, circle_id: UUID | None) -> UUID:
    """Mostly a window of which somebody of the household agreed that it is told."""
    agreed = consents_in_force(persons_named(world, circle_id, Conference.MULTILAYER), world.today)
    codes = sorted({code for one in agreed for code in one.window_codes})
    if codes and world.dice.random() < 0.85:
        return Window.objects.get(code=world.dice.choice(codes)).pk
    return world.dice.choice((world.window(general=0.8).pk, *world.hosts()))


def role(world: World, circle_id: UUID | None) -> RoleFacts:
    dice = world.dice
    if dice.random() < 0.15:
        partner = world.words("地域連携室")
        return RoleFacts(what=world.words("診察"), agency_code="hospital", partner_name=partner)
    window_id = receiver(world, circle_id)
    carrier = dice.choice((None, world.appointment([window_id])))
    return RoleFacts(
        what=world.words("同行", "家計の相談"), window_id=window_id,
        appointment_id=carrier.pk if carrier else None,
        limit_on=dice.choice((None, world.some_day())),
    )  # fmt: skip


def do_edit_plan(world: World, by: Viewer, handle: Handle) -> Any:
    plan = world.load(handle)
    made = edit_plan(
        plan_id=plan.pk, writing=writing(world, plan), seen_version=plan.version, by=by,
        at=world.at,
    )  # fmt: skip
    handle.live = made
    return made


def do_propose_plan(world: World, by: Viewer, handle: Handle) -> Any:
    return propose_plan(plan=world.load(handle), by=by, at=world.at)


def do_take_back_plan(world: World, by: Viewer, handle: Handle) -> Any:
    return take_back_plan(plan=world.load(handle), by=by, at=world.at)


def do_adopt_plan(world: World, by: Viewer, handle: Handle) -> Any:
    made = adopt_plan_after_conference(
        plan=world.load(handle), decided_on=world.past_day(), by=by, at=world.at
    )
    for one in made.roles.order_by("recorded_at", "id"):
        world.keep_role(one)
    return made


def do_review_plan(world: World, by: Viewer, handle: Handle) -> Any:
    return review_plan(plan=world.load(handle), by=by, at=world.at)


def do_carry_on_plan(world: World, by: Viewer, handle: Handle) -> Any:
    return carry_on_plan(
        plan=world.load(handle), next_review_on=world.far_day(), by=by, at=world.at
    )


def progress(world: World, plan: Plan) -> dict[UUID, Progress]:
    """Of every goal, but for a forgotten one now and then."""
    goals = plan.goals.order_by("order").values_list("pk", flat=True)
    return {
        pk: Progress(achieved=world.dice.choice(Achievement.values), note=world.words("少し"))
        for pk in goals
        if world.dice.random() > 0.06
    }


def do_record_progress(world: World, by: Viewer, handle: Handle) -> Any:
    plan = world.load(handle)
    return record_progress(plan=plan, progress=progress(world, plan), by=by, at=world.at)


def do_evaluate_plan(world: World, by: Viewer, handle: Handle) -> Any:
    plan, dice = world.load(handle), world.dice
    evaluation = Evaluation(
        evaluated_on=world.past_day(), verdict=dice.choice(("", *(3 * Verdict.values))),
        changes=tuple(dice.sample(Change.values, 2)), own_voice=world.words("よかった"),
        reason=world.words("受診できた"), progress=progress(world, plan),
    )  # fmt: skip
    return evaluate_plan(plan=plan, evaluation=evaluation, by=by, at=world.at)


def do_end_plan(world: World, by: Viewer, handle: Handle) -> Any:
    return end_plan(plan=world.load(handle), by=by, at=world.at)


def do_ask_further_role(world: World, by: Viewer, handle: Handle) -> Any:
    plan = world.load(handle)
    made = ask_further_role(plan=plan, facts=role(world, plan.circle_id), by=by, at=world.at)
    return world.keep_role(made)


def answer(world: World) -> RoleAnswer:
    carrier = world.dice.choice((None, None, world.appointment()))
    return RoleAnswer(
        how=world.dice.choice(AcceptedHow.values), who=world.words("課長"),
        appointment_id=carrier.pk if carrier else None,
    )  # fmt: skip


def do_accept_role(world: World, by: Viewer, handle: Handle) -> Any:
    return accept_role(role=world.load(handle), answer=answer(world), by=by, at=world.at)


def do_decline_role(world: World, by: Viewer, handle: Handle) -> Any:
    return decline_role(
        role=world.load(handle), reason=world.words("手が足りない"), answer=answer(world), by=by,
        at=world.at,
    )  # fmt: skip


def do_write_role_note(world: World, by: Viewer, handle: Handle) -> Any:
    return write_role_note(
        role=world.load(handle), done_on=world.past_day(), body=world.words("訪ねた"), by=by,
        at=world.at,
    )  # fmt: skip


def do_end_role(world: World, by: Viewer, handle: Handle) -> Any:
    return end_role(role=world.load(handle), by=by, at=world.at)


DRAFT, PROPOSED = (PlanState.DRAFT,), (PlanState.PROPOSED,)
IN_FORCE, UNDER_REVIEW = (PlanState.IN_FORCE,), (PlanState.UNDER_REVIEW,)
RUNS = tuple(sorted(RUNNING))
STANDS = (RoleState.ASKED, RoleState.DECLINED)

PLANS = (
    Verb("draft_plan", "coordination", do_draft_plan, 4, states=("coordinating",)),
    Verb("edit_plan", "plan", do_edit_plan, 9, states=DRAFT),
    Verb("propose_plan", "plan", do_propose_plan, 8, states=DRAFT),
    Verb("take_back_plan", "plan", do_take_back_plan, 2, states=PROPOSED),
    Verb("adopt_plan", "plan", do_adopt_plan, 8, states=PROPOSED, who=its_manager),
    Verb("review_plan", "plan", do_review_plan, 3, states=IN_FORCE),
    Verb("carry_on_plan", "plan", do_carry_on_plan, 4, states=UNDER_REVIEW),
    Verb("record_progress", "plan", do_record_progress, 2, states=RUNS),
    Verb("evaluate_plan", "plan", do_evaluate_plan, 4, states=RUNS),
    Verb("end_plan", "plan", do_end_plan, 3, states=RUNS),
    Verb("ask_further_role", "plan", do_ask_further_role, 3, states=RUNS),
    Verb("accept_role", "role", do_accept_role, 4, states=STANDS, in_person=True),
    Verb("decline_role", "role", do_decline_role, 2, states=(RoleState.ASKED,), in_person=True),
    Verb("write_role_note", "role", do_write_role_note, 2, states=("accepted",), in_person=True),
    Verb("end_role", "role", do_end_role, 2, states=("asked", "accepted"), who=its_keepers),
)
