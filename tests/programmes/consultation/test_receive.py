"""相談受付: nothing typed is lost, one reception for one press, the paper's fields kept."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from ikue.audit.models import ReadEvent, ReadLine
from ikue.casework.domain.cases import Next
from ikue.casework.domain.ending import Completion, complete_case
from ikue.casework.models import Case
from ikue.drafts.keeping import save_draft
from ikue.drafts.models import Draft
from ikue.kernel import clock
from ikue.people.models import ContactPoint, Household, Membership, Person, SafeContact
from ikue.programmes.consultation.domain.screening import support_here
from ikue.programmes.consultation.forms.reception import ReceptionForm
from ikue.programmes.consultation.models import Consultation
from ikue.sharing.domain.consent_finding import possible_receivers
from ikue.sharing.domain.consents import usual_end
from ikue.sharing.models import Consent
from tests.cast import NEVER_READS, assemble
from tests.client import keyed, sign_in
from tests.factories.receptions import household_8050

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]
CALL = uuid.UUID("00000000-0000-4000-8000-00000000ca11")
NEW = f"/desk/consultations/new/{CALL}/"


@pytest.fixture
def cast():
    return assemble()


@pytest.fixture
def desk(client, cast):
    with clock.frozen(cast.at):
        yield sign_in(client, cast, "desk")


def plain(**changes):
    """What a plain phone call sends: words, the four answers given beforehand, and a name."""
    return {
        **keyed(),
        "complaint": "家賃を三か月払えていない。どこに相談すればいいか分からない。",
        "urgency": "ordinary",
        "caller": "person",
        "channel": "phone",
        "consent_variant": "not_asked",
        "family_name": "見本",
        **changes,
    }


def test_a_plain_call_becomes_a_reception(desk, cast):
    answer = desk.post(NEW, plain(address="荒川二丁目999番1号", phone="03-0000-0009"))
    assert answer.status_code == 302
    with cast.acting("desk"):
        record = Consultation.objects.get()
        assert answer["Location"] == f"/desk/consultations/{record.pk}/"
        assert record.number == "受R8-00001"
        assert record.received_at == cast.at
        assert record.town_code == "荒川二丁目"
        assert str(record.next_on) == "2026-11-27"
        assert Household.objects.get().label == "見本さん世帯"
        assert sorted(ContactPoint.objects.values_list("kind", "value")) == [
            ("address", "荒川二丁目999番1号"),
            ("phone", "03-0000-0009"),
        ]


def test_sent_twice_is_one_reception(desk, cast):
    sent = plain()
    first, second = desk.post(NEW, sent), desk.post(NEW, sent)
    assert first["Location"] == second["Location"]
    with cast.acting("desk"):
        assert Consultation.objects.count() == 1


def test_a_caller_without_a_name(desk, cast):
    desk.post(NEW, plain(family_name="", unnamed="on"))
    with cast.acting("desk"):
        assert Person.objects.get().known_as == "匿名の方 11月24日 9:30"


def test_everything_on_the_paper_is_kept(desk, cast):
    desk.post(
        NEW,
        plain(
            caller="family", caller_name="見本 花子", caller_relation="娘",
            family_kana="みほん", birth="昭和15年3月ごろ", sex="female",
            safe_secret="on", safe_hours="午前中",
            issues=["rent", "dementia"], worst_issue="tax", wish="家にいたい",
            work="pensioner", housing="rented", health_insurance="national", pension="old_age",
            other_system_number="A-12", received_on="きのう", received_time="14:30",
            next_on="r8.11.30", next_what="もう一度電話する",
            **{"m0-relationship": "child", "m0-family_name": "", "m0-lives_there": "on",
               "m1-relationship": "", "m2-family_name": "見本", "m2-given_name": "次郎",
               "m2-birth": "2015"},
        ),
    )  # fmt: skip
    with cast.acting("desk"):
        record = Consultation.objects.get()
        assert record.issues == ["rent", "tax", "dementia"]
        assert record.worst_issue == "tax"
        assert clock.today(record.received_at).isoformat() == "2026-11-23"
        assert str(record.next_on) == "2026-11-30"
        principal = Person.objects.get(pk=record.person_id)
        assert (principal.birth_year, principal.birth_month, principal.birth_day) == (1940, 3, None)
        assert principal.birth_is_approximate
        assert SafeContact.objects.get().sentence() == "家族に知られないように／時間: 午前中"
        members = Membership.objects.order_by("recorded_at").select_related("person")
        assert [(row.relationship, row.person.name, row.lives_there) for row in members] == [
            ("self", "見本", True),
            ("child", "（子（氏名は未確認））", True),
            ("unknown", "見本 次郎", False),
        ]


def test_with_consent_the_windows_named_are_on_the_record(desk, cast):
    desk.post(
        NEW,
        plain(
            consent_variant="given", consent_method="oral", consent_words="役所の中なら",
            consent_windows=["core_consultation_center"], consent_purpose="相談のため",
            consent_until="r9.3.31", consent_giver="person",
        ),
    )  # fmt: skip
    with cast.acting("desk"):
        consent = Consent.objects.get()
        assert consent.window_codes == ["core_consultation_center"]
        assert str(consent.until) == "2027-03-31"
        assert consent.said.words == "役所の中なら"


def test_a_consent_names_at_the_counter_whom_it_may_name_later(desk, cast):
    """One list in both places, or what was agreed here would cover no window one refers to."""
    shown = desk.get(NEW)
    with cast.acting("desk") as viewer:
        windows, agencies = possible_receivers(viewer)
    offered = [
        code for _, choices in shown.context["form"].fields["consent_windows"].choices
        for code, _ in choices
    ]  # fmt: skip
    assert set(offered) == {one.code for one in (*windows, *agencies)}
    assert {"support_center_arakawa", "multi_agency"} <= set(offered)
    assert "community_support_center" not in offered
    assert shown.context["form"].initial["consent_until"] == usual_end(cast.at)
    assert shown.content.decode().count('data-narrow="窓口・機関の名前で絞る"') == 1


LONG = "長" * 10_000
BAD = {
    "no words": ({"complaint": " "}, "「相談の内容（話されたことばで）」がまだ書かれていません。"),
    "no name": ({"family_name": ""}, "名前がわからないときは、呼び名か特徴"),
    "Showa 64 February": ({"birth": "昭和64年2月1日"}, "昭和は64年1月7日まで"),
    "30 February": ({"birth": "令和8年2月30日"}, "令和8(2026)年2月"),
    "not yet born": ({"birth": "r8.12.1"}, "生年月日が今日より後の日付です。"),
    "120 years": ({"birth": "1905"}, "120歳以上になります。"),
    "a NUL": ({"family_name": "見\x00本"}, "保存できない文字"),
    "a NUL in the words": ({"complaint": "家\x00賃"}, "保存できない文字"),
    "ten thousand": ({"family_name": LONG}, "80文字までの欄に10,000文字入っています。"),
    "wrong urgency": ({"urgency": "yesterday"}, "「緊急度」で選ばれたものは"),
    "wrong issue": ({"issues": ["rent", "dragons"]}, "「相談内容」で選ばれたものは"),
    "wrong window": ({"consent_windows": ["nowhere"]}, "「伝えてよい窓口・機関」で選ばれたものは"),
    "today without why": ({"urgency": "today"}, "「今日中」のときは、理由をひとこと"),
    "received tomorrow": ({"received_on": "あした"}, "受付の日時が先の日時になっています。"),
    "consent to nobody": ({"consent_variant": "given"}, "伝えてよい窓口・機関を、一つ以上"),
    "a member's birth": ({"m1-birth": "昭和64年2月1日"}, "世帯員2人目の「生年月日」"),
}


@pytest.mark.parametrize(("changes", "sentence"), BAD.values(), ids=BAD)
def test_bad_input_is_explained_and_nothing_is_lost(desk, cast, changes, sentence):
    sent = plain(wish="消えてはいけない希望", **changes)
    answer = desk.post(NEW, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "消えてはいけない希望" in page
    assert LONG not in changes.values() or LONG in page
    with cast.acting("desk"):
        assert Consultation.objects.count() == 0


def test_all_that_is_wrong_is_said_at_once(desk):
    """Also what only 今日中 asks for, each linked to its field."""
    sent = plain(urgency="today", family_name="", birth="昭和64年2月1日", received_on="あした")
    page = desk.post(NEW, sent)
    assert sorted(page.context["form"].errors) == [
        "birth", "known_as", "received_on", "urgency_reason",
    ]  # fmt: skip
    assert 'href="#id_urgency_reason"' in page.content.decode()


def test_why_today_is_marked_as_required(desk):
    page = desk.get(NEW).content.decode()
    assert '「今日中」の理由<span class="field__required">必須</span>' in page


def test_a_lone_surrogate_is_refused(cast):
    form = ReceptionForm(plain(family_name="\ud83d"), at=cast.at)
    assert not form.is_valid()
    assert list(form.errors) == ["family_name"]
    assert "壊れた文字" in form.errors["family_name"][0]


@pytest.mark.parametrize("name", ["葛󠄀城", "𠮷田", "髙﨑"])
def test_rare_characters_stay_as_they_came(desk, cast, name):
    desk.post(NEW, plain(family_name=name))
    with cast.acting("desk"):
        assert Person.objects.get().family_name == name


def test_a_draft_is_restored_visibly_and_can_be_thrown_away(desk, cast):
    with cast.acting("desk") as by:
        content = {"complaint": ["母のことで"], "issues": ["rent", "tax"], "safe_secret": ["on"],
                   "m4-family_name": ["五人目"]}  # fmt: skip
        save_draft(by=by, form="reception", subject=str(CALL), content=content)
    page = desk.get(NEW)
    form = page.context["form"]
    assert "書きかけを元に戻しました" in page.content.decode()
    assert form["complaint"].value() == "母のことで"
    assert form["issues"].value() == ["rent", "tax"]
    assert form["safe_secret"].value() is True
    assert form.members[4]["family_name"].value() == "五人目"
    desk.post(NEW + "throw-away/", keyed())
    assert desk.get(NEW).context["form"]["complaint"].value() is None


def test_a_sent_form_drops_its_draft(desk, cast):
    with cast.acting("desk") as by:
        save_draft(by=by, form="reception", subject=str(CALL), content={"a": "b"})
    desk.post(NEW, plain())
    with cast.acting("desk"):
        assert Draft.objects.count() == 0


def test_more_rows_without_javascript_keep_what_was_typed(desk):
    sent = plain(act="more", issues=["rent"], **{"m2-family_name": "三人目"})
    form = desk.post(NEW, sent).context["form"]
    assert len(form.members) == 5
    assert form["complaint"].value() == sent["complaint"]
    assert form.members[2]["family_name"].value() == "三人目"
    assert form.members[2]["lives_there"].value() is False


def test_at_most_six_answers_are_required(desk):
    form = desk.get(NEW).context["form"]
    required = [name for name, field in form.fields.items() if field.required]
    assert required == ["complaint", "urgency", "caller", "channel", "consent_variant"]


def test_beside_the_form_known_persons_are_shown_and_recorded(desk, cast):
    with cast.acting("desk") as by:
        record = household_8050(by=by, at=cast.at)
    answer = desk.post(
        NEW + "beside/",
        plain(family_name="高橋", birth="s19.3.2", complaint="母の物忘れ", address="荒川2-1"),
        headers={"HX-Request": "true"},
    )
    page = answer.content.decode()
    assert "<html" not in page
    assert page.index("髙橋 トメ") < page.index("髙橋 一郎")
    assert "生年月日が同じ" in page
    assert reverse("consultation:detail", args=[record.pk]) in page
    assert "認知症（疑い）" in page
    assert "荒川二丁目の担当は" in page
    with cast.acting("desk"):
        event = ReadEvent.objects.get()
        assert event.screen == "consultation:hints"
        assert sorted(ReadLine.objects.values_list("classes", flat=True)) == [2, 2]


def test_beside_the_form_without_javascript_the_whole_page_comes_back(desk):
    page = desk.post(NEW + "beside/", plain(complaint="借金がある")).content.decode()
    assert "<html" in page
    assert "債務" in page
    assert "借金がある" in page


def test_another_window_knows_nobody(client, cast):
    with cast.acting("desk") as by:
        household_8050(by=by, at=cast.at)
    with clock.frozen(cast.at):
        sign_in(client, cast, "elderly")
        page = client.post(NEW + "beside/", plain(family_name="髙橋")).content.decode()
    assert "似た名前の方はいません" in page
    assert "トメ" not in page


@pytest.mark.parametrize("name", [name for name in NEVER_READS if name != "retired"])
def test_who_receives_nobody_finds_no_page(client, cast, name):
    with clock.frozen(cast.at):
        sign_in(client, cast, name)
        absent = client.get(f"/desk/consultations/{uuid.uuid4()}/")
        assert client.get(NEW).status_code == 404
        assert client.get(NEW).content == absent.content
        assert client.post(NEW, plain()).content == absent.content


def test_every_call_gets_a_page_of_its_own(desk):
    """The telephone rings again: the second caller's page is empty and names what waits."""
    first, second = (desk.get("/desk/consultations/new/")["Location"] for _ in range(2))
    assert first != second


def test_what_waits_is_named_beside_the_new_one(desk, cast):
    other = uuid.uuid4()
    with cast.acting("desk") as by:
        save_draft(
            by=by, form="reception", subject=str(other),
            content={"complaint": ["Aさんの電話。家賃が払えない。"]},
        )  # fmt: skip
    page = desk.get(NEW)
    assert page.context["form"]["complaint"].value() is None
    assert [one[0] for one in page.context["others"]] == [str(other)]
    assert "Aさんの電話" not in page.content.decode()
    assert desk.get(f"/desk/consultations/new/{other}/").context["others"] == []


class TestThisIsTheOne:
    """この方です: the words go on in the open case, and are typed once."""

    def open_case(self, cast):
        with cast.acting("desk") as by:
            known = household_8050(by=by, at=cast.at)
            return support_here(
                consultation=known, responsible=cast.appointment("desk"),
                next_action=Next(what="訪問", due_on=clock.today(by.at) + timedelta(days=2)),
                reason="", by=by, at=by.at,
            )  # fmt: skip

    def carry(self, client, case_id):
        return client.post(f"{NEW}carry/", keyed() | {"complaint": "また電話", "case": case_id})

    def test_the_words_stand_in_the_box_of_the_case(self, desk, cast):
        case = self.open_case(cast)
        with cast.acting("desk") as by:
            save_draft(by=by, form="reception", subject=str(CALL), content={"a": "b"})
        assert self.carry(desk, case.pk)["Location"] == f"/desk/cases/{case.pk}/"
        page = desk.get(f"/desk/cases/{case.pk}/")
        assert page.context["form"]["body"].value() == "また電話"
        with cast.acting("desk"):
            assert [one.form for one in Draft.objects.all()] == ["entry"]

    def test_offered_only_where_the_case_is_open(self, desk, cast):
        case = self.open_case(cast)
        asked = plain(family_name="髙橋")
        found = [c.goes_on_here for c in desk.post(NEW + "beside/", asked).context["candidates"]]
        assert found
        assert all(found)
        with cast.acting("desk") as by:
            complete_case(
                case=Case.objects.get(pk=case.pk), completion=Completion(reason="misregistered"),
                by=by, at=by.at,
            )  # fmt: skip
        found = [c.goes_on_here for c in desk.post(NEW + "beside/", asked).context["candidates"]]
        assert found
        assert not any(found)
        assert self.carry(desk, case.pk).status_code == 404

    @pytest.mark.parametrize("case_id", ["", "x", uuid.uuid4()])
    def test_no_such_case(self, desk, cast, case_id):
        assert self.carry(desk, case_id).status_code == 404

    def test_a_case_of_others_answers_as_none(self, client, cast):
        case = self.open_case(cast)
        with clock.frozen(cast.at):
            assert self.carry(sign_in(client, cast, "women"), case.pk).status_code == 404
