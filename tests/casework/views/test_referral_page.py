"""The referral's page: its two ends by client, the outsider, the record of looking."""

import re
import uuid
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from ikue.audit.models import ReadEvent, ReadLine
from ikue.casework.domain.queries import read_times
from ikue.casework.domain.referrals import (
    Acceptance,
    Refusal,
    Sending,
    Words,
    accept_referral,
    decline_referral,
)
from ikue.casework.models import Case, Packet, Referral
from ikue.directory.models import Window
from ikue.kernel import clock
from ikue.programmes.consultation.domain.screening import refer
from ikue.programmes.consultation.models import Consultation
from tests.cast import ROLES
from tests.client import keyed, sign_in
from tests.factories.referrals import received_8050, send, sent_8050

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_static_files")]


@pytest.fixture(autouse=True)
def when_it_has_been_sent(cast):
    with clock.frozen(cast.at + timedelta(minutes=10)):
        yield


def page(cast, name, referral):
    address = reverse("casework:referral", args=[referral.pk])
    return sign_in(Client(), cast, name).get(address)


def answer(cast, name, referral, verb, **typed):
    address = reverse("casework:answer", args=[referral.pk, verb])
    return sign_in(Client(), cast, name).post(address, keyed(**typed))


def state(cast, referral) -> str:
    with cast.acting("desk"):
        return Referral.objects.get(pk=referral.pk).state


def looks(cast, name) -> list[tuple[str, str, int]]:
    """(act, basis, classes) of every line this member of staff left behind."""
    with cast.acting(name):
        rows = ReadLine.objects.order_by("event__number", "classes")
        return list(rows.values_list("event__act", "basis", "classes"))


def test_the_receiver_reads_the_question_first(cast):
    referral = sent_8050(cast)
    shown = page(cast, "elderly", referral)
    text = shown.content.decode()
    assert shown.status_code == 200
    question, name = "介護の相談と、母の受診の同行をお願いしたい", "髙橋 トメ"
    assert text.index(question) < text.index(name)
    assert text.index(name) < text.index("母の物忘れがひどい")
    assert "留守番電話に残さない" in text
    assert "住所・電話は伏せてあります" in text
    assert "一郎" not in text
    for verb in ("引き受ける", "保留する", "引き受けられない"):
        assert f"<summary>{verb}</summary>" in text
    assert "<summary>取り下げる</summary>" not in text


def test_the_outsider_gets_the_same_bytes_as_for_nothing(cast):
    referral = sent_8050(cast)
    nothing = Referral(pk=uuid.uuid4())
    assert page(cast, "desk", referral).status_code == 200
    for name in ("outsider", "disability", "coordinator", "commissioner", "auditor"):
        closed, absent = page(cast, name, referral), page(cast, name, nothing)
        assert (closed.status_code, closed.content) == (404, absent.content), name
        assert closed.headers == absent.headers, name


@pytest.mark.parametrize("verb", ["accept", "hold", "decline", "recall", "arrive", "finish", "x"])
def test_the_outsider_can_do_nothing(cast, verb):
    referral = sent_8050(cast)
    refused = answer(cast, "outsider", referral, verb, reason="x")
    absent = answer(cast, "outsider", Referral(pk=uuid.uuid4()), verb, reason="x")
    assert (refused.status_code, refused.content) == (404, absent.content)
    assert state(cast, referral) == "sent"


def test_only_a_receiver_makes_it_read(cast):
    referral = sent_8050(cast)
    assert "まだ開かれていません" in page(cast, "desk", referral).content.decode()
    with cast.acting("desk"):
        assert read_times([referral.pk]) == {}
    page(cast, "elderly", referral)
    with cast.acting("desk"):
        assert read_times([referral.pk]) == {referral.pk: cast.at}
    assert "まだ開かれていません" not in page(cast, "desk", referral).content.decode()


def test_when_it_was_read_only_its_two_ends_learn(cast):
    referral = sent_8050(cast)
    page(cast, "elderly", referral)
    told = {}
    for name in ROLES:
        with cast.acting(name):
            told[name] = read_times([referral.pk]).get(referral.pk)
    ends = ("desk", "desk_colleague", "chief", "manager", "elderly", "elderly_manager")
    assert {name: at for name, at in told.items() if at} == dict.fromkeys(ends, cast.at)


def test_every_look_is_recorded_as_a_packet(cast):
    referral = sent_8050(cast)
    page(cast, "elderly", referral)
    page(cast, "desk", referral)
    assert looks(cast, "elderly") == [("read", "ward_purpose", 256)]
    assert looks(cast, "desk") == [("read", "own_duty", 256)]
    with cast.acting("elderly"):
        assert list(ReadEvent.objects.values_list("screen", flat=True)) == ["casework:referral"]
        person = Packet.objects.get().persons[0]["id"]
        assert str(ReadLine.objects.get().person_id) == person


def test_accepting_by_the_page(cast):
    referral = sent_8050(cast)
    done = answer(
        cast, "elderly", referral, "accept",
        named=str(cast.appointment("elderly_manager").pk), first_contact_on="r8.11.26",
    )  # fmt: skip
    assert (done.status_code, done["Location"]) == (
        302, reverse("casework:referral", args=[referral.pk]),
    )  # fmt: skip
    text = page(cast, "desk", referral).content.decode()
    assert "担当 小川 長" in text
    assert "令和8年11月26日" in text
    with cast.acting("elderly"):
        assert Case.objects.get().next_on == date(2026, 11, 26)


def test_sent_twice_done_once(cast):
    referral = sent_8050(cast)
    client = sign_in(Client(), cast, "elderly")
    address = reverse("casework:answer", args=[referral.pk, "hold"])
    typed = keyed(reason="会議が水曜にある", until="r8.11.26")
    answers = [client.post(address, typed) for _ in range(2)]
    assert [(one.status_code, one["Location"]) for one in answers] == [
        (302, reverse("casework:referral", args=[referral.pk]))
    ] * 2
    with cast.acting("elderly"):
        assert Referral.objects.get().version == 2


def test_the_second_to_answer_is_told_and_loses_nothing(cast):
    referral = sent_8050(cast)
    with cast.acting("elderly_manager") as viewer:
        accept_referral(
            referral=Referral.objects.get(),
            acceptance=Acceptance(
                named=cast.appointment("elderly_manager"), first_contact_on=date(2026, 11, 26)
            ),
            by=viewer,
            at=cast.at,
        )
    second = answer(
        cast, "elderly", referral, "decline", reason="六十五歳未満の息子が中心のため",
        proposed_note="基幹へ相談してください",
    )  # fmt: skip
    text = second.content.decode()
    assert second.status_code == 422
    assert "このつなぎは今「引き受けた」です。" in text
    assert "六十五歳未満の息子が中心のため" in text
    assert "基幹へ相談してください" in text
    assert state(cast, referral) == "accepted"


@pytest.mark.parametrize(
    ("verb", "typed", "sentence"),
    [
        ("accept", {"named": "", "first_contact_on": ""}, "担当する職員"),
        ("hold", {"reason": "会議", "until": "r8.11.24"}, "きょうより後の日"),
        ("decline", {"reason": "対象外"}, "代わりにあたる窓口か、案を書いてください。"),
        ("decline", {"proposed_note": "基幹へ"}, "引き受けられない理由"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(cast, verb, typed, sentence):
    referral = sent_8050(cast)
    shown = answer(cast, "elderly", referral, verb, **typed)
    text = shown.content.decode()
    assert shown.status_code == 422
    assert sentence in text
    assert all(value in text for value in typed.values())
    assert state(cast, referral) == "sent"


def test_after_the_end_the_receiver_keeps_the_fact_alone(cast):
    referral = sent_8050(cast)
    answer(cast, "elderly", referral, "decline", reason="対象外", proposed_note="基幹へ")
    text = page(cast, "elderly", referral).content.decode()
    assert "このつなぎは終わった" in text
    assert "髙橋" not in text
    assert "介護の相談" not in text
    text = page(cast, "desk", referral).content.decode()
    assert "対象外" in text
    assert "介護の相談と、母の受診の同行をお願いしたい" in text


def test_a_partner_is_answered_for_on_the_senders_page(cast):
    referral = sent_8050(cast, to_agency="hospital", basis="special_reason")
    text = page(cast, "desk", referral).content.decode()
    assert "先方の返事を記録する" in text
    done = answer(
        cast, "desk", referral, "accept", who="山本さん", how="電話", first_contact_on="r8.11.26"
    )
    assert done.status_code == 302
    assert "山本さん（電話）" in page(cast, "desk", referral).content.decode()


def test_what_a_partner_did_is_recorded_not_told(cast):
    """The window that answers itself tells its result; of a partner the sender writes it down."""
    partner = sent_8050(cast, to_agency="hospital", basis="special_reason")
    answer(cast, "desk", partner, "accept", who="山本さん", how="電話", first_contact_on="r8.11.26")
    text = page(cast, "desk", partner).content.decode()
    assert "<summary>結果を記録する</summary>" in text
    assert "先方から聞いた結果" in text
    assert "結果を伝える" not in text
    answer(cast, "desk", partner, "finish", outcome="入院が決まった")
    assert state(cast, partner) == "done"


def test_a_window_with_an_account_tells_its_result(cast):
    window = sent_8050(cast)
    named = str(cast.appointment("elderly").pk)
    answer(cast, "elderly", window, "accept", named=named, first_contact_on="r8.11.26")
    text = page(cast, "elderly", window).content.decode()
    assert "<summary>結果を伝える</summary>" in text
    assert "結果を記録する" not in text


def passed_on(cast, **changes) -> tuple[Consultation, Referral]:
    """Passed on from the reception, with no case anywhere."""
    reception = received_8050(cast)
    with cast.acting("desk") as viewer:
        sending = Sending(
            person_ids=(reception.person_id,), basis="ward_purpose", words=Words(question="お願い"),
            to_window=Window.objects.get(code="support_center_arakawa"), **changes,
        )  # fmt: skip
        referral = refer(
            consultation=Consultation.objects.get(), sending=sending, by=viewer, at=cast.at
        )
    return reception, referral


def buttons(shown) -> list[tuple[str, str]]:
    """(label, address) of every link that looks like a button."""
    text = re.sub(r"<svg.*?</svg>", "", shown.content.decode(), flags=re.DOTALL)
    found = re.findall(r'<a class="button"[^>]*href="([^"]+)">([^<]+)</a>', text)
    return [(label.strip(), address) for address, label in found]


def ways_of(reception, to="") -> dict[str, str]:
    screen = f"/desk/consultations/{reception.pk}/screen"
    return {"again": f"{screen}/refer/{to}", "here": f"{screen}/support/"}


def test_what_was_recalled_goes_on_from_the_reception(cast):
    reception, referral = passed_on(cast)
    ways = ways_of(reception)
    expected = [("次の先へつなぐ", ways["again"]), ("この窓口で支援する", ways["here"])]
    assert [one for one in buttons(page(cast, "desk", referral)) if one in expected] == []
    answer(cast, "desk", referral, "recall", reason="宛先をまちがえた")
    shown = page(cast, "desk", referral)
    assert [one for one in buttons(shown) if one in expected] == expected
    assert "まだ開かれていません" not in shown.content.decode()
    client = sign_in(Client(), cast, "desk")
    assert client.get(ways["again"]).context["form"]["question"].value() == "お願い"
    assert client.get(ways["here"]).status_code == 200
    text = page(cast, "elderly", referral).content.decode()
    assert ways["again"] not in text


def test_what_was_declined_goes_on_to_the_window_that_was_proposed(cast):
    reception, referral = passed_on(cast)
    with cast.acting("desk"):
        instead = Window.objects.get(code="core_consultation_center")
    answer(cast, "elderly", referral, "decline", reason="六十五歳未満", proposed=str(instead.pk))
    ways = ways_of(reception, f"?to=w-{instead.pk}")
    shown = page(cast, "desk", referral)
    assert (f"次の先へつなぐ（{instead.name}）", ways["again"]) in buttons(shown)
    assert ("この窓口で支援する", ways["here"]) in buttons(shown)
    assert "まだ開かれていません" not in shown.content.decode()
    form = sign_in(Client(), cast, "desk").get(ways["again"]).context["form"]
    assert (form["to"].value(), form["question"].value()) == (f"w-{instead.pk}", "お願い")


def test_an_urgent_one_says_the_number_to_call_until_it_is_answered(cast):
    with cast.acting("desk"):
        phone = Window.objects.get(code="support_center_arakawa").phone
    referral = sent_8050(cast, clock="today")
    words = f"電話でも伝えてください：{phone}"
    assert words in page(cast, "desk", referral).content.decode()
    assert words not in page(cast, "elderly", referral).content.decode()
    named = str(cast.appointment("elderly").pk)
    answer(cast, "elderly", referral, "accept", named=named, first_contact_on="r8.11.24")
    assert words not in page(cast, "desk", referral).content.decode()


def test_the_sheet_is_printed_by_the_sender_alone_and_recorded_as_printed(cast):
    referral = sent_8050(cast)
    address = reverse("casework:sheet", args=[referral.pk])
    shown = sign_in(Client(), cast, "desk").get(address)
    assert shown.status_code == 200
    assert "髙橋 トメ" in shown.content.decode()
    assert "荒川二丁目" not in shown.content.decode()
    assert looks(cast, "desk") == [("print", "own_duty", 256)]
    for name in ("elderly", "outsider"):
        assert sign_in(Client(), cast, name).get(address).status_code == 404
        assert looks(cast, name) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_the_same_for_one_row_and_for_three(cast, rows, django_assert_num_queries):
    first = sent_8050(cast)
    for _ in range(rows - 1):
        send(cast, first.circle_id)
    for name, address, expected in (
        # Session, account and door take 14; the viewer 1; the list itself 5, with 既読 6.
        ("elderly", "casework:inbox", 20),
        ("desk", "casework:outbox", 21),
    ):
        client = sign_in(Client(), cast, name)
        with django_assert_num_queries(expected):
            shown = client.get(reverse(address))
        assert shown.content.decode().count('class="row"') == rows


def test_a_refusal_that_names_the_sender_offers_no_way_back_to_itself(cast):
    reception, referral = passed_on(cast)
    with cast.acting("elderly") as by:
        own = Window.objects.get(pk=cast["desk"].window_id)
        refusal = Refusal(reason="先に家計のこと", proposed_window=own)
        decline_referral(referral=referral, refusal=refusal, by=by, at=cast.at)
    ways = ways_of(reception)
    assert ("次の先へつなぐ", ways["again"]) in buttons(page(cast, "desk", referral))
    detail = sign_in(Client(), cast, "desk").get(f"/desk/consultations/{reception.pk}/")
    assert detail.context["again"] == ""
