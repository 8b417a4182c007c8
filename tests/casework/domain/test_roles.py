"""役割分担: asked of somebody who can answer, answered by them or written down, known as 未了."""

from datetime import date, timedelta

import pytest

from ikue.casework.domain.clocks import is_unsettled, role_answer_days
from ikue.casework.domain.plan_facts import RoleFacts
from ikue.casework.domain.plan_holders import NotConsented, RoleNotPossible, role_windows
from ikue.casework.domain.plan_queries import show_plan, show_role
from ikue.casework.domain.responsibility import NobodyToAnswer
from ikue.casework.domain.role_lines import holders_of, role_lines
from ikue.casework.domain.roles import (
    RoleAnswer,
    accept_role,
    ask_further_role,
    ask_role,
    decline_role,
    draft_role,
    edit_role,
    end_role,
)
from ikue.casework.models import Case, Plan, RoleAssignment
from ikue.directory.domain.appointments import end_appointment, stop_account
from ikue.kernel.transitions import NotAllowed, NotPossible
from ikue.sharing.domain.consents import withdraw_consent
from ikue.sharing.enums import Basis
from ikue.sharing.models import Consent, Ground
from tests.factories.conferences import Round
from tests.factories.plans import a_writing, coordinated_8050, drafted, in_force, role, window
from tests.standing import standing

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]
ESCORT, BUDGET, CLINIC = "受診の同行", "家計の相談", "診察"


@standing
def case(cast):
    return coordinated_8050(cast)


@standing
def plan(cast, case):
    return in_force(cast, case)


def carried_by(cast, case, name, *, code="support_center_arakawa", what=ESCORT):
    """The recipe's edition with one role, carried by that member of the cast."""
    with cast.acting("coordinator"):
        facts = RoleFacts(
            what=what, window_id=window(code).pk, appointment_id=cast.appointment(name).pk
        )
        return a_writing(case, roles=(facts,))


def said(cast, who, plan, what=ESCORT):
    with cast.acting(who) as by:
        found = [RoleAssignment.objects.get(plan_id=plan.pk, what=what)]
        (line,) = role_lines(by, found, holders_of(found))
        return line.mark, line.carrier


class TestWhoIsAsked:
    def test_a_role_stands_on_a_ground_of_its_own(self, cast, plan):
        asked = role(cast, plan, ESCORT)
        with cast.acting("coordinator"):
            ground = Ground.objects.get(pk=asked.ground_id)
        assert (asked.state, asked.asked_at) == ("asked", cast.at)
        assert (ground.basis, ground.purpose) == ("multilayer_conference", ESCORT)

    def test_nobody_is_named_whose_account_is_closed(self, cast, case):
        writing = carried_by(cast, case, "elderly")
        stop_account(account=cast.appointment("elderly").account, at=cast.at)
        with pytest.raises(NobodyToAnswer, match=r"受診の同行.*大山 ふみさん.*利用を止められて"):
            drafted(cast, case, roles=writing.roles)

    @pytest.mark.parametrize(
        ("name", "code"),
        [("disability", "support_center_arakawa"), ("retired", "self_reliance")],
    )
    def test_nor_who_works_elsewhere_or_left_the_window(self, cast, case, name, code):
        writing = carried_by(cast, case, name, code=code)
        with pytest.raises(NobodyToAnswer, match="別の担当者を選んで"):
            drafted(cast, case, roles=writing.roles)

    def test_an_account_closed_after_drafting_is_found_when_it_is_asked(self, cast, case):
        plan = drafted(cast, case, roles=carried_by(cast, case, "elderly").roles)
        stop_account(account=cast.appointment("elderly").account, at=cast.at)
        with cast.acting("coordinator") as by, pytest.raises(NobodyToAnswer, match="受診の同行"):
            ask_role(role=role_in(plan), by=by, at=cast.at)

    def test_nothing_is_asked_before_the_decision(self, cast, case):
        plan = drafted(cast, case)
        with cast.acting("coordinator") as by, pytest.raises(RoleNotPossible, match="決定される"):
            ask_role(role=role_in(plan), by=by, at=cast.at)
        with cast.acting("elderly"):
            assert (Plan.objects.count(), RoleAssignment.objects.count()) == (0, 0)

    @pytest.mark.parametrize(
        ("facts", "said"),
        [
            (RoleFacts(what="見守り"), "一つ選んで"),
            (RoleFacts(what="", agency_code="hospital"), "役割を書いて"),
            (RoleFacts(what="見守り", agency_code="self_reliance"), "窓口を選んで"),
        ],
    )
    def test_what_makes_no_role(self, cast, case, facts, said):
        with pytest.raises(RoleNotPossible, match=said):
            drafted(cast, case, roles=(facts,))

    def test_a_hidden_window_stands_in_no_role_table(self, cast, case):
        with cast.acting("coordinator"):
            facts = RoleFacts(what="面談", window_id=window("women").pk)
            assert window("women") not in role_windows(cast.at)
            assert window("education") in role_windows(cast.at)
        with pytest.raises(RoleNotPossible, match="関わりを伏せる窓口"):
            drafted(cast, case, roles=(facts,))

    def test_nor_does_a_draft_move_to_one(self, cast, case):
        draft = role(cast, drafted(cast, case), ESCORT)
        with cast.acting("coordinator") as by:
            facts = RoleFacts(what=ESCORT, window_id=window("women").pk)
            with pytest.raises(RoleNotPossible, match="関わりを伏せる窓口"):
                edit_role(role=draft, facts=facts, by=by, at=cast.at)

    def test_a_window_of_members_only_needs_a_name(self, cast, case):
        with cast.acting("coordinator"):
            facts = RoleFacts(what="学用品", window_id=window("education").pk)
        with pytest.raises(RoleNotPossible, match="担当者を選ぶか"):
            drafted(cast, case, roles=(facts,))

    def test_a_member_of_a_conference_reads_the_plan_in_person(self, cast, case):
        writing = carried_by(cast, case, "member", code="education", what="学用品")
        plan = in_force(cast, case, roles=writing.roles)
        with cast.acting("member") as by:
            assert show_plan(by, plan.pk).plan == plan
            asked = RoleAssignment.objects.get()
            accept_role(role=asked, answer=RoleAnswer(), by=by, at=cast.at)
        assert said(cast, "coordinator", plan, "学用品") == ("引き受けた", "曽我 会")


class TestAnswering:
    def test_the_holder_takes_it_and_says_who(self, cast, plan):
        cast.later(hours=1)
        with cast.acting("elderly") as by:
            answer = RoleAnswer(appointment_id=by.appointment_id)
            accept_role(role=role_in(plan), answer=answer, by=by, at=cast.at)
        taken = role(cast, plan, ESCORT)
        assert (taken.state, taken.accepted_how, taken.answered_by, taken.answered_at) == (
            "accepted", "itself", "大山 ふみ", cast.at
        )  # fmt: skip
        for who in ("coordinator", "elderly", "desk"):
            assert said(cast, who, plan) == ("引き受けた", "大山 ふみ")

    def test_somebody_elsewhere_cannot_be_named(self, cast, plan):
        answer = RoleAnswer(appointment_id=cast.appointment("disability").pk)
        with cast.acting("elderly") as by, pytest.raises(NobodyToAnswer):
            accept_role(role=role_in(plan), answer=answer, by=by, at=cast.at)

    def test_agreement_in_the_meeting_counts(self, cast, plan):
        with cast.acting("coordinator") as by:
            answer = RoleAnswer(how="in_meeting", who="包括の大山さん")
            accept_role(role=role_in(plan), answer=answer, by=by, at=cast.at)
        taken = role(cast, plan, ESCORT)
        assert (taken.accepted_how, taken.answered_by) == ("in_meeting", "包括の大山さん")

    @pytest.mark.parametrize("what", [ESCORT, CLINIC])
    @pytest.mark.parametrize(
        ("answer", "said"),
        [
            (RoleAnswer(), "会議の場で聞いたのか"),
            (RoleAnswer(how="told"), "どなたの返事か"),
        ],
    )
    def test_whoever_writes_for_another_says_who_and_how(self, cast, plan, what, answer, said):
        with cast.acting("coordinator") as by, pytest.raises(RoleNotPossible, match=said):
            accept_role(role=role_in(plan, what), answer=answer, by=by, at=cast.at)

    def test_a_partners_answer_is_written_down(self, cast, plan):
        with cast.acting("coordinator") as by:
            answer = RoleAnswer(how="told", who="地域連携室 山本さん")
            accept_role(role=role_in(plan, CLINIC), answer=answer, by=by, at=cast.at)
        assert said(cast, "elderly", plan, CLINIC) == ("引き受けた", "地域連携室")

    def test_a_refusal_says_why_and_may_be_taken_up_later(self, cast, plan):
        with cast.acting("elderly") as by:
            with pytest.raises(RoleNotPossible, match="理由を書いて"):
                decline_role(role=role_in(plan), reason="", answer=RoleAnswer(), by=by, at=cast.at)
            decline_role(
                role=role_in(plan), reason="人手がない", answer=RoleAnswer(), by=by, at=cast.at
            )
        for who in ("coordinator", "elderly"):
            assert said(cast, who, plan)[0] == "未了（引き受けられない）"
        with cast.acting("elderly") as by:
            accept_role(role=role_in(plan), answer=RoleAnswer(), by=by, at=cast.at)
        assert said(cast, "coordinator", plan)[0] == "引き受けた"

    @pytest.mark.parametrize("name", ["desk", "disability", "outsider"])
    def test_nobody_answers_for_another_window(self, cast, plan, name):
        asked = role(cast, plan, ESCORT)
        with cast.acting(name) as by, pytest.raises(NotAllowed):
            accept_role(role=asked, answer=RoleAnswer(), by=by, at=cast.at)


class TestNotSettled:
    def test_after_five_business_days_it_is_said_on_both_sides(self, cast, plan):
        """Asked on a Tuesday: until the close of the next Tuesday."""
        cast.later(days=7, hours=7)
        assert said(cast, "elderly", plan)[0] == "返事待ち"
        cast.later(hours=2)
        for who in ("elderly", "coordinator"):
            assert said(cast, who, plan)[0] == "未了（返事がまだ）"
        with cast.acting("coordinator") as by:
            assert len(show_plan(by, plan.pk).unsettled) == 3
            assert Plan.objects.get().state == "in_force"

    def test_the_setting_is_the_wards(self, cast, plan):
        asked = role(cast, plan, ESCORT)
        days = role_answer_days(date(2026, 11, 24))
        assert days == 5
        assert [is_unsettled(asked, cast.at + timedelta(days=n), days) for n in (1, 8)] == [
            False, True,
        ]  # fmt: skip

    def test_when_its_carrier_leaves_the_manager_holds_it(self, cast, case):
        writing = carried_by(cast, case, "elderly")
        plan = in_force(cast, case, roles=writing.roles)
        end_appointment(appointment=cast.appointment("elderly"), at=cast.later(hours=1))
        assert said(cast, "coordinator", plan) == ("返事待ち", "小川 長（課長・引継ぎ待ち）")
        with cast.acting("elderly_manager") as by:
            assert show_role(by, role_in(plan).pk).line.is_mine
            accept_role(role=role_in(plan), answer=RoleAnswer(), by=by, at=cast.at)


class TestWhileItRuns:
    def test_a_further_role_is_asked_at_once(self, cast, plan):
        with cast.acting("coordinator") as by:
            facts = RoleFacts(what="見守り", window_id=window("support_center_arakawa").pk)
            further = ask_further_role(plan=Plan.objects.get(), facts=facts, by=by, at=cast.at)
        assert further.state == "asked"

    def test_nothing_is_added_on_an_ended_consent_but_roles_go_on(self, cast, plan):
        with cast.acting("desk") as by:
            withdraw_consent(consent=Consent.objects.get(), by=by, at=cast.at)
        facts = RoleFacts(what="見守り", window_id=window("support_center_arakawa").pk)
        with cast.acting("coordinator") as by, pytest.raises(NotConsented):
            ask_further_role(plan=Plan.objects.get(), facts=facts, by=by, at=cast.at)
        with cast.acting("elderly") as by:
            assert show_plan(by, plan.pk).consent_ended
            accept_role(role=role_in(plan), answer=RoleAnswer(), by=by, at=cast.at)

    def test_a_role_that_ends_closes_what_it_opened(self, cast, plan):
        with cast.acting("elderly") as by:
            assert show_role(by, role_in(plan).pk).line.acts
        with cast.acting("coordinator") as by:
            end_role(role=role_in(plan), by=by, at=cast.at)
        with cast.acting("elderly") as by:
            assert Plan.objects.count() == 0
            with pytest.raises(RoleAssignment.DoesNotExist):
                show_role(by, RoleAssignment.objects.get(what=ESCORT).pk)

    def test_the_holder_does_not_end_it(self, cast, plan):
        with cast.acting("elderly") as by, pytest.raises(NotAllowed):
            end_role(role=role_in(plan), by=by, at=cast.at)

    def test_an_old_screen_does_not_undo_an_answer(self, cast, plan):
        stale = role(cast, plan, ESCORT)
        with cast.acting("elderly") as by:
            accept_role(role=role_in(plan), answer=RoleAnswer(), by=by, at=cast.at)
        with cast.acting("elderly_manager") as by, pytest.raises(NotPossible):
            decline_role(role=stale, reason="x", answer=RoleAnswer(), by=by, at=cast.at)


class TestWithoutAPlan:
    """Agreed in a 支援会議: the role belongs to its agenda item and stands on that basis."""

    @pytest.fixture
    def item(self, cast, case):
        return Round(cast=cast, circle_id=case.circle_id, case_id=case.pk).item(names=("トメ",))

    def test_its_holder_reads_the_role_and_no_plan(self, cast, case, item):
        with cast.acting("coordinator") as by:
            facts = RoleFacts(what="見守り", window_id=cast["disability"].window_id)
            drafted_role = draft_role(
                case=Case.objects.get(pk=case.pk), facts=facts, item_id=item.pk, by=by, at=cast.at
            )
            ask_role(role=drafted_role, basis=Basis.SUPPORT_CONFERENCE, by=by, at=cast.at)
        with cast.acting("disability") as by:
            page = show_role(by, drafted_role.pk)
            assert (page.plan, page.line.is_mine, Plan.objects.count()) == (None, True, 0)
            accept_role(role=RoleAssignment.objects.get(), answer=RoleAnswer(), by=by, at=cast.at)
        with cast.acting("outsider") as by, pytest.raises(RoleAssignment.DoesNotExist):
            show_role(by, drafted_role.pk)

    def test_a_draft_is_known_to_nobody_else(self, cast, case, item):
        with cast.acting("coordinator") as by:
            facts = RoleFacts(what="見守り", window_id=cast["disability"].window_id)
            draft_role(
                case=Case.objects.get(pk=case.pk), facts=facts, item_id=item.pk, by=by, at=cast.at
            )
            assert RoleAssignment.objects.count() == 1
        with cast.acting("disability"):
            assert RoleAssignment.objects.count() == 0

    def test_only_who_keeps_conferences_drafts_one(self, cast, case, item):
        facts = RoleFacts(what="見守り", window_id=cast["disability"].window_id)
        with cast.acting("desk") as by, pytest.raises(NotAllowed):
            draft_role(
                case=Case.objects.get(pk=case.pk), facts=facts, item_id=item.pk, by=by, at=cast.at
            )

    @pytest.mark.parametrize("in_both", [True, False])
    def test_it_belongs_to_a_plan_or_to_an_item(self, cast, case, item, in_both):
        plan = drafted(cast, case)
        facts = RoleFacts(what="見守り", window_id=cast["disability"].window_id)
        with cast.acting("coordinator"):
            both = {"plan": Plan.objects.get(pk=plan.pk), "item_id": item.pk} if in_both else {}
        with cast.acting("coordinator") as by, pytest.raises(RoleNotPossible, match="どちらか一つ"):
            draft_role(case=Case.objects.get(pk=case.pk), facts=facts, by=by, at=cast.at, **both)


def role_in(plan, what=ESCORT):
    return RoleAssignment.objects.get(plan_id=plan.pk, what=what)
