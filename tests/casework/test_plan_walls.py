"""Who reads a plan, in the database itself; and what raw SQL cannot open."""

import uuid

import pytest
from django.core.exceptions import ValidationError

from ikue.casework.domain.plan_queries import show_plan
from ikue.casework.domain.plans import end_plan
from ikue.casework.models import Entry, Plan, PlanEvaluation, PlanGoal, RoleAssignment
from ikue.programmes.multi_agency.enums import Conference, ItemState
from ikue.programmes.multi_agency.models import AgendaItem
from ikue.sharing.enums import Basis, ExclusionKind, FieldClass
from ikue.sharing.models import Exclusion
from tests.factories.plans import coordinated_8050, drafted, evaluated, in_force
from tests.sharing.raw import (
    REFUSED,
    attempt,
    insert,
    insert_grant,
    insert_ground,
    take_duty_in_own_circle,
)
from tests.standing import standing

pytestmark = pytest.mark.django_db
PLAN_CLASS = int(FieldClass.PLAN)
READERS = ("coordinator", "coordination_manager", "desk", "manager", "elderly", "elderly_manager")
OTHERS = (
    "disability", "children", "women", "outreach", "participation", "community", "night_duty",
    "member", "commissioner", "privacy_officer", "auditor", "administrator", "outsider",
)  # fmt: skip
TABLES = (Plan, PlanGoal, RoleAssignment, PlanEvaluation)


def counted(cast, name) -> list[int]:
    with cast.acting(name):
        return [model.objects.count() for model in TABLES]


@standing
def case(cast):
    return coordinated_8050(cast)


@standing
def plan(cast, case):
    return in_force(cast, case)


class TestWhoReads:
    def test_the_keeper_the_lead_and_the_holders_and_nobody_else(self, cast, plan):
        evaluated(cast, plan)
        assert [counted(cast, name) for name in READERS] == [[1, 1, 3, 1]] * 6
        assert [counted(cast, name) for name in OTHERS] == [[0, 0, 0, 0]] * 13

    def test_a_draft_is_its_windows_alone(self, cast, case):
        drafted(cast, case)
        assert counted(cast, "coordinator") == [1, 1, 3, 0]
        for name in ("desk", "elderly", "outsider"):
            assert counted(cast, name) == [0, 0, 0, 0]

    def test_python_and_the_wall_agree(self, cast, plan):
        for name in (*READERS, *OTHERS):
            with cast.acting(name) as by:
                if name in READERS:
                    assert show_plan(by, plan.pk).plan == plan
                else:
                    with pytest.raises(Plan.DoesNotExist):
                        show_plan(by, plan.pk)

    def test_after_its_end_it_is_the_keepers_and_the_leads_who_goes_on(self, cast, plan):
        over = evaluated(cast, plan)
        with cast.acting("coordinator") as by:
            end_plan(plan=over, by=by, at=cast.at)
        for name in ("coordinator", "desk"):
            assert counted(cast, name) == [1, 1, 3, 1]
        assert [counted(cast, name)[:2] for name in ("elderly", "outsider")] == [[0, 0]] * 2

    def test_whoever_is_excluded_reads_nothing_of_it(self, cast, plan):
        with cast.acting("desk") as by:
            Exclusion.objects.create(
                circle_id=plan.circle_id, owner_window_id=by.window_id,
                written_by_id=by.appointment_id, account_id=cast["elderly"].account_id,
                kind=ExclusionKind.KIN, starts_at=cast.at,
            )  # fmt: skip
        assert counted(cast, "elderly") == [0, 0, 0, 0]
        assert counted(cast, "elderly_manager") == [1, 1, 3, 0]


def a_role(by, case, **changes):
    values = {
        "id": uuid.uuid4(), "circle_id": case.circle_id, "owner_window_id": by.window_id,
        "written_by_id": by.appointment_id, "recorded_at": by.at, "case_id": case.pk,
        "state": "drafted", "window_id": by.window_id, "agency_code": "", "partner_name": "",
        "what": "x", "content": "", "frequency": "", "answered_by": "", "accepted_how": "",
        "declined_reason": "", "version": 1,
    }  # fmt: skip
    return insert("casework_roleassignment", **(values | changes))


def an_item(by, case) -> uuid.UUID:
    """Of a 支援会議, by whichever window stands in the circle."""
    return AgendaItem.objects.create(
        circle_id=case.circle_id, case_id=case.pk, owner_window_id=by.window_id,
        written_by_id=by.appointment_id, conference=Conference.SUPPORT, purpose="役割を決める",
        state=ItemState.PREPARED,
    ).pk  # fmt: skip


class TestRawSql:
    """The desk leads the case: it stands in the circle and could try most."""

    def test_nobody_opens_a_plan_to_themselves(self, cast, case):
        plan = drafted(cast, case)
        with cast.acting("desk") as by:
            ground, done = insert_ground(
                circle_id=case.circle_id, owner=by, at=cast.at,
                basis=Basis.MULTILAYER_CONFERENCE.value,
            )  # fmt: skip
            assert done == 1
            common = {"ground_id": ground, "circle_id": case.circle_id, "owner": by,
                      "at": cast.at, "classes": PLAN_CLASS}  # fmt: skip
            assert insert_grant(**common, bound_to_id=plan.pk) == REFUSED
            assert insert_grant(**common) == REFUSED
            assert Plan.objects.count() == 0

    def test_nobody_opens_a_plan_of_another_window_to_a_third(self, cast, case):
        plan = drafted(cast, case)
        with cast.acting("desk") as by:
            ground, _ = insert_ground(circle_id=case.circle_id, owner=by, at=cast.at)
            done = insert_grant(
                ground_id=ground, circle_id=case.circle_id, owner=by, at=cast.at,
                classes=PLAN_CLASS, bound_to_id=plan.pk, window_id=cast["disability"].window_id,
            )  # fmt: skip
            assert done == REFUSED

    def test_nor_by_a_role_of_ones_own_under_the_plans_identifier(self, cast, case):
        """Keys are made by the client: a second record under the same one opens nothing."""
        plan = drafted(cast, case)
        with cast.acting("desk") as by:
            item = an_item(by, case)
            assert a_role(by, case, id=plan.pk, item_id=item) == 1
            ground, _ = insert_ground(circle_id=case.circle_id, owner=by, at=cast.at)
            common = {
                "ground_id": ground, "circle_id": case.circle_id, "owner": by, "at": cast.at,
                "classes": PLAN_CLASS, "window_id": cast["disability"].window_id,
            }  # fmt: skip
            assert insert_grant(**common, bound_to_id=plan.pk) == REFUSED
            own = uuid.uuid4()
            assert a_role(by, case, id=own, item_id=item) == 1
            assert insert_grant(**common, bound_to_id=own) == 1
        assert counted(cast, "disability") == [0, 0, 0, 0]

    def test_not_even_from_a_circle_of_ones_own(self, cast, plan):
        with cast.acting("disability") as by:
            circle, ground = take_duty_in_own_circle(owner=by, at=cast.at)
            done = insert_grant(
                ground_id=ground, circle_id=circle, owner=by, at=cast.at, classes=PLAN_CLASS,
                bound_to_id=plan.pk, window_id=cast["outreach"].window_id,
            )  # fmt: skip
            assert (done, Plan.objects.count()) == (REFUSED, 0)

    def test_a_role_belongs_to_a_plan_or_to_an_item_of_ones_own(self, cast, case):
        plan = drafted(cast, case)
        with cast.acting("coordinator") as by:
            item = an_item(by, case)
            assert a_role(by, case) == REFUSED
            assert a_role(by, case, item_id=item, plan_id=plan.pk) == REFUSED
            assert a_role(by, case, item_id=uuid.uuid4()) == REFUSED
            assert a_role(by, case, item_id=item) == 1
            assert a_role(by, case, plan_id=plan.pk) == 1
        with cast.acting("desk") as by:
            assert a_role(by, case, item_id=item) == REFUSED
            assert a_role(by, case, item_id=an_item(by, case)) == 1

    @pytest.mark.parametrize("belongs", [{}, {"plan_id": uuid.uuid4(), "item_id": uuid.uuid4()}])
    def test_that_is_said_in_words(self, belongs):
        with pytest.raises(ValidationError, match="どちらか一つ"):
            RoleAssignment(
                window_id=uuid.uuid4(), state="drafted", **belongs
            ).validate_constraints()

    def test_nobody_slips_a_role_or_a_goal_into_anothers_plan(self, cast, case, plan):
        with cast.acting("desk") as by:
            assert a_role(by, case, plan_id=plan.pk) == REFUSED
            done = insert(
                "casework_plangoal", id=uuid.uuid4(), circle_id=case.circle_id,
                owner_window_id=by.window_id, written_by_id=by.appointment_id,
                recorded_at=cast.at, plan_id=plan.pk, order=9, text="x", measure="", achieved="",
                achieved_note="",
            )  # fmt: skip
            assert done == REFUSED

    def test_a_holder_moves_nothing_but_its_own_answer(self, cast, case, plan):
        asked = "UPDATE casework_roleassignment SET {} WHERE window_id = %s"
        stranger = cast.appointment("disability").pk
        with cast.acting("elderly") as by:
            own = by.window_id
            assert attempt(asked.format("answered_by = 'x'"), [own]) == 1
            assert attempt(asked.format("plan_id = NULL"), [own]) == REFUSED
            assert attempt(asked.format(f"appointment_id = '{stranger}'"), [own]) == REFUSED
            assert attempt(asked.format(f"window_id = '{own}'"), [cast["desk"].window_id]) == 0
            assert attempt("UPDATE casework_plan SET wishes = 'x'", []) == 0
            assert attempt("DELETE FROM casework_roleassignment", []) == 0

    def test_a_draft_that_names_a_window_is_no_way_in_for_it(self, cast, case):
        drafted(cast, case)
        with cast.acting("elderly"):
            assert attempt("UPDATE casework_roleassignment SET answered_by = 'x'", []) == 0

    def test_an_entry_points_at_no_goal_that_may_not_be_read(self, cast, case):
        plan = drafted(cast, case)
        with cast.acting("coordinator"):
            goal = PlanGoal.objects.get(plan_id=plan.pk)
        with cast.acting("desk") as by:
            common = {
                "circle_id": case.circle_id, "owner_window_id": by.window_id,
                "written_by_id": by.appointment_id, "at": cast.at, "method": "phone",
                "counterpart": "person", "body": "x",
            }  # fmt: skip
            Entry.objects.create(**common)
            with pytest.raises(Exception, match="row-level security"):
                Entry.objects.create(**common, goal_id=goal.pk)
