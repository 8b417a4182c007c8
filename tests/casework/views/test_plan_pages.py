"""The pages of a plan and of a role: what each side reads and does, the outsider, the record."""

import re
import uuid
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ikue.audit.models import ReadLine
from ikue.casework.domain.plan_editing import edit_plan
from ikue.casework.domain.plan_facts import GoalFacts
from ikue.casework.domain.plan_queries import show_plan
from ikue.casework.models import Plan, PlanGoal, RoleAssignment
from ikue.drafts.keeping import save_draft
from ikue.kernel import clock
from tests.client import keyed, sign_in
from tests.factories.plans import (
    a_writing,
    coordinated_8050,
    drafted,
    evaluated,
    in_force,
    proposed,
    role,
    window,
)
from tests.standing import standing

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("plain_static_files"),
    pytest.mark.sampled,
]
ESCORT = "受診の同行"


@pytest.fixture(autouse=True)
def at_the_casts_moment(cast):
    with clock.frozen(cast.at):
        yield


@standing
def case(cast):
    return coordinated_8050(cast)


@standing
def plan(cast, case):
    return in_force(cast, case)


def get(cast, name, address, *args, **query):
    return sign_in(Client(), cast, name).get(reverse(address, args=args), query)


def post(cast, name, address, *args, **typed):
    return sign_in(Client(), cast, name).post(reverse(address, args=args), keyed(**typed))


def plan_now(cast, plan, by="coordinator"):
    with cast.acting(by):
        return Plan.objects.get(pk=plan.pk)


def buttons(text) -> list[str]:
    head = text[text.index("page__actions") : text.index("page__content")]
    return re.findall(r'<a class="button"[^>]*>([^<]*)</a>', head)


class TestThePlan:
    def test_the_persons_own_words_stand_above_all(self, cast, plan):
        for name in ("coordinator", "desk", "elderly"):
            text = get(cast, name, "casework:plan", plan.pk).content.decode()
            text = text[text.index("page__content") :]
            places = [text.index(words) for words in (
                "「この家で、息子と暮らしたい」", "髙橋 トメ", "物忘れ外来を受診する", ESCORT
            )]  # fmt: skip
            assert places == sorted(places), name
            assert "返事待ち" in text
            assert "一郎" not in text

    def test_each_side_has_its_own_buttons(self, cast, plan):
        shown = {
            name: buttons(get(cast, name, "casework:plan", plan.pk).content.decode())
            for name in ("coordinator", "desk", "elderly")
        }
        assert shown == {
            "coordinator": ["目標の様子を書く", "役割を加える", "評価する", "見直しを始める"],
            "desk": [], "elderly": [],
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("verdict", "main"), [("replan", "次の版を作る"), ("complete", "プランを終える")]
    )
    def test_what_follows_from_the_evaluation_stands_first(self, cast, case, verdict, main):
        plan = evaluated(cast, in_force(cast, case), verdict)
        shown = buttons(get(cast, "coordinator", "casework:plan", plan.pk).content.decode())
        assert shown[0] == main
        assert "目標の様子を書く" in shown

    def test_the_next_edition_is_gone_on_with_once_it_is_begun(self, cast, case):
        plan = evaluated(cast, in_force(cast, case), "replan")
        drafted(cast, case)
        shown = buttons(get(cast, "coordinator", "casework:plan", plan.pk).content.decode())
        assert shown[0] == "次の版（第2版）を開く"

    @pytest.mark.parametrize(
        "address",
        ["plan", "plan_print", "plan_compare", "plan_edit", "plan_progress", "plan_evaluate",
         "role_add"],
    )  # fmt: skip
    def test_the_outsider_gets_the_same_bytes_as_for_nothing(self, cast, address, plan):
        nothing = uuid.uuid4()
        assert get(cast, "elderly", "casework:plan", plan.pk).status_code == 200
        for name in ("outsider", "disability", "member", "auditor"):
            closed = get(cast, name, f"casework:{address}", plan.pk)
            absent = get(cast, name, f"casework:{address}", nothing)
            assert (closed.status_code, closed.content) == (404, absent.content), name

    def test_a_look_leaves_a_line_for_whom_it_names(self, cast, plan):
        get(cast, "elderly", "casework:plan", plan.pk)
        get(cast, "elderly", "casework:plan_print", plan.pk)
        with cast.acting("elderly"):
            lines = ReadLine.objects.order_by("event__number").values_list(
                "event__act", "basis", "classes", "person_id"
            )
            person = uuid.UUID(Plan.objects.get().persons[0]["id"])
            assert list(lines) == [
                ("read", "multilayer_conference", 512, person),
                ("print", "multilayer_conference", 512, person),
            ]

    def test_paper_says_what_the_screen_says(self, cast, plan):
        text = get(cast, "coordinator", "casework:plan_print", plan.pk).content.decode()
        for words in ("「この家で、息子と暮らしたい」", ESCORT, "本人の署名", "プラン決定日"):
            assert words in text

    def test_after_five_business_days_it_is_said_to_both(self, cast, plan):
        cast.later(days=8)
        with clock.frozen(cast.at):
            for name in ("coordinator", "elderly"):
                text = get(cast, name, "casework:plan", plan.pk).content.decode()
                assert "未了の役割　3件" in text


class TestWriting:
    def values(self, cast, plan, **changes):
        with cast.acting("coordinator"):
            row = Plan.objects.get(pk=plan.pk)
            person = row.persons[0]["id"]
            lead = str(row.lead_window_id)
        return {
            "act": "save", "seen_version": row.version, "persons": [person],
            "wishes": "家にいたい", "lead_window_id": lead, "period_from": "r8.11.24",
            "period_to": "r9.5.31", "next_review_on": "r9.2.24", "goal_count": "1",
            "goal-0-text": "通院を続ける", "role_count": "1", "role-0-what": "見守り",
            "role-0-holder": f"w-{window('support_center_arakawa').pk}",
        } | changes  # fmt: skip

    def test_a_sheet_is_saved_whole(self, cast, case):
        plan = drafted(cast, case)
        done = post(cast, "coordinator", "casework:plan_edit", plan.pk, **self.values(cast, plan))
        assert (done.status_code, done.url) == (302, reverse("casework:plan", args=[plan.pk]))
        with cast.acting("coordinator"):
            goals = list(PlanGoal.objects.values_list("text", flat=True))
            roles = list(RoleAssignment.objects.values_list("what", flat=True))
            assert (Plan.objects.get().wishes, goals, roles) == (
                "家にいたい", ["通院を続ける"], ["見守り"]
            )  # fmt: skip

    @pytest.mark.parametrize(("act", "field"), [("add_goal", "goal-1-text"),
                                                ("add_role", "role-1-what")])  # fmt: skip
    def test_a_row_is_added_without_script_and_nothing_is_lost(self, cast, case, act, field):
        plan = drafted(cast, case)
        typed = self.values(cast, plan, act=act)
        shown = post(cast, "coordinator", "casework:plan_edit", plan.pk, **typed)
        text = shown.content.decode()
        assert shown.status_code == 200
        assert f'name="{field}"' in text
        assert "通院を続ける" in text
        assert "見守り" in text
        assert plan_now(cast, plan).wishes == "この家で、息子と暮らしたい"

    def test_who_serves_at_the_chosen_window_can_be_named(self, cast, case):
        plan = drafted(cast, case)
        typed = self.values(cast, plan, act="refresh")
        shown = post(cast, "coordinator", "casework:plan_edit", plan.pk, **typed)
        assert "大山 ふみ（窓口の相談員）" in shown.content.decode()

    def test_what_cannot_be_read_comes_back_with_a_sentence(self, cast, case):
        plan = drafted(cast, case)
        typed = self.values(cast, plan, **{"next_review_on": "らいしゅう", "role-0-what": ""})
        shown = post(cast, "coordinator", "casework:plan_edit", plan.pk, **typed)
        text = shown.content.decode()
        assert shown.status_code == 422
        assert "役割分担1行目：「役割」を書いてください。" in text
        assert "らいしゅう" in text

    def test_two_people_writing_one_plan_see_both_texts(self, cast, case):
        plan = drafted(cast, case)
        typed = self.values(cast, plan)
        with cast.acting("coordination_manager") as by:
            writing = a_writing(case, goals=(GoalFacts(text="先に家計"),))
            edit_plan(
                plan_id=plan.pk, writing=writing, seen_version=plan.version, by=by, at=cast.at
            )
        shown = post(cast, "coordinator", "casework:plan_edit", plan.pk, **typed)
        text = shown.content.decode()
        assert shown.status_code == 409
        for words in ("先に家計", "通院を続ける", "小堀 課さん", "達成目標の食い違い"):
            assert words in text
        with cast.acting("coordinator"):
            assert [goal.text for goal in PlanGoal.objects.all()] == ["先に家計"]
        again = typed | {"seen_version": plan_now(cast, plan).version}
        assert post(cast, "coordinator", "casework:plan_edit", plan.pk, **again).status_code == 302

    def test_what_was_typed_and_not_sent_is_there_again(self, cast, case):
        plan = drafted(cast, case)
        with cast.acting("coordinator") as by:
            content = {"direction": "書きかけの方向", "goal-2-text": "三つ目の目標"}
            save_draft(by=by, form="plan", subject=str(plan.pk), content=content)
        text = get(cast, "coordinator", "casework:plan_edit", plan.pk).content.decode()
        assert "書きかけの方向" in text
        assert "三つ目の目標" in text
        assert "物忘れ外来を受診する" in text

    def test_without_lead_or_review_it_is_not_put_forward(self, cast, case):
        plan = drafted(cast, case)
        typed = self.values(cast, plan, lead_window_id="", next_review_on="")
        post(cast, "coordinator", "casework:plan_edit", plan.pk, **typed)
        shown = get(cast, "coordinator", "casework:plan_step", plan.pk, "propose")
        assert shown.status_code == 302
        page = post(cast, "coordinator", "casework:plan_step", plan.pk, "propose")
        assert (page.status_code, "主担当機関を決めてください。" in page.content.decode()) == (
            422, True
        )  # fmt: skip

    def test_the_page_says_all_that_keeps_it_from_the_conference(self, cast, case):
        plan = drafted(cast, case)
        gone = {"lead_window_id": "", "next_review_on": "", "period_to": ""}
        post(cast, "coordinator", "casework:plan_edit", plan.pk, **self.values(cast, plan, **gone))
        text = get(cast, "coordinator", "casework:plan", plan.pk).content.decode()
        assert "会議に諮る" not in buttons(text)
        assert (
            "<strong>会議に諮る前に</strong>　主担当機関を決めてください。"
            "プランの期間を決めてください。次の見直しの日を決めてください。"
        ) in text

    def test_of_a_plan_that_runs_an_evaluation_is_asked_at_the_review_alone(self, cast, case):
        plan, asked = in_force(cast, case), "<strong>プランを終える前に</strong>"
        assert asked not in get(cast, "coordinator", "casework:plan", plan.pk).content.decode()
        post(cast, "coordinator", "casework:plan_step", plan.pk, "review")
        shown = {
            name: asked in get(cast, name, "casework:plan", plan.pk).content.decode()
            for name in ("coordinator", "desk", "elderly")
        }
        assert shown == {"coordinator": True, "desk": False, "elderly": False}

    def test_only_a_draft_is_written_on(self, cast, case):
        plan = proposed(cast, case)
        assert get(cast, "coordinator", "casework:plan_edit", plan.pk).status_code == 302
        typed = self.values(cast, plan)
        shown = post(cast, "coordinator", "casework:plan_edit", plan.pk, **typed)
        assert shown.status_code == 422
        assert "家にいたい" in shown.content.decode()


class TestSteps:
    def test_from_draft_to_proposal_and_back(self, cast, case):
        plan = drafted(cast, case)
        for name, state in (("propose", "proposed"), ("take_back", "draft")):
            assert get(cast, "coordinator", "casework:plan_step", plan.pk, name).status_code == 200
            done = post(cast, "coordinator", "casework:plan_step", plan.pk, name)
            assert (done.status_code, plan_now(cast, plan).state) == (302, state)

    def test_review_carry_on_evaluate_end(self, cast, plan):
        post(cast, "coordinator", "casework:plan_step", plan.pk, "review")
        post(cast, "coordinator", "casework:plan_step", plan.pk, "carry_on",
             next_review_on="r9.3.24")  # fmt: skip
        assert plan_now(cast, plan).next_review_on == date(2027, 3, 24)
        typed = {"evaluated_on": "きょう", "verdict": "complete", "achieved_1": "achieved",
                 "own_voice": "よかった", "changes": ["medical"]}  # fmt: skip
        done = post(cast, "coordinator", "casework:plan_evaluate", plan.pk, **typed)
        assert done.status_code == 302
        text = get(cast, "coordinator", "casework:plan", plan.pk).content.decode()
        for words in ("判定　終結", "「よかった」", "医療の受診", "達成した"):
            assert words in text
        post(cast, "coordinator", "casework:plan_step", plan.pk, "end")
        assert plan_now(cast, plan).state == "ended"
        assert get(cast, "elderly", "casework:plan", plan.pk).status_code == 404

    def test_an_evaluation_that_says_too_little_comes_back_whole(self, cast, plan):
        typed = {"evaluated_on": "きょう", "verdict": "replan", "achieved_1": "partly",
                 "own_voice": "まだ不安"}  # fmt: skip
        shown = post(cast, "coordinator", "casework:plan_evaluate", plan.pk, **typed)
        text = shown.content.decode()
        assert (shown.status_code, "判定の理由" in text, "まだ不安" in text) == (422, True, True)

    def test_progress_is_written_while_it_runs(self, cast, plan):
        assert get(cast, "coordinator", "casework:plan_progress", plan.pk).status_code == 200
        post(cast, "coordinator", "casework:plan_progress", plan.pk, achieved_1="partly",
             note_1="予約まで")  # fmt: skip
        assert "予約まで" in get(cast, "elderly", "casework:plan", plan.pk).content.decode()

    @pytest.mark.parametrize("name", ["propose", "review", "carry_on", "end", "progress", "x"])
    def test_nobody_else_takes_a_step(self, cast, name, plan):
        for who in ("elderly", "outsider"):
            refused = post(cast, who, "casework:plan_step", plan.pk, name)
            absent = post(cast, who, "casework:plan_step", uuid.uuid4(), name)
            if name != "carry_on":
                assert (refused.status_code, refused.content) == (404, absent.content)
        assert plan_now(cast, plan).state == "in_force"

    def test_a_further_role_is_asked_from_its_own_page(self, cast, plan):
        holder = f"w-{window('support_center_arakawa').pk}"
        shown = post(cast, "coordinator", "casework:role_add", plan.pk, holder=holder,
                     what="見守り", act="refresh")  # fmt: skip
        assert "大山 ふみ" in shown.content.decode()
        done = post(cast, "coordinator", "casework:role_add", plan.pk, holder=holder,
                    what="見守り", act="save")  # fmt: skip
        assert (done.status_code, role(cast, plan, "見守り").state) == (302, "asked")

    def test_two_editions_beside_each_other(self, cast, case):
        plan = evaluated(cast, in_force(cast, case), "replan")
        begun = post(cast, "coordinator", "casework:plan_draft", case.pk)
        with cast.acting("coordinator"):
            following = Plan.objects.get(replaces_id=plan.pk)
        assert begun.url == reverse("casework:plan_edit", args=[following.pk])
        text = get(cast, "coordinator", "casework:plan_compare", following.pk).content.decode()
        assert "第1版（実施中）" in text
        assert "変わった" in text
        assert get(cast, "elderly", "casework:plan_compare", following.pk).status_code == 404


class TestTheRole:
    def test_the_holder_reads_what_is_asked_and_takes_it(self, cast, plan):
        asked = role(cast, plan, ESCORT)
        text = get(cast, "elderly", "casework:role", asked.pk).content.decode()
        assert text.index("物忘れ外来に付き添う") < text.index("「この家で、息子と暮らしたい」")
        for words in ("<summary>役割を引き受ける</summary>", "<summary>役割は引き受けられない"):
            assert words in text
        named = cast.appointment("elderly").pk
        done = post(cast, "elderly", "casework:role_answer", asked.pk, "accept", carrier=named)
        assert (done.status_code, role(cast, plan, ESCORT).state) == (302, "accepted")
        assert "引き受けた" in get(cast, "desk", "casework:plan", plan.pk).content.decode()

    def test_a_refusal_needs_its_reason(self, cast, plan):
        asked = role(cast, plan, ESCORT)
        page = post(cast, "elderly", "casework:role_answer", asked.pk, "decline")
        assert page.status_code == 422
        done = post(cast, "elderly", "casework:role_answer", asked.pk, "decline", reason="人手")
        assert done.status_code == 302
        assert "未了（引き受けられない）" in get(
            cast, "coordinator", "casework:plan", plan.pk
        ).content.decode()  # fmt: skip

    def test_whoever_asked_writes_down_what_was_said_in_the_meeting(self, cast, plan):
        asked = role(cast, plan, "診察")
        text = get(cast, "coordinator", "casework:role", asked.pk).content.decode()
        assert "先方の返事を記録する" in text
        done = post(cast, "coordinator", "casework:role_answer", asked.pk, "accept",
                    how="in_meeting", who="山本さん")  # fmt: skip
        assert (done.status_code, role(cast, plan, "診察").answered_by) == (302, "山本さん")

    def test_an_answer_typed_too_late_is_not_lost(self, cast, plan):
        asked = role(cast, plan, ESCORT)
        post(cast, "elderly", "casework:role_answer", asked.pk, "accept")
        late = post(cast, "elderly_manager", "casework:role_answer", asked.pk, "decline",
                    reason="人手がない")  # fmt: skip
        text = late.content.decode()
        assert (late.status_code, "人手がない" in text, "できません" in text) == (422, True, True)

    def test_the_outsider_finds_nothing(self, cast, plan):
        asked = role(cast, plan, ESCORT)
        for name in ("outsider", "disability", "member"):
            closed = get(cast, name, "casework:role", asked.pk)
            absent = get(cast, name, "casework:role", uuid.uuid4())
            assert (closed.status_code, closed.content) == (404, absent.content)
            assert post(
                cast, name, "casework:role_answer", asked.pk, "accept"
            ).status_code == 404  # fmt: skip
        assert role(cast, plan, ESCORT).state == "asked"


class TestOnTheCase:
    def tab(self, cast, name, case):
        shown = get(cast, name, "desk:case", case.pk, tab="plans")
        return shown.content.decode()

    def test_the_tab_shows_what_each_may_read(self, cast, case, plan):
        assert "次の版を作り始める" in self.tab(cast, "coordinator", case)
        for name in ("coordinator", "desk"):
            text = self.tab(cast, name, case)
            assert reverse("casework:plan", args=[plan.pk]) in text
            assert ESCORT in text

    def test_a_window_of_the_circle_without_a_part_reads_none(self, cast, case):
        drafted(cast, case)
        text = self.tab(cast, "desk", case)
        assert "この窓口から読める支援プランはありません。" in text
        assert "プランを作り始める" not in text

    def test_an_entry_says_which_goal_it_serves(self, cast, case, plan):
        assert "どの目標の様子か" in self.tab(cast, "desk", case)
        with cast.acting("desk"):
            goal = PlanGoal.objects.get()
        typed = {"body": "予約した", "method": "phone", "counterpart": "person", "on": "きょう",
                 "seen_version": "1", "goal": str(goal.pk)}  # fmt: skip
        done = post(cast, "desk", "desk:case", case.pk, **typed)
        assert done.status_code == 302
        with cast.acting("desk"):
            assert [entry.body for entry in goal.entries.all()] == ["予約した"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_role_and_for_three(cast, case, count):
    with cast.acting("coordinator"):
        roles = a_writing(case).roles[-count:]
    plan = in_force(cast, case, roles=roles)
    with cast.acting("coordinator") as by, CaptureQueriesContext(connection) as captured:
        show_plan(by, plan.pk)
    assert len(captured) == 10
