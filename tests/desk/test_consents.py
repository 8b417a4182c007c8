"""同意のページ: one line a member, every verb with its sentence, nothing for whoever is outside."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ikue.audit.models import Change, ReadLine
from ikue.casework.domain.ending import record_death
from ikue.desk.domain.consents import consent_page
from ikue.desk.domain.my_consents import consent_rows
from ikue.directory.enums import AgencyKind
from ikue.directory.models import Window
from ikue.kernel import clock
from ikue.people.models import Person
from ikue.sharing.domain.consents import (
    ConsentAnswer,
    ConsentScope,
    add_receiver,
    ask_consent,
    give_consent,
)
from ikue.sharing.enums import FieldClass
from ikue.sharing.models import Consent
from tests.client import keyed
from tests.standing import standing

pytestmark = pytest.mark.sampled

WORDS = "包括さんには話していいよ"
GIVEN = {
    "outcome": "given", "giver": "person", "method": "oral", "words": WORDS,
    "windows": ["support_center_arakawa"], "classes": ["F1", "F3"], "purpose": "介護の相談",
    "until": "2027-03-31",
}  # fmt: skip


@standing
def case(ward):
    return ward.case()


def person(ward, name="トメ"):
    with ward.cast.acting("desk"):
        return Person.objects.get(given_name=name)


def record(ward, visit, *, name="desk", of="トメ", **changes):
    address = f"/desk/consents/person/{person(ward, of).pk}/record/"
    return visit(name, "post", address, keyed(**GIVEN | changes))


def said(visit, case, name="desk") -> str:
    """The sentence on top of the page, just after an act."""
    shown = visit(name, "get", f"/desk/consents/{case.circle_id}/")
    return " ".join(str(one) for one in shown.context["messages"])


def lines(ward, case, name="desk") -> dict[str, str]:
    with ward.cast.acting(name) as viewer:
        found = consent_page(viewer, case.circle_id)
    return {one.member.label: one.standing.label for one in found.consents.members}


def given(ward, **changes) -> Consent:
    scope = {"window_codes": ("support_center_arakawa",), "purpose": "介護の相談",
             "until": date(2027, 3, 31)}  # fmt: skip
    with ward.cast.acting("desk") as by:
        mother = Person.objects.get(given_name="トメ")
        asked = ask_consent(person_id=mother.pk, circle_id=mother.circle_id, by=by, at=by.at)
        answer = ConsentAnswer(words=WORDS)
        scope = ConsentScope(**(scope | changes))
        return give_consent(consent=asked, answer=answer, scope=scope, by=by, at=by.at)


def test_one_says_yes_and_another_has_not_been_asked(ward, visit, case):
    done = record(ward, visit)
    assert (done.status_code, done["Location"]) == (302, f"/desk/consents/{case.circle_id}/")
    assert said(visit, case) == (
        "同意を記録しました。これから令和9年3月31日まで、包括 荒川が、髙橋 トメさんの"
        "氏名など・支援の内容を読めます。ほかの方のことは、だれにも開きません。"
    )
    assert lines(ward, case) == {"髙橋 トメ": "同意あり", "髙橋 一郎": "まだ聞いていない"}
    text = visit("desk", "get", f"/desk/cases/{case.pk}/").content.decode()
    assert "包括 荒川に、氏名など・支援の内容を、令和9年3月31日まで" in text
    assert "同意前" not in text


def test_only_the_one_who_agreed_opens_to_the_receiver(ward, visit, case):
    record(ward, visit)
    seen = {}
    for name in ("elderly", "outsider", "disability"):
        with ward.cast.acting(name):
            seen[name] = list(Person.objects.values_list("given_name", flat=True))
    assert seen == {"elderly": ["トメ"], "outsider": [], "disability": []}


def test_asked_then_answered_is_one_consent(ward, visit, case):
    assert record(ward, visit, outcome="asked").status_code == 422
    record(ward, visit, outcome="asked", ask_again_on="2026-12-01")
    assert said(visit, case) == (
        "お願いしたことを記録しました。返事を記録するまで、だれにも伝わりません。"
        "令和8年12月1日に、もう一度お願いする日としてホームに出ます。"
    )
    assert lines(ward, case)["髙橋 トメ"] == "お願い中"
    record(ward, visit, outcome="asked", ask_again_on="2026-12-04")
    text = visit("desk", "get", f"/desk/consents/{case.circle_id}/").content.decode()
    assert text.count("お願い中") == 1
    assert "次にお願いする日 令和8年12月4日" in text
    record(ward, visit)
    assert lines(ward, case)["髙橋 トメ"] == "同意あり"
    with ward.cast.acting("desk"):
        assert Consent.objects.count() == 1


def test_no_answer_is_chosen_beforehand(ward, visit, case):
    address = f"/desk/consents/person/{person(ward).pk}/record/"
    assert visit("desk", "get", address).context["form"]["outcome"].value() is None
    assert record(ward, visit, outcome="").status_code == 422


def test_a_no_has_a_day_and_may_become_a_yes(ward, visit, case):
    no = {"outcome": "refused", "refused_reason": "いまは話したくない"}
    assert record(ward, visit, **no).status_code == 422
    record(ward, visit, **no, ask_again_on="2026-12-08")
    assert "令和8年12月8日に、もう一度お願いする日としてホームに出ます。" in said(visit, case)
    text = visit("desk", "get", f"/desk/consents/{case.circle_id}/").content.decode()
    assert "次にお願いする日 令和8年12月8日" in text
    assert "いまは話したくない" in text
    record(ward, visit)
    assert lines(ward, case)["髙橋 トメ"] == "同意あり"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"words": ""}, "口頭の同意は、ご本人の言葉をひとこと書いてください。"),
        ({"windows": []}, "伝えてよい窓口か、機関の種類を選んでください。"),
        ({"classes": []}, "伝えてよい情報を選んでください。"),
        ({"until": ""}, "同意をいつまでにするか、日付を書いてください。"),
        ({"until": "2027-11-25"}, "同意の期限は、12か月以内の日にしてください。"),
        ({"giver": "guardian"}, "ご本人以外が同意したときは、その方の氏名を書いてください。"),
        ({"giver": "parental", "giver_name": "髙橋 花"},
         "成人の方の同意は、親やほかの家族からは得られません。ご本人に聞いてください。"),
        ({"outcome": "refused", "ask_again_on": "2026-11-24"},
         "次にお願いする日は、きょうより後の日にしてください。"),
    ],
)  # fmt: skip
def test_what_makes_no_consent_is_said_and_nothing_is_lost(ward, visit, case, changes, sentence):
    shown = record(ward, visit, **changes)
    assert shown.status_code == 422
    assert sentence in shown.content.decode()
    assert "介護の相談" in shown.content.decode()
    with ward.cast.acting("desk"):
        assert Consent.objects.count() == 0


def test_the_form_begins_with_a_year_less_a_day_and_oneself(ward, visit, case):
    shown = visit("desk", "get", f"/desk/consents/person/{person(ward).pk}/record/")
    form = shown.context["form"]
    assert form["until"].value() == "令和9年11月23日"
    assert form["explained_by"].value() == str(ward.cast.appointment("desk").pk)
    assert "子どもに通訳させてはいけません" in shown.content.decode()


def test_the_own_window_can_be_named(ward, visit, case):
    """In a conference the window that asked is told by the others too."""
    record(ward, visit, windows=["self_reliance", "support_center_arakawa"])
    with ward.cast.acting("desk"):
        (consent,) = Consent.objects.all().with_receivers()
    assert consent.window_codes == ["self_reliance", "support_center_arakawa"]


def test_the_scope_is_changed_by_a_new_yes(ward, visit, case):
    old = given(ward)
    address = f"/desk/consents/of/{old.pk}/change/"
    shown = visit("desk", "get", address).context["form"]
    assert (shown["windows"].value(), shown["words"].value()) == (["support_center_arakawa"], None)
    visit("desk", "post", address, keyed(**GIVEN | {"windows": ["core_consultation_center"]}))
    assert said(visit, case).startswith("前の同意はここで終わりました。同意を記録しました。")
    assert lines(ward, case)["髙橋 トメ"] == "同意あり"
    counts = {}
    for name in ("elderly", "disability"):
        with ward.cast.acting(name):
            counts[name] = Person.objects.count()
    assert counts == {"elderly": 0, "disability": 1}


def reads(ward, visit, case, name="elderly") -> int:
    return visit(name, "get", f"/desk/cases/{case.pk}/").status_code


def test_a_withdrawal_says_who_had_read_and_ends_it_at_the_next_request(ward, visit, case):
    consent = given(ward)
    assert reads(ward, visit, case) == 200
    ward.cast.later(minutes=5)
    address = f"/desk/consents/of/{consent.pk}/withdraw/"
    assert "から読んでいます" in visit("desk", "get", address).content.decode()
    visit("desk", "post", address, keyed(said_by="person"))
    assert said(visit, case) == (
        "撤回を記録しました。この同意で読んでいた窓口は、次に開こうとしたときから読めません。"
        "すでに読んだ窓口：包括 荒川（令和8年11月24日から）。"
        "読んだことは消えず、閲覧の記録に残ります。"
    )
    ward.cast.later(seconds=1)
    assert reads(ward, visit, case) == 404
    assert lines(ward, case)["髙橋 トメ"] == "撤回"
    with ward.cast.acting("desk"):
        assert Change.objects.filter(sentence="撤回を言った方：本人").count() == 1


def test_where_nobody_had_read_it_says_so(ward, visit, case):
    consent = given(ward)
    ward.cast.later(minutes=5)
    visit("desk", "post", f"/desk/consents/of/{consent.pk}/withdraw/", keyed(said_by="person"))
    assert said(visit, case).endswith("これまでに読んだ窓口はありません。")


def test_a_parent_takes_nothing_back(ward, visit, case):
    consent = given(ward)
    address = f"/desk/consents/of/{consent.pk}/withdraw/"
    shown = visit("desk", "post", address, keyed(said_by="parental"))
    assert shown.status_code == 422
    assert "ご本人が自分で決めた同意は、保護者からは取り消せません。" in shown.content.decode()
    assert lines(ward, case)["髙橋 トメ"] == "同意あり"


@standing
def shared(ward):
    """A reception of desk, passed on and taken by 包括 荒川, with a consent beside it."""
    referral = ward.referral()
    ward.accept(referral)
    return given(ward, window_codes=("core_consultation_center",))


def test_any_window_on_duty_hears_it_taken_back(ward, visit, shared):
    ward.cast.later(minutes=1)
    page = visit("elderly", "get", f"/desk/consents/{shared.circle_id}/").content.decode()
    assert "撤回を記録する" in page
    assert "範囲を変える" not in page
    assert WORDS not in page
    address = f"/desk/consents/of/{shared.pk}/withdraw/"
    assert visit("elderly", "post", address, keyed(said_by="person")).status_code == 302
    with ward.cast.acting("desk"):
        assert Consent.objects.get().state == "withdrawn"


def test_a_consent_ended_by_death_is_nowhere_called_withdrawn(ward, visit, case):
    """Nor is its receiver told that somebody died: what it stood on is over."""
    record(ward, visit)
    with ward.cast.acting("desk") as by:
        mother = Person.objects.get(given_name="トメ")
        record_death(person=mother, on=clock.today(by.at), by=by, at=by.at)
    ward.cast.later(minutes=1)
    assert lines(ward, case)["髙橋 トメ"] == "死亡により終了"
    text = visit("desk", "get", f"/desk/consents/{case.circle_id}/").content.decode()
    assert "死亡により終了" in text
    assert "撤回" not in text
    with ward.cast.acting("elderly") as by:
        (row,) = consent_rows(by)
    assert row.what == "同意が終わりました（サポートデスクが聞いた同意）。もう読めません"


def test_a_death_recorded_by_mistake_is_taken_back_and_consents_are_asked_anew(ward, visit, case):
    record(ward, visit)
    address, mother = f"/desk/cases/{case.pk}/household/", person(ward)
    about = {"person": str(mother.pk)}
    undo = f"{address}death_taken_back/"
    refused = visit("desk", "post", undo, keyed(**about, reason="本人から電話"))
    assert refused.status_code == 422
    visit("desk", "post", f"{address}death/", keyed(**about, on="2026-11-24"))
    assert lines(ward, case)["髙橋 トメ"] == "死亡により終了"
    household = f"/desk/cases/{case.pk}/?tab=household"
    assert "死亡の記録を取り消す" in visit("desk", "get", household).content.decode()
    assert visit("desk", "post", undo, keyed(**about, reason="")).status_code == 422
    done = visit("desk", "post", undo, keyed(**about, reason="本人から電話"))
    assert done.status_code == 302
    assert "死亡の記録を取り消す" not in visit("desk", "get", household).content.decode()
    assert person(ward).died_on is None
    assert lines(ward, case)["髙橋 トメ"] == "死亡により終了"
    text = visit("desk", "get", f"/desk/consents/{case.circle_id}/").content.decode()
    assert "死亡の記録は誤りでした。必要なら、あらためてお願いしてください" in text
    with ward.cast.acting("elderly"):
        assert Person.objects.count() == 0
    record(ward, visit)
    assert lines(ward, case)["髙橋 トメ"] == "同意あり"


def test_a_hidden_receiver_is_named_to_nobody_else_of_the_circle(ward, visit):
    ward.accept(ward.referral())
    given(ward, window_codes=("women",))
    circle = person(ward).circle_id
    assert "女性相談" in visit("desk", "get", f"/desk/consents/{circle}/").content.decode()
    text = visit("elderly", "get", f"/desk/consents/{circle}/").content.decode()
    assert "まで（相手は、聞いた窓口にお尋ねください）" in text
    assert "女性相談" not in text


def test_what_was_typed_tells_nobody_else_of_a_hidden_receiver(ward, visit):
    """A purpose, who agreed and through whose voice name it by what they say."""
    ward.accept(ward.referral())
    typed = {
        "purpose": "夫からの避難の相談", "giver_name": "髙橋 みどり", "interpreted_by": "王さん",
        "language": "中国語",
    }  # fmt: skip
    record(ward, visit, windows=["women"], giver="guardian", **typed)
    address = f"/desk/consents/{person(ward).circle_id}/"
    own, others = (visit(name, "get", address).content.decode() for name in ("desk", "elderly"))
    assert [words for words in typed.values() if words not in own] == []
    assert "まで（相手は、聞いた窓口にお尋ねください）" in others
    assert [words for words in typed.values() if words in others] == []


def test_what_is_left_to_add_tells_nobody_else_whom_the_consent_names(ward, visit):
    """Where a window on duty did not ask for it: the name that is missing would be the answer."""
    ward.accept(ward.referral())
    women = Window.objects.get(code="women")
    consent = given(ward, window_codes=("women",), agency_kinds=(women.agency.kind,))
    other = Window.objects.exclude(code="self_reliance").filter(
        agency__kind=women.agency.kind, hidden_involvement=False
    )
    with ward.cast.acting("desk") as by:
        addition = add_receiver(consent=consent, window=other[0], by=by, at=by.at)
    addresses = {
        f"/desk/consents/of/{consent.pk}/add/": {"window": "x"},
        f"/desk/consents/added/{addition.pk}/told/": {"how": ""},
    }
    for address, form in addresses.items():
        assert visit("desk", "get", address).status_code == 200
        answers = [
            visit("elderly", "get", address),
            visit("elderly", "post", address, keyed(**form)),
            visit("elderly", "get", f"/desk/consents/of/{uuid4()}/add/"),
        ]
        assert {answer.status_code for answer in answers} == {404}, address
        assert len({answer.content for answer in answers}) == 1


def test_a_receiver_is_added_by_its_kind_and_the_person_is_told(ward, visit, case):
    consent = given(ward, window_codes=(), agency_kinds=(AgencyKind.ENTRUSTED,))
    assert reads(ward, visit, case) == 404
    add = f"/desk/consents/of/{consent.pk}/add/"
    assert "税務課" not in visit("desk", "get", add).content.decode()
    visit("desk", "post", add, keyed(window="support_center_arakawa"))
    assert said(visit, case) == (
        "包括 荒川を加えました。いまから読めます。"
        "令和8年12月1日までに、加えたことをご本人に知らせてください。"
    )
    assert reads(ward, visit, case) == 200
    with ward.cast.acting("desk"):
        addition = Consent.objects.get().additions.get()
    told = f"/desk/consents/added/{addition.pk}/told/"
    assert visit("desk", "post", told, keyed(how="")).status_code == 422
    assert visit("desk", "post", told, keyed(how="電話")).status_code == 302
    text = visit("desk", "get", f"/desk/consents/{case.circle_id}/").content.decode()
    assert "に知らせた（電話）" in text


def test_before_any_consent_the_case_says_what_may_be_done(ward, visit, case):
    text = visit("desk", "get", f"/desk/cases/{case.pk}/").content.decode()
    assert "同意前" in text
    assert "支援会議と、同意に向けた関わりができます。" in text
    given(ward)
    assert "同意前" not in visit("desk", "get", f"/desk/cases/{case.pk}/").content.decode()
    ward.cast.later(days=130)
    text = visit("desk", "get", f"/desk/cases/{case.pk}/").content.decode()
    assert "同意前" in text
    assert "期限切れ" in text


def test_a_reader_by_consent_is_told_why_and_until_when(ward, visit, case):
    given(ward)
    text = visit("elderly", "get", f"/desk/cases/{case.pk}/").content.decode()
    assert "なぜ見られるのか" in text
    assert "「本人同意」を根拠として、同意の期限か撤回まで" in text
    assert "令和9年3月31日" in text
    assert "髙橋 トメ" in text
    assert "一郎" not in text
    assert "聞く・変える・取り消す" not in text
    own = visit("desk", "get", f"/desk/cases/{case.pk}/").content.decode()
    assert "なぜ見られるのか" not in own


def test_the_reception_follows_the_consent_without_being_typed_again(ward, visit):
    reception = ward.reception()
    address = f"/desk/consultations/{reception.pk}/"
    before = dict(visit("desk", "get", address).context["paper"].consent)
    assert before == {"同意": "まだ聞いていない"}
    record(ward, visit)
    after = dict(visit("desk", "get", address).context["paper"].consent)
    assert (after["同意"], after["受付のとき"], after["言葉・様子"]) == (
        "同意あり", "まだ聞いていない", WORDS,
    )  # fmt: skip
    shown = visit("elderly", "get", address)
    assert dict(shown.context["paper"].consent)["同意"] == "同意あり"
    assert "なぜ見られるのか" in shown.content.decode()


@pytest.mark.parametrize(
    ("name", "status"),
    [("desk", 200), ("desk_colleague", 200), ("manager", 200), ("elderly", 404),
     ("women", 404), ("coordinator", 404), ("privacy_officer", 404), ("auditor", 404),
     ("administrator", 404), ("commissioner", 404), ("member", 404), ("outsider", 404)],
)  # fmt: skip
def test_who_opens_the_pages_of_consent(ward, visit, case, name, status):
    """包括 荒川 is a mere receiver: it reads by the consent and does not learn of the others'."""
    consent = given(ward)
    mother = person(ward).pk
    for address in (
        f"/desk/consents/{case.circle_id}/", f"/desk/consents/person/{mother}/record/",
        f"/desk/consents/of/{consent.pk}/change/", f"/desk/consents/of/{consent.pk}/withdraw/",
    ):  # fmt: skip
        assert visit(name, "get", address).status_code == status, address


def test_looking_is_recorded_for_each_person_shown(ward, visit, case):
    given(ward)
    visit("desk", "get", f"/desk/consents/{case.circle_id}/")
    mother, son = person(ward).pk, person(ward, "一郎").pk
    with ward.cast.acting("desk"):
        masks = dict(ReadLine.objects.values_list("person_id", "classes"))
    own = FieldClass.F0 | FieldClass.F1 | FieldClass.F3
    assert (masks[mother], masks[son]) == (own, FieldClass.F1)


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_consents(ward, case, count):
    for _ in range(count):
        given(ward)
    with ward.cast.acting("desk") as viewer, CaptureQueriesContext(connection) as captured:
        consent_page(viewer, case.circle_id)
    assert len(captured) == 7


def test_the_windows_stand_under_the_fields_they_belong_to(ward, visit, case):
    """Without script too: a fieldset for each field, a heading for each fieldset."""
    page = visit("desk", "get", f"/desk/consents/person/{person(ward).pk}/record/")
    text = page.content.decode()
    listed = text[text.index("data-narrow") : text.index('id="id_agency_kinds"')]
    groups = re.split(r"<legend>", listed)[1:]
    assert [one.split("</legend>")[0] for one in groups] == [
        "高齢", "障がい", "子ども・母子保健", "若者", "女性", "生活困窮", "その他",
        "重層的支援体制整備事業", "アカウントのない機関",
    ]  # fmt: skip
    assert "女性相談" in groups[4]
    assert "サポートデスク" in groups[5]
    assert "民生委員・児童委員協議会" in groups[8]
    boxes = page.context["form"]["windows"]
    assert listed.count('type="checkbox"') == len(list(boxes))


def test_the_windows_of_a_form_are_those_that_take_people(ward, visit, case):
    shown = visit("desk", "get", f"/desk/consents/person/{person(ward).pk}/record/")
    offered = {code for _, group in shown.context["form"].fields["windows"].choices
               for code, _ in group}  # fmt: skip
    takes = set(Window.objects.filter(receives_consultations=True).values_list("code", flat=True))
    assert takes <= offered
    assert "tax_collection" not in offered


@pytest.mark.parametrize("act", ["change", "withdraw", "add"])
def test_an_act_is_recorded_as_the_page_it_begins_from(ward, visit, case, act):
    """The scope and the purpose stand in the form: support (F3), by name (F1), at this window."""
    consent = given(ward, agency_kinds=(AgencyKind.ENTRUSTED,))
    assert visit("desk", "get", f"/desk/consents/of/{consent.pk}/{act}/").status_code == 200
    with ward.cast.acting("desk"):
        told = 0
        for line in ReadLine.objects.filter(person_id=consent.person_id):
            told |= line.classes
    assert FieldClass.F3 in FieldClass(told)
