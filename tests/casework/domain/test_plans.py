"""支援プラン: from the first draft to its end, with the other side of every verb."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ikue.casework.domain.entries import EntryFacts, EntryNotPossible, write_entry
from ikue.casework.domain.evaluating import (
    Evaluation,
    Progress,
    evaluate_plan,
    goals_to_point_at,
    record_progress,
)
from ikue.casework.domain.plan_editing import PlanChanged, edit_plan
from ikue.casework.domain.plan_facts import GoalFacts, PlanFacts, writing_of
from ikue.casework.domain.plan_holders import NotConsented, without_consent
from ikue.casework.domain.plan_queries import compare_editions
from ikue.casework.domain.plans import (
    PlanNotPossible,
    adopt_plan,
    carry_on_plan,
    draft_plan,
    end_plan,
    propose_plan,
    review_plan,
    take_back_plan,
)
from ikue.casework.models import Case, Plan, PlanGoal, RoleAssignment
from ikue.directory.models import Window
from ikue.kernel.transitions import NotAllowed, NotPossible
from ikue.people.models import Person
from ikue.programmes.multi_agency.domain.coordinations import HandBack, step_out
from ikue.programmes.multi_agency.models import Coordination
from ikue.sharing.domain.consents import withdraw_consent
from ikue.sharing.models import Consent, Grant
from tests.factories.plans import (
    CONSENTED,
    REVIEW,
    a_writing,
    consented,
    coordinated_8050,
    drafted,
    evaluated,
    in_force,
    proposed,
    window,
)
from tests.standing import standing
from tests.tally.rows import events

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]
TODAY = date(2026, 11, 24)


@standing
def case(cast):
    return coordinated_8050(cast)


@standing
def plan(cast, case):
    return in_force(cast, case)


def reload(plan):
    return Plan.objects.get(pk=plan.pk)


def adopt(cast, plan, *, on=TODAY):
    with cast.acting("coordination_manager") as by:
        return adopt_plan(plan=reload(plan), decided_on=on, by=by, at=cast.at)


class TestDrafting:
    def test_a_draft_is_a_first_edition_of_the_window_that_keeps_it(self, cast, case):
        plan = drafted(cast, case)
        with cast.acting("coordinator") as by:
            plan = reload(plan)
            assert (plan.edition, plan.state, plan.owner_window_id) == (1, "draft", by.window_id)
            assert [named["name"] for named in plan.persons] == ["髙橋 トメ"]
            assert list(plan.persons[0]) == ["id", "kana", "name", "relationship"]
            assert [goal.text for goal in plan.goals.all()] == ["物忘れ外来を受診する"]
            assert plan.roles.count() == 3

    @pytest.mark.parametrize("name", ["desk", "elderly", "outreach", "manager", "outsider"])
    def test_only_coordination_drafts(self, cast, case, name):
        with cast.acting("coordinator"):
            known = Case.objects.get(pk=case.pk)
        with cast.acting(name) as by, pytest.raises(NotAllowed):
            draft_plan(case=known, facts=None, by=by, at=cast.at)

    def test_one_draft_at_a_time(self, cast, case):
        drafted(cast, case)
        with cast.acting("coordinator") as by, pytest.raises(PlanNotPossible, match="作成中"):
            draft_plan(case=Case.objects.get(pk=case.pk), facts=None, by=by, at=cast.at)

    def test_nobody_of_another_household_stands_in_it(self, cast, case):
        stranger = coordinated_8050(cast)
        with cast.acting("desk"):
            other = Person.objects.get(circle_id=stranger.circle_id, given_name="トメ")
        facts = PlanFacts(person_ids=(other.pk,))
        with cast.acting("coordinator") as by, pytest.raises(PlanNotPossible, match="この世帯に"):
            draft_plan(case=Case.objects.get(pk=case.pk), facts=facts, by=by, at=cast.at)

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"period_to": date(2026, 1, 1)}, "期間の終わりが、始まりより前"),
            ({"next_review_on": date(2026, 1, 1)}, "期間の始まりより前"),
            ({"explained_on": date(2026, 12, 1)}, "きょうかそれより前"),
        ],
    )
    def test_dates_that_cannot_be(self, cast, case, changes, said):
        with cast.acting("coordinator"):
            facts = replace(a_writing(case).facts, **changes)
        with pytest.raises(PlanNotPossible, match=said):
            drafted(cast, case, facts=facts)

    def test_a_hidden_window_leads_no_plan(self, cast, case):
        with cast.acting("coordinator"):
            facts = replace(a_writing(case).facts, lead_window_id=window("women").pk)
        with pytest.raises(PlanNotPossible, match="主担当にできません"):
            drafted(cast, case, facts=facts)


class TestTwoPeopleWrite:
    def test_the_later_one_reads_both_texts(self, cast, case):
        plan = drafted(cast, case)
        cast.later(minutes=5)
        with cast.acting("coordination_manager") as by:
            mine = a_writing(case, goals=(GoalFacts(text="通院を続ける"),))
            edit_plan(plan_id=plan.pk, writing=mine, seen_version=plan.version, by=by, at=cast.at)
        with cast.acting("coordinator") as by, pytest.raises(PlanChanged) as failure:
            edit_plan(
                plan_id=plan.pk, writing=a_writing(case), seen_version=plan.version, by=by,
                at=cast.at,
            )  # fmt: skip
        saved = failure.value.saved
        assert [goal.text for goal in saved.writing.goals] == ["通院を続ける"]
        assert (saved.who, saved.at, saved.version) == (
            "小堀 課さん", cast.at, plan.version + 1
        )  # fmt: skip

    def test_a_rewritten_draft_keeps_what_stays_and_drops_what_went(self, cast, case):
        plan = drafted(cast, case)
        with cast.acting("coordinator") as by:
            before = writing_of(reload(plan))
            moved = replace(before.roles[1], window_id=window("self_reliance").pk)
            writing = replace(
                before, roles=(before.roles[0], moved),
                goals=(GoalFacts(text="先に家計"), before.goals[0]),
            )  # fmt: skip
            edit_plan(
                plan_id=plan.pk, writing=writing, seen_version=plan.version, by=by, at=cast.at
            )
            after = writing_of(reload(plan))
        assert [(goal.text, goal.id == before.goals[0].id) for goal in after.goals] == [
            ("先に家計", False), ("物忘れ外来を受診する", True),
        ]  # fmt: skip
        assert [(one.what, one.id == old.id) for one, old in zip(after.roles, before.roles,
                                                                 strict=False)] == [
            ("家計の相談", True), ("受診の同行", False),
        ]  # fmt: skip

    def test_only_a_draft_is_rewritten(self, cast, case):
        plan = proposed(cast, case)
        with cast.acting("coordinator") as by, pytest.raises(PlanNotPossible, match="会議に諮る"):
            edit_plan(
                plan_id=plan.pk, writing=a_writing(case), seen_version=plan.version, by=by,
                at=cast.at,
            )  # fmt: skip


class TestProposing:
    @pytest.mark.parametrize(
        ("lacking", "said"),
        [
            ({"lead_window_id": None}, "主担当機関を決めて"),
            ({"next_review_on": None}, "次の見直しの日を決めて"),
            ({"period_to": None}, "プランの期間を決めて"),
            ({"person_ids": ()}, "プランの対象の人を選んで"),
        ],
    )
    def test_a_plan_that_nobody_carries_is_not_proposed(self, cast, case, lacking, said):
        with cast.acting("coordinator"):
            facts = replace(a_writing(case).facts, **lacking)
        with pytest.raises(NotPossible, match=said):
            proposed(cast, case, facts=facts)

    @pytest.mark.parametrize(("lacking", "said"), [("goals", "達成目標"), ("roles", "役割分担")])
    def test_nor_without_a_goal_or_a_role(self, cast, case, lacking, said):
        with pytest.raises(NotPossible, match=said):
            proposed(cast, case, **{lacking: ()})

    def test_a_review_that_is_already_due_is_no_review(self, cast, case):
        with cast.acting("coordinator"):
            facts = replace(a_writing(case).facts, next_review_on=TODAY)
        with pytest.raises(PlanNotPossible, match="きょうより後"):
            proposed(cast, case, facts=facts)

    def test_it_is_taken_back_for_another_word(self, cast, case):
        plan = proposed(cast, case)
        with cast.acting("coordinator") as by:
            assert take_back_plan(plan=reload(plan), by=by, at=cast.at).state == "draft"


class TestDeciding:
    def test_the_decision_puts_it_in_force_and_asks_for_every_role(self, cast, plan):
        with cast.acting("coordinator"):
            plan = reload(plan)
            roles = list(plan.roles.order_by("what").values_list("what", "state"))
        assert (plan.state, plan.decided_on, plan.in_force_at) == ("in_force", TODAY, cast.at)
        assert plan.decided_by_id == cast.appointment("coordination_manager").pk
        assert roles == [("受診の同行", "asked"), ("家計の相談", "asked"), ("診察", "asked")]

    @pytest.mark.parametrize("name", ["coordinator", "manager", "outsider"])
    def test_nobody_else_decides(self, cast, case, name):
        plan = proposed(cast, case)
        with cast.acting("coordinator"):
            known = reload(plan)
        with cast.acting(name) as by, pytest.raises(NotAllowed):
            adopt_plan(plan=known, decided_on=TODAY, by=by, at=cast.at)

    @pytest.mark.parametrize(
        ("on", "said"),
        [
            (date(2026, 11, 25), "きょうかそれより前"),
            (date(2026, 11, 20), "会議に諮った日より前"),
        ],
    )
    def test_its_date_is_a_date_of_its_own(self, cast, case, on, said):
        plan = proposed(cast, case)
        with pytest.raises(PlanNotPossible, match=said):
            adopt(cast, plan, on=on)

    def test_it_may_be_dated_before_it_is_written_down(self, cast, case):
        plan = proposed(cast, case)
        cast.later(days=2)
        assert adopt(cast, plan, on=TODAY).decided_on == TODAY

    def test_nobody_is_told_without_consent(self, cast):
        plan = proposed(cast, coordinated_8050(cast, codes=("self_reliance", "hospital")))
        with pytest.raises(NotConsented, match="地域包括支援センター"):
            adopt(cast, plan)
        with cast.acting("coordinator"):
            assert (reload(plan).state, Grant.objects.filter(bound_to_id=plan.pk).count()) == (
                "proposed", 0
            )  # fmt: skip

    def test_the_consent_of_one_is_not_that_of_the_other(self, cast, case):
        consented(cast, case, name="一郎", codes=("multi_agency",))
        with cast.acting("coordinator"):
            both = Person.objects.filter(circle_id=case.circle_id).values_list("pk", flat=True)
            facts = replace(a_writing(case).facts, person_ids=tuple(both))
        plan = proposed(cast, case, facts=facts)
        with pytest.raises(NotConsented):
            adopt(cast, plan)
        consented(cast, case, name="一郎")
        assert adopt(cast, plan).state == "in_force"


def test_after_the_hand_back_a_draft_rests(cast, case):
    """What is typed is answered in words: the wall would refuse the rows of a circle one left."""
    plan = drafted(cast, case)
    with cast.acting("coordinator") as by:
        writing = a_writing(case)
        handed = HandBack(words="役割が決まった", follow_up_on=REVIEW)
        coordination = Coordination.objects.get(case_id=case.pk)
        step_out(coordination=coordination, hand_back=handed, by=by, at=by.at)
    with cast.acting("coordinator") as by, pytest.raises(PlanNotPossible, match="手を離して"):
        edit_plan(plan_id=plan.pk, writing=writing, seen_version=plan.version, by=by, at=by.at)
    with cast.acting("coordinator") as by:
        propose_plan(plan=reload(plan), by=by, at=by.at)
    with (
        cast.acting("coordination_manager") as by,
        pytest.raises(PlanNotPossible, match="手を離して"),
    ):
        adopt_plan(plan=reload(plan), decided_on=TODAY, by=by, at=by.at)


class TestRunning:
    def test_review_and_going_on_until_the_next(self, cast, plan):
        cast.later(days=60)
        with cast.acting("coordinator") as by:
            review_plan(plan=reload(plan), by=by, at=cast.at)
            plan = carry_on_plan(
                plan=reload(plan), next_review_on=date(2027, 3, 24), by=by, at=cast.at
            )
        assert (plan.state, plan.next_review_on) == ("in_force", date(2027, 3, 24))

    def test_the_next_review_lies_ahead(self, cast, plan):
        with cast.acting("coordinator") as by:
            review_plan(plan=reload(plan), by=by, at=cast.at)
            with pytest.raises(PlanNotPossible, match="きょうより後"):
                carry_on_plan(plan=reload(plan), next_review_on=TODAY, by=by, at=cast.at)

    def test_an_ended_consent_calls_for_a_review_and_adds_nothing(self, cast, plan):
        with cast.acting("elderly"):
            assert without_consent([plan.pk]) == frozenset()
        with cast.acting("desk") as by:
            withdraw_consent(consent=Consent.objects.get(), by=by, at=cast.at)
        for name in ("coordinator", "elderly"):
            with cast.acting(name):
                assert without_consent([plan.pk]) == {plan.pk}
                assert reload(plan).state == "in_force"
        with cast.acting("outsider"):
            assert without_consent([plan.pk]) == frozenset()
        with cast.acting("coordinator") as by:
            review_plan(plan=reload(plan), by=by, at=cast.at)
            with pytest.raises(NotConsented, match="もう終わっています"):
                carry_on_plan(plan=reload(plan), next_review_on=REVIEW, by=by, at=cast.at)

    def test_a_consent_that_lapsed_by_itself_does_the_same(self, cast):
        case = coordinated_8050(cast, codes=())
        consented(cast, case, until=date(2026, 12, 24))
        plan = in_force(cast, case)
        for days, wanted in ((30, frozenset()), (1, frozenset({plan.pk}))):
            cast.later(days=days)
            with cast.acting("elderly"):
                assert without_consent([plan.pk]) == wanted

    def test_an_entry_points_at_a_goal_of_the_running_plan(self, cast, case, plan):
        with cast.acting("desk") as by:
            known = Case.objects.get(pk=case.pk)
            (goal,) = goals_to_point_at(known)
            facts = EntryFacts(at=cast.at, body="受診の予約をした", goal_id=goal.pk)
            entry = write_entry(
                circle_id=case.circle_id, case=known, facts=facts, by=by, at=cast.at
            )
            assert (entry.goal_id, goal.plan_id) == (goal.pk, plan.pk)

    def test_no_entry_points_at_a_goal_of_a_draft_or_of_another_household(self, cast, case):
        plan = drafted(cast, case)
        elsewhere = in_force(cast)
        with cast.acting("coordinator"):
            goals = PlanGoal.objects.filter(plan_id__in=[plan.pk, elsewhere.pk])
            pks = list(goals.values_list("pk", flat=True))
        with cast.acting("coordinator") as by:
            for pk in pks:
                facts = EntryFacts(at=cast.at, body="x", goal_id=pk)
                with pytest.raises(EntryNotPossible, match="実施中のプランにありません"):
                    write_entry(
                        circle_id=case.circle_id, case=Case.objects.get(pk=case.pk), facts=facts,
                        by=by, at=cast.at,
                    )  # fmt: skip

    def test_how_far_a_goal_is_can_be_said_meanwhile(self, cast, plan):
        with cast.acting("coordinator") as by:
            goal = PlanGoal.objects.get(plan_id=plan.pk)
            said = {goal.pk: Progress(achieved="partly", note="予約まで")}
            record_progress(plan=reload(plan), progress=said, by=by, at=cast.at)
            goal.refresh_from_db()
        assert (goal.achieved, goal.achieved_note) == ("partly", "予約まで")


class TestEvaluating:
    def test_without_an_evaluation_no_plan_ends(self, cast, plan):
        with cast.acting("coordinator") as by, pytest.raises(NotPossible, match="先に評価"):
            end_plan(plan=reload(plan), by=by, at=cast.at)

    def test_it_ends_with_its_roles_and_what_they_opened(self, cast, case):
        plan = evaluated(cast, in_force(cast, case))
        with cast.acting("elderly"):
            assert Plan.objects.count() == 1
        with cast.acting("coordinator") as by:
            ended = end_plan(plan=plan, by=by, at=cast.at)
            roles = set(RoleAssignment.objects.values_list("state", flat=True))
        assert (ended.state, ended.ended_at, roles) == ("ended", cast.at, {"ended"})
        for name, read in (("elderly", 0), ("desk", 1)):
            with cast.acting(name):
                assert Plan.objects.count() == read

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"evaluated_on": date(2026, 11, 25)}, "きょうかそれより前"),
            ({"evaluated_on": date(2026, 11, 23)}, "プラン決定日より前"),
            ({"verdict": ""}, "判定"),
            ({"verdict": "replan", "reason": ""}, "判定の理由"),
            ({"progress": {}}, "目標ごとに"),
            ({"changes": ("happy",)}, "一覧から"),
        ],
    )
    def test_what_makes_no_evaluation(self, cast, changes, said, plan):
        with cast.acting("coordinator") as by:
            (goal,) = reload(plan).goals.all()
            sound = Evaluation(
                evaluated_on=TODAY, verdict="complete",
                progress={goal.pk: Progress(achieved="achieved")},
            )  # fmt: skip
            with pytest.raises(PlanNotPossible, match=said):
                evaluate_plan(
                    plan=reload(plan), evaluation=replace(sound, **changes), by=by, at=cast.at
                )

    def test_it_is_written_once(self, cast, case):
        plan = evaluated(cast, in_force(cast, case))
        with pytest.raises(PlanNotPossible, match="もう書かれています"):
            evaluated(cast, plan)

    def test_only_its_window_evaluates(self, cast, plan):
        with cast.acting("elderly") as by, pytest.raises(NotAllowed):
            evaluate_plan(
                plan=reload(plan), by=by, at=cast.at,
                evaluation=Evaluation(evaluated_on=TODAY, verdict="complete", progress={}),
            )  # fmt: skip


class TestReplanning:
    def next_draft(self, cast, case, verdict="replan"):
        plan = in_force(cast, case)
        if verdict:
            evaluated(cast, plan, verdict)
        cast.later(days=1)
        with cast.acting("coordinator") as by:
            following = draft_plan(case=Case.objects.get(pk=case.pk), facts=None, by=by, at=cast.at)
        return plan, following

    def test_the_next_edition_begins_where_the_running_one_is(self, cast, case):
        plan, following = self.next_draft(cast, case)
        with cast.acting("coordinator"):
            before, after = writing_of(reload(plan)), writing_of(reload(following))
            assert (following.edition, following.replaces_id) == (2, plan.pk)
            assert after.facts.wishes == before.facts.wishes
            assert [goal.text for goal in after.goals] == [goal.text for goal in before.goals]
            assert [one.what for one in after.roles] == [one.what for one in before.roles]
            assert (after.facts.next_review_on, after.facts.period_to) == (None, None)

    def put_forward(self, cast, case, following):
        with cast.acting("coordinator") as by:
            before = writing_of(reload(following))
            facts = replace(a_writing(case).facts, direction="家計に力を入れる")
            edit_plan(
                plan_id=following.pk, writing=replace(before, facts=facts),
                seen_version=following.version, by=by, at=cast.at,
            )  # fmt: skip
            propose_plan(plan=reload(following), by=by, at=cast.at)

    def test_adopted_it_takes_the_place_of_the_one_before(self, cast, case):
        plan, following = self.next_draft(cast, case)
        self.put_forward(cast, case, following)
        adopt(cast, following, on=TODAY + timedelta(days=1))
        with cast.acting("coordinator"):
            assert (reload(plan).state, reload(following).state) == ("replaced", "in_force")
        with cast.acting("elderly"):
            assert list(Plan.objects.values_list("edition", flat=True)) == [2]

    @pytest.mark.parametrize("verdict", ["", "complete"])
    def test_not_before_the_one_before_is_judged_so(self, cast, case, verdict):
        plan, following = self.next_draft(cast, case, verdict)
        self.put_forward(cast, case, following)
        with pytest.raises(PlanNotPossible, match="再プラン"):
            adopt(cast, following, on=TODAY + timedelta(days=1))
        with cast.acting("coordinator"):
            assert (reload(plan).state, reload(following).state) == ("in_force", "proposed")

    def test_what_changed_is_seen_part_by_part(self, cast, case):
        _, following = self.next_draft(cast, case)
        self.put_forward(cast, case, following)
        with cast.acting("coordinator") as by:
            found = compare_editions(by, following.pk)
        assert [row.label for row in found.rows if row.has_changed] == ["支援の方向性"]
        assert [row.label for row in found.rows][:2] == [
            "プランの対象の人",
            "本人の希望（本人の言葉）",
        ]
        with cast.acting("elderly") as by, pytest.raises(Plan.DoesNotExist):
            compare_editions(by, following.pk)


@pytest.mark.django_db(transaction=True)
def test_every_verb_is_counted_without_persons(cast, case):
    plan = evaluated(cast, in_force(cast, case))
    with cast.acting("coordinator") as by:
        end_plan(plan=plan, by=by, at=cast.at)
    counted = [(row.what, row.outcome) for row in events() if row.window == "multi_agency"]
    assert [one for one in counted if one[0].startswith("plan")] == [
        ("plan_drafted", ""), ("plan_proposed", ""), ("plan_adopted", "first"),
        ("plan_evaluated", "complete"), ("plan_ended", "complete"),
    ]  # fmt: skip
    assert [one[0] for one in counted if one[0].startswith("role")] == (
        ["role_asked"] * 3 + ["role_ended"] * 3
    )


def test_the_codes_of_the_recipe_are_windows_and_partners(cast):
    assert Window.objects.filter(code__in=CONSENTED).count() == 4
