"""ダブルケア: a small child and a father after a stroke, a husband from the Philippines.

At this point: linked, declined with a proposal, linked again, waiting beyond the limit.
"""

from uuid import UUID

from ikue.casework.domain.referrals import (
    Refusal,
    Sending,
    Words,
    decline_referral,
)
from ikue.casework.enums import Counterpart, EntryMethod
from ikue.kernel.wareki import PartialDate
from ikue.people.domain.persons import PersonFacts, SafeContactFacts
from ikue.people.enums import ContactKind, Interpreter, Relationship, Sex
from ikue.programmes.consultation.domain.receiving import MemberFacts, Principal, Reception
from ikue.programmes.consultation.domain.screening import refer
from ikue.programmes.consultation.enums import Caller, Channel, Issue
from ikue.programmes.consultation.models import Consultation
from ikue.sharing.enums import Basis
from ikue.synth.ward import Ward
from ikue.synth.writing import Note, members_by_relationship, note_down, take_in

DESK, DECLINING = "nanohana.sachi", "tsukimi.hana"
COMPLAINT = (
    "三歳の子と、脳梗塞で右手が動かない父を一人でみている。夫はフィリピン出身で夜勤が多く、"
    "書類は全部わたし。保育園の迎えと父のデイの帰りが重なって、毎日どちらかを待たせている。"
)


def write(ward: Ward) -> None:
    consultation = _receive(ward)
    people = members_by_relationship(ward, DESK, consultation.circle_id)
    persons = (people[Relationship.SELF.label], people[Relationship.FATHER.label])
    with ward.acting(DESK, ward.ago(13, 15, 0)) as viewer:
        first = refer(
            consultation=consultation, by=viewer, at=viewer.at,
            sending=_sending(ward, "elderly_any_matter", persons),
        )  # fmt: skip
    with ward.acting(DECLINING, ward.ago(11, 11, 0)) as viewer:
        decline_referral(
            referral=first, by=viewer, at=viewer.at,
            refusal=Refusal(
                reason="お父さまには町屋圏域の担当のケアマネジャーがついているため。",
                proposed_window=ward.windows["support_center_machiya"],
                proposed_note="地域包括 町屋が、ケアマネジャーと一緒に動けると思います。",
            ),
        )  # fmt: skip
    note_down(ward, DESK, consultation.circle_id, consultation.person_id, _notes(ward))
    with ward.acting(DESK, ward.ago(9, 16, 30)) as viewer:
        refer(
            consultation=consultation, by=viewer, at=viewer.at,
            sending=_sending(ward, "support_center_machiya", persons),
        )  # fmt: skip


def _receive(ward: Ward) -> Consultation:
    reception = Reception(
        received_at=ward.ago(14, 13, 30), complaint=COMPLAINT, channel=Channel.VISIT,
        caller=Caller.PERSON, wish="夕方の一時間だけでも、だれかに父を見ていてほしい。",
        issues=(Issue.DOUBLE_CARE, Issue.NURSING_CARE, Issue.CHILD_REARING, Issue.LANGUAGE),
        worst_issue=Issue.DOUBLE_CARE, work="パート（短時間）", housing="持ち家（父の名義）",
        known_by="父のケアマネジャー、保育園", town_code="町屋三丁目",
    )  # fmt: skip
    year = ward.today.year
    daughter = PersonFacts(
        family_name="夕涼", given_name="彩", family_kana="ゆうすず", given_kana="あや",
        sex=Sex.FEMALE, birth=PartialDate(year - 38, 9, 8),
    )  # fmt: skip
    return take_in(
        ward, DESK, reception,
        Principal(
            facts=daughter,
            safe_contact=SafeContactFacts(hours="12時から13時、または20時以降"),
            contact_points=((ContactKind.ADDRESS.value, "町屋三丁目998番12号"),
                            (ContactKind.MOBILE.value, "03-0000-5002")),
        ),
        _family(year),
    )  # fmt: skip


def _family(year: int) -> tuple[MemberFacts, ...]:
    father = PersonFacts(
        family_name="夕涼", given_name="清", family_kana="ゆうすず", given_kana="きよし",
        sex=Sex.MALE, birth=PartialDate(year - 74, 1, 20),
    )  # fmt: skip
    husband = PersonFacts(
        family_name="DELA LUNA", given_name="Jomar", family_kana="でらるな", given_kana="じょまー",
        latin_name="DELA LUNA Jomar", sex=Sex.MALE, birth=PartialDate(year - 40, 5, 5),
        language="タガログ語・英語", interpreter=Interpreter.LANGUAGE,
    )  # fmt: skip
    child = PersonFacts(
        family_name="夕涼", given_name="凛", family_kana="ゆうすず", given_kana="りん",
        sex=Sex.FEMALE, birth=PartialDate(year - 3, 2, 14),
    )  # fmt: skip
    return (
        MemberFacts(facts=father, relationship=Relationship.FATHER, supported=True),
        MemberFacts(facts=husband, relationship=Relationship.SPOUSE),
        MemberFacts(facts=child, relationship=Relationship.CHILD, supported=True),
    )


def _sending(ward: Ward, window: str, persons: tuple[UUID, ...]) -> Sending:
    return Sending(
        person_ids=persons,
        basis=Basis.WARD_PURPOSE,
        to_window=ward.windows[window],
        purpose="包括的相談支援のつなぎ",
        words=Words(
            question="お父さんのデイの帰りの時間と夕方の見守りを、一緒に組み直してください。",
            done_already="保育園の延長保育を申し込み、週2日は18時半まで預かれることになりました。",
            keep_doing="お子さんのことと、夫への説明（通訳あり）はこちらで続けます。",
            complaint=COMPLAINT,
        ),
    )


def _notes(ward: Ward) -> tuple[Note, ...]:
    return (
        Note(
            at=ward.ago(12, 12, 20), method=EntryMethod.PHONE, counterpart=Counterpart.PERSON,
            body="昼休みに電話。昨日は父が玄関で転び、迎えに30分遅れた。声が疲れている。",
            outcome="延長保育の申込みを一緒に進める。",
        ),
        Note(
            at=ward.ago(10, 20, 10), method=EntryMethod.PHONE, counterpart=Counterpart.PERSON,
            body="なんでも相談からの返事を伝えた。「また同じ話をするんですか」と言われる。"
            "説明はこちらから済ませること、会うのは一度でよいことを約束した。",
            outcome="地域包括 町屋につなぎ直すことに「それなら」と返事。",
        ),
    )  # fmt: skip
