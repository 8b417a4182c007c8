"""他システム貼付文: what a window copies into its own system, and what is never in it."""

from datetime import date

import pytest

from ikue.casework.domain.queries import referral_page
from ikue.casework.domain.referrals import (
    Acceptance,
    Refusal,
    accept_referral,
    confirm_arrival,
    decline_referral,
)
from ikue.casework.exports import paste_text
from ikue.casework.models import Referral
from tests.factories.referrals import sent_8050

pytestmark = pytest.mark.django_db

ACCEPTED = """\
【つなぎ】令和8年11月24日　仕事・生活サポートデスク(自立相談支援機関)\
（相田 まどか）→ 地域包括支援センター 荒川
状態：本人とつながった　根拠：目的内の庁内共有
対象：本人　髙橋 トメ　たかはし とめ　82歳
だれから：近隣・知人（電話）
お願い：介護の相談と、母の受診の同行をお願いしたい
主訴：母の物忘れがひどい
したこと：電話で状況を聞いた
続けること：息子の家計の相談は続ける
安全な連絡方法：髙橋 トメさん: 留守番電話に残さない／時間: 午前中
担当：大山 ふみ　最初の連絡：令和8年11月26日
本人とつながった：令和8年11月24日　訪問"""


def test_the_text_of_an_accepted_referral(cast):
    sent_8050(cast)
    with cast.acting("elderly") as viewer:
        record = Referral.objects.get()
        acceptance = Acceptance(
            named=cast.appointment("elderly"), first_contact_on=date(2026, 11, 26)
        )
        accept_referral(referral=record, acceptance=acceptance, by=viewer, at=cast.at)
        confirm_arrival(referral=record, met_at=cast.at, how="訪問", by=viewer, at=cast.at)
        assert paste_text(referral_page(viewer, record)) == ACCEPTED


def test_nothing_is_copied_from_a_closed_packet(cast):
    sent_8050(cast)
    with cast.acting("elderly") as viewer:
        record = Referral.objects.get()
        refusal = Refusal(reason="対象外", proposed_note="基幹へ")
        decline_referral(referral=record, refusal=refusal, by=viewer, at=cast.at)
        assert paste_text(referral_page(viewer, record)) == ""
