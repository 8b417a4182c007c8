"""What stands in the way, whose words they are and where one goes on is said before the verb."""

from datetime import date

import pytest
from django.urls import reverse

from ikue.casework.models import Referral
from ikue.programmes.multi_agency.domain.agenda import find_member
from ikue.programmes.multi_agency.domain.coordinations import HandBack, step_out
from ikue.programmes.multi_agency.domain.items import withdraw_item
from ikue.programmes.multi_agency.domain.members import member_leaves
from ikue.programmes.multi_agency.enums import Conference
from ikue.programmes.multi_agency.forms.items import AgainForm
from ikue.programmes.multi_agency.models import Coordination, ItemMember
from tests.factories.conferences import BOTH
from tests.factories.plans import in_force

pytestmark = pytest.mark.django_db
STEP_OUT = "主担当に戻して手を離す"


def at(name, pk) -> str:
    return reverse(f"multi_agency:{name}", args=[pk])


def page_of(visit, name, address) -> str:
    answer = visit(name, "get", address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def coordination(cast) -> Coordination:
    with cast.acting("coordinator"):
        return Coordination.objects.get()


class TestAConsentThatEndedUnderAnItem:
    READS = "案件の終わりまで読めます"
    ENDED = "構成員はもうこの案件を読めません"

    @pytest.fixture
    def item(self, household):
        household.consent(*BOTH)
        return household.invited("elderly", conference=Conference.MULTILAYER)

    def test_is_said_to_the_host_and_no_record_is_offered(self, cast, household, visit, item):
        address, record = at("item", item.pk), at("item_record", item.pk)
        page = page_of(visit, "coordinator", address)
        assert [words in page for words in (self.READS, self.ENDED, record)] == [True, False, True]
        household.withdraw("トメ")
        page = page_of(visit, "coordinator", address)
        assert [words in page for words in (self.READS, self.ENDED, record)] == [False, True, False]
        assert visit("elderly", "get", address).status_code == 404


class TestTheHandIsLetGo:
    def test_only_after_the_items_have_ended(self, cast, household, visit):
        item = household.item()
        address = at("coordination", coordination(cast).pk)
        page = page_of(visit, "coordinator", address)
        assert "<strong>手を離す前に</strong>　終わっていない案件があります。" in page
        assert STEP_OUT not in page
        led = visit("coordinator", "get", at("step_out", coordination(cast).pk))
        assert led.url == address
        with cast.acting("coordinator") as by:
            withdraw_item(item=household.now(item), reason="不要", by=by, at=by.at)
        page = page_of(visit, "coordinator", address)
        assert ("手を離す前に" in page, STEP_OUT in page) == (False, True)

    def test_only_after_the_plan_has_ended(self, cast, household, visit):
        household.consent("トメ", codes=("self_reliance", "support_center_arakawa", "hospital"))
        with cast.acting("coordinator"):
            case = household.case()
        in_force(cast, case)
        page = page_of(visit, "coordinator", at("coordination", coordination(cast).pk))
        assert "<strong>手を離す前に</strong>　実施中の支援プランがあります。" in page

    def test_and_afterwards_one_knows_whom_to_call(self, cast, household, visit):
        with cast.acting("coordinator") as by:
            hand_back = HandBack(words="役割が決まった", follow_up_on=date(2027, 2, 1))
            gone = step_out(
                coordination=Coordination.objects.get(), hand_back=hand_back, by=by, at=by.at
            )
        page = page_of(visit, "coordinator", at("follow_up", gone.pk))
        phone = cast.appointment("desk").window.phone
        assert phone
        assert f"（{phone}）に電話などで" in page


def test_the_page_of_an_answer_says_whose_it_is(cast, household, visit):
    """What was heard on the telephone from several partners is written down one after the other."""
    item = household.item(meeting=household.meeting())
    partner = household.list_partner(item)
    household.invite(item, "elderly")
    page = page_of(visit, "coordinator", at("member_answer", partner.pk))
    assert "山本 相談員さんの答えです。" in page


def test_that_moving_ends_the_item_is_said_before(household, visit):
    item = household.record(household.invited("elderly"))
    page = page_of(visit, "coordinator", at("item_move", item.pk))
    assert "いまの支援会議の案件はここで終わり、その構成員は読めなくなります。" in page


def test_whom_to_ask_where_nobody_can_be_named():
    form = AgainForm(at=None, members=[], meetings=[])
    assert "いま、載せられる方がいません。" in form.fields["persons"].help_text
    named = AgainForm(at=None, members=[("1", "母")], meetings=[])
    assert "主担当の窓口に、その方のことも" in named.fields["persons"].help_text
    assert "いま、載せられる方がいません。" not in named.fields["persons"].help_text


def test_case_item_and_request_lead_to_the_coordination(cast, household, visit):
    item = household.item()
    with cast.acting("coordinator"):
        referral = Referral.objects.get(kind="multi_agency")
    there = at("coordination_of", household.case_id)
    case = reverse("desk:case", args=[household.case_id])
    pages = (case, at("item", item.pk), reverse("casework:referral", args=[referral.pk]))
    assert [there in page_of(visit, "coordinator", page) for page in pages] == [True, True, True]
    assert case in page_of(visit, "coordinator", at("item", item.pk))
    assert there not in page_of(visit, "desk", case)


def test_who_was_struck_off_before_the_invitation_is_no_matter_of_the_members(
    cast, household, visit
):
    item = household.item(meeting=household.meeting())
    struck = household.list_member(item, "disability")
    with cast.acting("coordinator") as by:
        member_leaves(member=find_member(struck.pk), reason="本人が望まない", by=by, at=by.at)
    household.invite(item, "elderly", "member")
    with cast.acting("coordinator") as by:
        gone = ItemMember.objects.get(appointment_id=cast.appointment("member").pk)
        member_leaves(member=find_member(gone.pk), reason="異動", by=by, at=by.at)
    shown = {
        name: [words in page_of(visit, name, at("item", item.pk)) for words in ("望まない", "異動")]
        for name in ("coordinator", "elderly")
    }
    assert shown == {"coordinator": [True, True], "elderly": [False, True]}
