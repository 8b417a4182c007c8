"""Who can do what with a plan and with a role in which state: the tables, written by hand."""

from types import SimpleNamespace

import pytest

from ikue.casework.enums import PlanState, RoleState
from ikue.casework.models import Plan, PlanEvaluation, RoleAssignment
from ikue.casework.states import PLAN, ROLE
from ikue.kernel.transitions import NotAllowed, NotPossible
from tests.cast import ROLES

pytestmark = pytest.mark.django_db

KEEPERS = ("coordinator", "coordination_manager")
HOLDERS = ("elderly", "elderly_manager")
OTHERS = (
    "desk", "desk_colleague", "chief", "manager", "disability", "children", "women", "outreach",
    "participation", "community", "night_duty", "member", "commissioner", "privacy_officer",
    "auditor", "administrator", "outsider",
)  # fmt: skip
PLANS = {
    # state: (verbs of whoever keeps the plan, verbs of 主管課長); each plan is whole and evaluated
    "draft": (["propose"], ["propose"]),
    "proposed": (["take_back"], ["take_back", "adopt"]),
    "in_force": (["review", "end"], ["review", "replace", "end"]),
    "under_review": (["carry_on", "end"], ["carry_on", "replace", "end"]),
    "replaced": ([], []),
    "ended": ([], []),
}
ROLES_ASKED = {
    # state: (verbs of the keeper, verbs of the holder's window)
    "drafted": (["ask"], []),
    "asked": (["accept", "decline", "end"], ["accept", "decline"]),
    "accepted": (["end"], []),
    "declined": (["accept", "end"], ["accept"]),
    "ended": ([], []),
}
PLAN_VERBS = ("propose", "take_back", "adopt", "review", "carry_on", "replace", "end")
ROLE_VERBS = ("ask", "accept", "decline", "end")
DECIDER_ONLY = ("adopt", "replace")


class Rows:
    """A relation that is not empty, without a database."""

    def exists(self) -> bool:
        return True


def a_plan(cast, state):
    """It lacks nothing, so that only state and authority decide."""
    day = cast.at.date()
    return SimpleNamespace(
        state=state, owner_window_id=cast["coordinator"].window_id, persons=[{"id": "x"}],
        lead_window_id=cast["desk"].window_id, period_from=day, period_to=day, next_review_on=day,
        goals=Rows(), roles=Rows(), evaluation=PlanEvaluation(),
    )  # fmt: skip


def a_role(cast, state, **changes):
    return RoleAssignment(
        state=state, owner_window_id=cast["coordinator"].window_id,
        **({"window_id": cast["elderly"].window_id} | changes),
    )  # fmt: skip


def verbs(machine, record, viewer) -> list[str]:
    return [row.name for row in machine.open_to(record=record, viewer=viewer)]


def test_the_tables_name_everybody_and_every_state():
    assert {*KEEPERS, *HOLDERS, *OTHERS, "retired"} == set(ROLES)
    assert set(PLANS) == set(PlanState.values)
    assert set(ROLES_ASKED) == set(RoleState.values)
    assert {row.name for row in PLAN} == {"draft", *PLAN_VERBS}
    assert {row.name for row in ROLE} == {"draft", *ROLE_VERBS}


@pytest.mark.parametrize("state", PLANS)
def test_a_plan(cast, state):
    plan = a_plan(cast, state)
    of_keeper, of_decider = PLANS[state]
    assert verbs(PLAN, plan, cast["coordinator"]) == of_keeper
    assert verbs(PLAN, plan, cast["coordination_manager"]) == of_decider
    assert [verbs(PLAN, plan, cast[name]) for name in (*HOLDERS, *OTHERS)] == [[]] * 19


@pytest.mark.parametrize("verb", PLAN_VERBS)
@pytest.mark.parametrize("state", PLANS)
def test_what_the_table_of_plans_leaves_out_is_refused(cast, state, verb):
    plan = a_plan(cast, state)
    of_keeper, of_decider = PLANS[state]
    for name, allowed in (("coordinator", of_keeper), ("coordination_manager", of_decider)):
        if verb in allowed:
            assert PLAN.check(verb, record=plan, viewer=cast[name]).name == verb
        elif verb in DECIDER_ONLY and name == "coordinator":
            with pytest.raises(NotAllowed):
                PLAN.check(verb, record=plan, viewer=cast[name])
        else:
            with pytest.raises(NotPossible):
                PLAN.check(verb, record=plan, viewer=cast[name])
    with pytest.raises(NotAllowed):
        PLAN.check(verb, record=plan, viewer=cast["outsider"])


@pytest.mark.parametrize("state", ROLES_ASKED)
def test_a_role_of_a_window(cast, state):
    role = a_role(cast, state)
    of_keeper, of_holder = ROLES_ASKED[state]
    assert [verbs(ROLE, role, cast[name]) for name in KEEPERS] == [of_keeper] * 2
    assert [verbs(ROLE, role, cast[name]) for name in HOLDERS] == [of_holder] * 2
    assert [verbs(ROLE, role, cast[name]) for name in OTHERS] == [[]] * 17


@pytest.mark.parametrize("state", ROLES_ASKED)
def test_a_role_of_a_partner_is_answered_by_who_asked(cast, state):
    role = a_role(cast, state, window_id=None, agency_code="hospital")
    of_keeper, _ = ROLES_ASKED[state]
    assert [verbs(ROLE, role, cast[name]) for name in KEEPERS] == [of_keeper] * 2
    assert [verbs(ROLE, role, cast[name]) for name in (*HOLDERS, *OTHERS)] == [[]] * 19


@pytest.mark.parametrize("state", ROLES_ASKED)
def test_a_role_of_a_member_of_a_conference_is_answered_in_person(cast, state):
    member = cast["member"]
    role = a_role(cast, state, window_id=member.window_id, appointment_id=member.appointment_id)
    _, of_holder = ROLES_ASKED[state]
    assert verbs(ROLE, role, member) == of_holder
    others = [name for name in (*HOLDERS, *OTHERS) if name != "member"]
    assert [verbs(ROLE, role, cast[name]) for name in others] == [[]] * 18


@pytest.mark.parametrize("verb", ROLE_VERBS)
@pytest.mark.parametrize("state", ROLES_ASKED)
def test_what_the_table_of_roles_leaves_out_is_refused(cast, state, verb):
    role = a_role(cast, state)
    of_keeper, _ = ROLES_ASKED[state]
    if verb in of_keeper:
        assert ROLE.check(verb, record=role, viewer=cast["coordinator"]).name == verb
    else:
        with pytest.raises(NotPossible):
            ROLE.check(verb, record=role, viewer=cast["coordinator"])
    for name in ("disability", "outsider"):
        with pytest.raises(NotAllowed):
            ROLE.check(verb, record=role, viewer=cast[name])


@pytest.mark.parametrize("machine", [PLAN, ROLE])
def test_only_coordination_begins_one(cast, machine):
    record = RoleAssignment() if machine is ROLE else Plan()
    for name in KEEPERS:
        assert machine.check_first("draft", record=record, viewer=cast[name]).name == "draft"
    for name in (*HOLDERS, *OTHERS):
        with pytest.raises(NotAllowed):
            machine.check_first("draft", record=record, viewer=cast[name])
