"""The page of one reception: who may open it, what is recorded, and every way on from it."""

import uuid
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ikue.audit.models import ReadEvent, ReadLine
from ikue.casework.domain.referrals import Refusal, decline_referral
from ikue.casework.models import Case, Packet, Referral
from ikue.directory.models import Window
from ikue.kernel import clock
from ikue.people.domain.households import add_member
from ikue.people.domain.persons import PersonFacts, SafeContactFacts, register_person
from ikue.people.models import Household, Person
from ikue.programmes.consultation.domain.receiving import Principal, Reception, receive
from ikue.programmes.consultation.models import Consultation
from ikue.sharing.domain.consents import ConsentAnswer, ConsentScope, ask_consent, give_consent
from tests.cast import assemble
from tests.client import keyed, sign_in
from tests.factories.receptions import household_8050

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]


@pytest.fixture
def cast():
    return assemble()


@pytest.fixture
def record(cast):
    with cast.acting("desk") as by:
        return household_8050(by=by, at=cast.at)


@pytest.fixture
def desk(client, cast, record):
    cast.later(minutes=10)
    with clock.frozen(cast.at):
        yield sign_in(client, cast, "desk")


def at(record, rest=""):
    return f"/desk/consultations/{record.pk}/{rest}"


def window(code):
    return Window.objects.get(code=code)


READERS = ("desk", "desk_colleague", "chief", "manager")
OTHERS = (
    "elderly", "elderly_manager", "disability", "children", "women", "coordinator", "outreach",
    "participation", "community", "night_duty", "member", "commissioner", "privacy_officer",
    "auditor", "administrator", "outsider",
)  # fmt: skip


@pytest.mark.parametrize("name", READERS)
def test_the_window_that_received_reads(client, cast, record, name):
    with clock.frozen(cast.at):
        answer = sign_in(client, cast, name).get(at(record))
    assert answer.status_code == 200
    assert "髙橋 トメ" in answer.content.decode()


@pytest.mark.parametrize("name", OTHERS)
def test_for_everybody_else_it_does_not_exist(client, cast, record, name):
    with clock.frozen(cast.at):
        sign_in(client, cast, name)
        absent = client.get(f"/desk/consultations/{uuid.uuid4()}/")
        assert absent.status_code == 404
        for rest in ("", "person/", "screen/refer/", "screen/stop/"):
            assert client.get(at(record, rest)).content == absent.content
        for rest in ("whereabouts/", "person/", "screen/refer/", "screen/stop/"):
            assert client.post(at(record, rest), keyed()).content == absent.content


def test_a_retired_colleague_is_sent_to_choose(client, cast, record):
    with clock.frozen(cast.at):
        answer = sign_in(client, cast, "retired").get(at(record))
    assert (answer.status_code, answer["Location"]) == (302, "/desk/choose/")


def lines(cast, name="desk"):
    with cast.acting(name) as by:
        rows = ReadLine.objects.filter(event__account_id=by.account_id).order_by("event__number")
        return list(rows.values_list("event__screen", "person_id", "classes"))


def test_one_look_is_one_event_with_a_line_per_person(desk, cast, record):
    desk.get(at(record))
    with cast.acting("desk"):
        assert ReadEvent.objects.count() == 1
        son = Person.objects.get(given_name="一郎")
    assert sorted(lines(cast), key=lambda line: line[2]) == [
        ("consultation:detail", son.pk, 2),
        ("consultation:detail", record.person_id, 1 | 2 | 8),
    ]


def test_whereabouts_are_closed_until_asked_for(desk, cast, record):
    page = desk.get(at(record)).content.decode()
    assert "荒川二丁目999番1号" not in page
    assert "03-0000-0001" not in page
    opened = desk.post(at(record, "whereabouts/"), keyed()).content.decode()
    assert "荒川二丁目999番1号" in opened
    assert "03-0000-0001" in opened
    looked = [line for line in lines(cast) if line[0] == "consultation:whereabouts"]
    with cast.acting("desk"):
        acts = ReadEvent.objects.order_by("number").values_list("act", flat=True)
        assert list(acts) == ["read", "reveal"]
        son = Person.objects.get(given_name="一郎")
    assert {person: classes for _, person, classes in looked} == {
        record.person_id: 1 | 2 | 4 | 8,
        son.pk: 2,
    }


def test_safe_contact_stands_before_everything_of_the_person(desk, record):
    page = desk.get(at(record)).content.decode()
    assert page.index("留守番電話に残さない／時間: 午前中") < page.index("昭和19(1944)年3月2日")


def test_text_for_another_system_has_no_whereabouts(desk, record):
    page = desk.get(at(record))
    text = page.context["pasted"]
    assert text.splitlines()[:5] == [
        "【相談受付】受R8-00001（仕事・生活サポートデスク(自立相談支援機関)）",
        "【受付日時】令和8年11月24日 09:30",
        "【受付者】相田 まどか",
        "【本人】髙橋 トメ　たかはし とめ　82歳",
        "【世帯】髙橋 一郎（53歳）",
    ]
    assert "荒川二丁目" not in text


def test_buttons_are_the_rows_of_the_transition_table(desk, record):
    verbs = [row.name for row in desk.get(at(record)).context["verbs"]]
    assert verbs == [
        "inform", "refer", "support", "request_multi_agency", "work_toward_consent", "stop",
    ]  # fmt: skip


def tables_asked(desk, record):
    with CaptureQueriesContext(connection) as captured:
        assert desk.get(at(record)).status_code == 200
    return sum(' FROM "' in query["sql"] for query in captured.captured_queries)


def test_more_people_cost_no_more_queries(desk, cast, record):
    assert tables_asked(desk, record) == 10
    with cast.acting("desk") as by:
        household = Household.objects.get()
        for name in ("二郎", "三郎"):
            facts = PersonFacts(family_name="髙橋", given_name=name)
            person = register_person(facts=facts, circle_id=record.circle_id, by=by, at=cast.at)
            add_member(household=household, person=person, relationship="child", by=by)
    assert tables_asked(desk, record) == 10


OUTCOMES = {
    "inform": ({"told": "フードバンクを案内した"}, "info_only"),
    "stop": ({"reason": "電話が切れた"}, "stopped_before_judgement"),
    "work_toward_consent": ({"next_what": "また電話", "next_on": "r8.12.1"}, "pre_consent"),
}


@pytest.mark.parametrize("name", OUTCOMES)
def test_outcomes_that_stay_at_the_window(desk, cast, record, name):
    typed, state = OUTCOMES[name]
    assert desk.get(at(record, f"screen/{name}/")).status_code == 200
    empty = desk.post(at(record, f"screen/{name}/"), keyed())
    assert empty.status_code == 422
    assert desk.post(at(record, f"screen/{name}/"), keyed(**typed))["Location"] == at(record)
    with cast.acting("desk"):
        assert Consultation.objects.get().state == state


def test_support_here_opens_a_case_with_somebody_responsible(desk, cast, record):
    colleague = cast.appointment("desk_colleague")
    page = desk.get(at(record, "screen/support/"))
    assert len(page.context["form"].colleagues) == 4
    typed = {"responsible": colleague.pk, "next_what": "訪問", "next_on": "11/26", "reason": "家計"}
    done = desk.post(at(record, "screen/support/"), keyed(**typed))
    with cast.acting("desk"):
        case = Case.objects.get()
        assert done["Location"] == f"/desk/cases/{case.pk}/"
        assert (case.responsible_id, case.next_on) == (colleague.pk, date(2026, 11, 26))
    assert case.number in desk.get(at(record)).content.decode()


def test_an_outcome_already_decided_says_so(desk, record):
    desk.post(at(record, "screen/inform/"), keyed(told="案内した"))
    late = desk.post(at(record, "screen/stop/"), keyed(reason="まちがい"))
    assert late.status_code == 422
    assert "この相談受付は今「情報提供で終わり」です。" in late.content.decode()
    assert desk.get(at(record, "screen/stop/"))["Location"] == at(record)


def asked(record, to="support_center_arakawa", **changes):
    return keyed(
        to=f"w-{window(to).pk}", clock="ordinary", persons=[str(record.person_id)],
        question="介護の相談をお願いします", done_already="話を聞きました",
        keep_doing="家計の相談は続けます",
        complaint="物忘れが心配。", **changes,
    )  # fmt: skip


def refer(desk, record, verb="refer", **typed):
    """Both steps: what will be read is looked at, then sent."""
    address = at(record, f"screen/{verb}/")
    digest = desk.post(address, asked(record, act="preview", **typed)).context["preview"].digest
    sent = asked(record, act="send", basis="ward_purpose", _confirmed=digest, **typed)
    return desk.post(address, sent)


def suggested(page):
    form = page.context["form"]
    return [(group.label, group.names) for group in form.suggested], form.fields["to"].choices


def test_the_branch_of_the_address_is_offered_first(desk, record):
    said, groups = suggested(desk.get(at(record, "screen/refer/")))
    branches = ("support_center_arakawa", "public_assistance_arakawa")
    near = [(f"w-{window(code).pk}", window(code).name) for code in branches]
    staffed = near[:1]  # nobody of the cast works at the other one
    assert said == [("住所から見た担当", "地域包括支援センター 荒川")]
    assert groups[1] == ("住所から見た担当", staffed)


def test_what_is_known_is_filled_in(desk, record):
    form = desk.get(at(record, "screen/refer/")).context["form"]
    assert (form["complaint"].value(), form["persons"].value()) == (
        record.complaint, [str(record.person_id)],
    )  # fmt: skip


def test_nothing_is_sent_before_the_receivers_text_was_seen(desk, cast, record):
    unseen = desk.post(at(record, "screen/refer/"), asked(record, act="send", basis="ward_purpose"))
    assert unseen.status_code == 422
    with cast.acting("desk"):
        assert Referral.objects.count() == 0


def test_the_preview_is_what_the_receiver_reads(desk, cast, record):
    preview = desk.post(at(record, "screen/refer/"), asked(record, act="preview"))
    assert preview.status_code == 200
    assert "住所・電話は伏せてあります" in preview.content.decode()
    codes = [basis.code for basis in preview.context["preview"].bases]
    assert codes == ["ward_purpose", "abuse_child", "abuse_elder", "abuse_disabled"]
    assert refer(desk, record)["Location"] == at(record)
    with cast.acting("elderly"):
        packet = Packet.objects.get()
        assert packet.question == "介護の相談をお願いします"
        assert [one["given_name"] for one in packet.persons] == ["トメ"]
    with cast.acting("desk"):
        assert Consultation.objects.get().state == "referred"


def test_where_no_basis_stands_nothing_is_sent(desk, cast, record):
    """A hidden window has no standing decision."""
    page = desk.post(at(record, "screen/refer/"), asked(record, to="women", act="preview"))
    codes = [basis.code for basis in page.context["preview"].bases]
    assert codes == ["abuse_child", "abuse_elder", "abuse_disabled"]
    answer = refer(desk, record, to="women")
    assert answer.status_code == 422
    assert "この根拠では渡せません。" in answer.content.decode()


def test_to_many_agencies_the_window_is_settled(desk, cast, record):
    form = desk.get(at(record, "screen/request_multi_agency/")).context["form"]
    assert form.settled.window == window("multi_agency")
    assert len(form.fields["to"].choices) == 1
    sent = refer(desk, record, "request_multi_agency", to="multi_agency")
    assert sent.status_code == 302
    with cast.acting("desk"):
        assert Consultation.objects.get().state == "handover_requested"
        assert Referral.objects.get().kind == "multi_agency"


def test_the_window_decides_the_kind(desk, cast, record):
    """多機関協働 chosen in the ordinary list is the same request."""
    refer(desk, record, to="multi_agency")
    with cast.acting("desk"):
        assert Consultation.objects.get().state == "handover_requested"


def test_a_declined_referral_is_back_with_the_proposed_window(desk, cast, record):
    refer(desk, record)
    instead = window("core_consultation_center")
    with cast.acting("elderly") as by:
        refusal = Refusal(reason="担当地域ではない", proposed_window=instead)
        decline_referral(referral=Referral.objects.get(), refusal=refusal, by=by, at=cast.at)
    page = desk.get(at(record)).content.decode()
    assert "引き受けられないと返事がありました" in page
    assert "担当地域ではない" in page
    again = f"/desk/consultations/{record.pk}/screen/refer/?to=w-{instead.pk}"
    assert again in page
    next_page = desk.get(again)
    form = next_page.context["form"]
    assert form["to"].value() == f"w-{instead.pk}"
    assert form["question"].value() == "介護の相談をお願いします"
    assert suggested(next_page)[0] == [
        ("断られたときに挙がった窓口", instead.name),
        ("住所から見た担当", "地域包括支援センター 荒川"),
    ]


def test_an_unanswered_referral_comes_back_when_its_time_is_over(desk, cast, record):
    refer(desk, record)
    assert "戻ってきました" not in desk.get(at(record)).content.decode()
    with clock.frozen(cast.later(days=10)):
        assert "返事の期限を過ぎ、戻ってきました" in desk.get(at(record)).content.decode()


@pytest.fixture
def urgent(cast):
    with cast.acting("desk") as by:
        reception = Reception(
            received_at=cast.at, complaint="今夜食べるものがない", urgency="today",
            urgency_reason="所持金がない",
        )  # fmt: skip
        principal = Principal(facts=PersonFacts(family_name="林", given_name="誠"))
        return receive(reception=reception, principal=principal, members=(), by=by, at=cast.at)


@pytest.mark.parametrize(
    ("minutes", "said"), [(10, "今日10:30まで"), (75, "15分超過"), (190, "2時間超過")]
)
def test_an_urgent_one_is_due_by_its_clock_until_it_is_screened(
    client, cast, urgent, minutes, said
):
    """Received at 9:30: the ward gives it one hour; afterwards the date that was set counts."""
    with clock.frozen(cast.later(minutes=minutes)):
        browser = sign_in(client, cast, "desk_colleague")
        page = browser.get(at(urgent)).content.decode()
        assert said in page
        assert "あと3日" not in page
        toward = keyed(next_what="また電話", next_on="r8.11.27")
        browser.post(at(urgent, "screen/work_toward_consent/"), toward)
        assert "あと3日" in browser.get(at(urgent)).content.decode()


def test_an_ordinary_one_is_due_on_its_day(desk, record):
    assert "あと3日" in desk.get(at(record)).content.decode()


def test_an_urgent_one_is_passed_on_as_urgent_and_told_by_telephone(client, cast, urgent):
    with clock.frozen(cast.later(minutes=10)):
        browser = sign_in(client, cast, "desk")
        assert browser.get(at(urgent, "screen/refer/")).context["form"]["clock"].value() == "today"
        words = f"電話でも伝えてください：{window('support_center_arakawa').phone}"
        assert words not in browser.get(at(urgent)).content.decode()
        sent_as(browser, urgent, "today")
        assert words in browser.get(at(urgent)).content.decode()


def test_an_ordinary_one_is_passed_on_by_the_ordinary_clock(desk, record):
    assert desk.get(at(record, "screen/refer/")).context["form"]["clock"].value() == "ordinary"
    sent_as(desk, record, "ordinary")
    assert "電話でも伝えて" not in desk.get(at(record)).content.decode()


def sent_as(browser, record, chosen):
    address = at(record, "screen/refer/")
    fields = asked(record, act="preview") | {"clock": chosen}
    digest = browser.post(address, fields).context["preview"].digest
    sending = asked(record, act="send", basis="ward_purpose", _confirmed=digest)
    assert browser.post(address, sending | {"clock": chosen}).status_code == 302


def test_the_caller_gives_a_name_and_keeps_the_old_one(desk, cast, record):
    first = desk.get(at(record, "person/")).context["form"]
    typed = {"family_name": "高橋", "given_name": "トメ子", "birth": "s19.3.2", "sex": "female"}
    sent = keyed(seen_version=first["seen_version"].value(), **typed)
    assert desk.post(at(record, "person/"), sent)["Location"] == at(record)
    with cast.acting("desk"):
        assert Person.objects.get(pk=record.person_id).name == "高橋 トメ子"
        assert Household.objects.get().label == "高橋さん世帯"


def test_a_name_half_written_is_kept_until_it_is_saved(desk, record):
    typed = {"family_name": "高橋", "given_name": "トメ子", "sex": "female"}
    draft = f"/desk/drafts/name-caller/{record.pk}/"
    assert desk.post(draft, {**typed, "seen_version": 1}).status_code == 204
    form = desk.get(at(record, "person/")).context["form"]
    assert (form["given_name"].value(), form["birth"].value()) == ("トメ子", "昭和19年3月2日")
    desk.post(at(record, "person/"), keyed(seen_version=1, **typed))
    form = desk.get(at(record, "person/")).context["form"]
    assert (form["given_name"].value(), form["seen_version"].value()) == ("トメ子", 2)


def test_two_who_write_at_once_see_both_texts(desk, cast, record):
    typed = {"family_name": "高橋", "given_name": "トメ子", "sex": "female"}
    desk.post(at(record, "person/"), keyed(seen_version=1, **typed))
    late = desk.post(at(record, "person/"), keyed(seen_version=1, **typed | {"given_name": "とめ"}))
    page = late.content.decode()
    assert late.status_code == 409
    assert "名：トメ子" in page
    assert "名：とめ" in page
    assert "相田 まどか" in page
    assert late.context["form"]["seen_version"].value() == "2"
    impossible = desk.post(at(record, "person/"), keyed(seen_version=2, birth="昭和64年2月1日"))
    assert impossible.status_code == 422


def test_advice_is_asked_without_a_name_and_answered(client, cast):
    with clock.frozen(cast.at):
        sign_in(client, cast, "desk")
        assert client.post("/desk/consultations/advice/new/", keyed()).status_code == 422
        client.post("/desk/consultations/advice/new/", keyed(question="80代と50代の世帯です"))
        listed = client.get("/desk/consultations/advice/")
        ((advice, _, to_name, ours),) = listed.context["rows"]
        assert (to_name, ours) == ("多機関協働", False)
        sign_in(client, cast, "elderly")
        one = f"/desk/consultations/advice/{advice.pk}/"
        assert client.get(one).status_code == 404
        sign_in(client, cast, "coordinator")
        assert client.post(one, keyed(answer="まず息子さんの話を")).status_code == 302
        sign_in(client, cast, "desk")
        assert "まず息子さんの話を" in client.get(one).content.decode()
        with cast.acting("desk"):
            assert ReadEvent.objects.count() == 0


@pytest.fixture
def told(cast):
    """A reception told by a neighbour, which 包括 reads by the consent of the person."""
    with cast.acting("desk") as by:
        facts = PersonFacts(family_name="髙橋", given_name="トメ")
        reception = Reception(
            received_at=cast.at, complaint="物忘れが心配", caller="neighbour",
            caller_name="隣野 告男", caller_relation="隣の家の人",
        )  # fmt: skip
        safe = SafeContactFacts(hours="午前中", no_message=True)
        principal = Principal(facts=facts, safe_contact=safe)
        record = receive(reception=reception, principal=principal, members=(), by=by, at=cast.at)
        consent = ask_consent(
            person_id=record.person_id, circle_id=record.circle_id, by=by, at=cast.at
        )
        scope = ConsentScope(
            window_codes=("support_center_arakawa",), purpose="介護", until=date(2026, 12, 24)
        )
        answer = ConsentAnswer(words="話していいよ")
        give_consent(consent=consent, answer=answer, scope=scope, by=by, at=cast.at)
    cast.later(minutes=10)
    return record


@pytest.mark.parametrize(("name", "sees"), [("desk", True), ("elderly", False)])
def test_who_told_of_the_person_stays_with_the_window_that_wrote_it(client, cast, told, name, sees):
    with clock.frozen(cast.at):
        browser = sign_in(client, cast, name)
        pages = [browser.get(at(told)), browser.post(at(told, "whereabouts/"), keyed())]
    for page in pages:
        text = page.content.decode() + page.context["pasted"]
        assert page.status_code == 200
        assert [one in text for one in ("隣野", "告男", "隣の家の人")] == [sees] * 3
        assert "近隣・知人" in text


def test_a_reader_by_consent_finds_the_person_on_the_page(client, cast, told):
    with clock.frozen(cast.at):
        page = sign_in(client, cast, "elderly").get(at(told))
    assert page.status_code == 200
    assert "髙橋 トメ" in page.content.decode()
    assert "【本人】髙橋 トメ" in page.context["pasted"]
    assert "留守番電話に残さない／時間: 午前中" in page.content.decode()
    assert [line[1] for line in lines(cast, "elderly")] == [told.person_id]


def test_a_packet_never_says_who_told(client, cast, told):
    with clock.frozen(cast.at):
        refer(sign_in(client, cast, "desk"), told)
    with cast.acting("elderly"):
        (packet,) = Packet.objects.values()
    assert not any(word in str(packet) for word in ("隣野", "告男", "隣の家の人"))
