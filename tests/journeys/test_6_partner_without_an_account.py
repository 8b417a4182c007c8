"""A hospital without an account: asked on paper, its answer written down by the sender."""

import pytest

from tests.journeys.browser import barriers
from tests.journeys.story import (
    answer,
    answers,
    day,
    fact,
    follow,
    here,
    receive_takahashi,
    refer,
    said,
    says,
    today,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
HOSPITAL = "荒川まちなか病院（架空）"
QUESTION = "退院のあとの通院を、相談室で支えてほしい"


def test_the_sender_writes_down_what_the_hospital_said(screens):
    page = screens.open_as("desk")
    receive_takahashi(page)
    follow(page, "ほかの窓口へつなぐ")
    refer(
        page,
        to=HOSPITAL,
        question=QUESTION,
        basis="本人の利益・特別の理由",
        reason="受診が途切れると命にかかわる",
    )
    follow(page, "つなぎを開く")
    assert answers(page) == [
        "引き受けてもらえた", "返事を待ってほしいと言われた", "引き受けられないと言われた",
        "取り下げる",
    ]  # fmt: skip
    the_paper(page)
    accepted(page)
    arrived_and_told(page)


def the_paper(page):
    follow(page, "つなぐシート")
    assert says(page, f"{HOSPITAL} 御中") == 1
    asked, reply = page.get_by_role("table").all()
    cell = asked.get_by_role("row").filter(has_text="お願いしたいこと").get_by_role("cell")
    assert cell.inner_text() == QUESTION
    assert asked.get_by_role("row").filter(has_text="本人").get_by_text("髙橋 トメ").count() == 1
    assert reply.get_by_role("rowheader").all_inner_texts() == [
        "引受け", "担当の方", "最初に連絡する日", "理由・代わりの案",
    ]  # fmt: skip
    assert barriers(page) == []
    follow(page, "つなぎへ戻る")


def accepted(page):
    told = {"先方のだれが引き受けたか": "医療相談室 山口さん", "どう聞いたか": "電話で"}
    answer(page, "引き受けてもらえた", **told, 先方が最初に連絡する日=day(2))
    assert said(page) == "先方が引き受けたことを記録しました。"
    assert says(page, "医療相談室 山口さん（電話で）") == 1
    assert here(page, "このつなぎのいま") == "本人とつながった"


def arrived_and_told(page):
    how = "相談室の面談に来られたと電話で聞いた"
    answer(page, "本人とつながった", 会えた日=today().isoformat(), どのように会えたか=how)
    assert says(page, how) == 1
    answer(page, "結果を記録する", 先方から聞いた結果="月に一度の通院が続いている")
    assert (fact(page, "状態"), answers(page)) == ("結果を伝えた", [])
    assert says(page, "月に一度の通院が続いている") == 1
