"""八〇五〇: a mother of 82 whose memory fails, her son of 53 in his room for twenty years.

At this point: received at 自立相談, linked to 地域包括 荒川, accepted, met, led there; both
consented, a plan runs, and since the son took his consent back it is under review
(`eighty_fifty_plan`).
"""

from ikue.casework.domain.referrals import Sending, Words, confirm_arrival
from ikue.casework.enums import Counterpart, EntryMethod
from ikue.casework.models import Case, Referral
from ikue.kernel.wareki import PartialDate
from ikue.people.domain.persons import PersonFacts, SafeContactFacts
from ikue.people.enums import ContactKind, Relationship, Sex
from ikue.programmes.consultation.domain.receiving import MemberFacts, Principal, Reception
from ikue.programmes.consultation.domain.screening import refer
from ikue.programmes.consultation.enums import Caller, Channel, Issue, Urgency
from ikue.programmes.consultation.models import Consultation
from ikue.sharing.enums import Basis
from ikue.synth.scripted.eighty_fifty_plan import DESK, ELDERLY, plan_together
from ikue.synth.ward import Ward
from ikue.synth.writing import Note, accept, members_by_relationship, note_down, take_in

COMPLAINT = (
    "隣の部屋の者です。お母さんの物忘れがひどく、ガスの火を消し忘れて廊下まで焦げ臭かったことが"
    "二度あります。息子さんは二十年ほど部屋から出ていないと聞きました。家賃は年金で払っている"
    "ようです。何かあってからでは遅いと思い電話しました。"
)


def write(ward: Ward) -> None:
    consultation = _receive(ward)
    _first_steps(ward, consultation)
    referral = _link(ward, consultation)
    case = accept(ward, ELDERLY, referral, first_contact_on=ward.on(-56), at=ward.ago(57, 11, 15))
    assert case is not None
    _support(ward, consultation, case, referral)
    plan_together(ward, case, COMPLAINT)


def _receive(ward: Ward) -> Consultation:
    reception = Reception(
        received_at=ward.ago(60, 10, 20), complaint=COMPLAINT, channel=Channel.PHONE,
        caller=Caller.NEIGHBOUR, caller_relation="同じ階の住人", urgency=Urgency.SOON,
        wish="二人とも責めないでほしい（近隣の方の言葉）",
        issues=(Issue.DEMENTIA, Issue.WITHDRAWAL, Issue.INCOME, Issue.EIGHTY_FIFTY),
        worst_issue=Issue.DEMENTIA, known_by="民生委員、かかりつけ医",
        housing="民間の賃貸（2階）", pension="母の厚生年金", town_code="荒川二丁目",
        next_what="民生委員に様子を聞く", next_on=ward.on(-59),
    )  # fmt: skip
    mother = PersonFacts(
        family_name="髙波橋", given_name="トメ", family_kana="たかなみばし", given_kana="とめ",
        sex=Sex.FEMALE, birth=PartialDate(ward.today.year - 82, 3, 2),
    )  # fmt: skip
    son = PersonFacts(
        family_name="髙波橋", given_name="一郎", family_kana="たかなみばし", given_kana="いちろう",
        sex=Sex.MALE, birth=PartialDate(ward.today.year - 53, 6, 15), birth_is_approximate=True,
    )  # fmt: skip
    return take_in(
        ward, DESK, reception,
        Principal(
            facts=mother,
            safe_contact=SafeContactFacts(
                hours="午前中", no_message=True, note="耳が遠いので、長めに鳴らす"
            ),
            contact_points=((ContactKind.ADDRESS.value, "荒川二丁目999番1号 架空荘203"),
                            (ContactKind.PHONE.value, "03-0000-5001")),
        ),
        (MemberFacts(facts=son, relationship=Relationship.CHILD, supported=True),),
    )  # fmt: skip


def _first_steps(ward: Ward, consultation: Consultation) -> None:
    notes = (
        Note(
            at=ward.ago(59, 14, 5), method=EntryMethod.PHONE, counterpart=Counterpart.AGENCY,
            counterpart_name="民生委員",
            body="民生委員に電話。母とは回覧板で月に一度会う。この春から同じ話を繰り返すようになった。"
            "息子の姿は十年見ていない。洗濯物は二人分干してある。",
            outcome="明日、民生委員と一緒に訪ねる。",
        ),
        Note(
            at=ward.ago(58, 10, 30), method=EntryMethod.VISIT, counterpart=Counterpart.FAMILY,
            body="民生委員と訪問。母は玄関先で応じてくれた。曜日は答えられない。鍋の底が黒く焦げている。"
            "息子の部屋の戸は閉まっていたが、帰り際に「すみません」と小さな声がした。",
            outcome="母から「役所の人が来てくれるなら助かる」との言葉。地域包括につなぐ。",
        ),
    )  # fmt: skip
    note_down(ward, DESK, consultation.circle_id, consultation.person_id, notes)


def _link(ward: Ward, consultation: Consultation) -> Referral:
    people = members_by_relationship(ward, DESK, consultation.circle_id)
    sending = Sending(
        person_ids=(people[Relationship.SELF.label], people[Relationship.CHILD.label]),
        basis=Basis.WARD_PURPOSE,
        to_window=ward.windows["support_center_arakawa"],
        purpose="包括的相談支援のつなぎ",
        words=Words(
            question="お母さんの受診と介護の申請、火の元の安全を一緒にお願いしたいです。",
            done_already="近隣からの相談を受け、民生委員と一度訪問しました。",
            keep_doing="息子さんへの手紙と、家計の相談はこちらで続けます。",
            complaint=COMPLAINT,
        ),
    )
    with ward.acting(DESK, ward.ago(58, 16, 40)) as viewer:
        return refer(consultation=consultation, sending=sending, by=viewer, at=viewer.at)


def _support(ward: Ward, consultation: Consultation, case: Case, referral: Referral) -> None:
    note_down(ward, ELDERLY, consultation.circle_id, consultation.person_id, _visits(ward))
    with ward.acting(ELDERLY, ward.ago(56, 16, 0)) as viewer:
        confirm_arrival(
            referral=referral, met_at=ward.ago(56, 10, 0),
            how="自宅を訪問し、お母さんと会えた", by=viewer, at=viewer.at,
        )  # fmt: skip
    letter = Note(
        at=ward.ago(49, 17, 0), method=EntryMethod.MAIL, counterpart=Counterpart.PERSON,
        counterpart_name="長男",
        body="息子あての手紙をドアの下に置いた。前回の手紙は部屋の中に取り込まれていた。"
        "「お母さんの通院の日だけ、鍵を閉めてもらえると助かります」と一つだけ頼んだ。",
        outcome="通院の日、内側から鍵がかかる音がした。",
    )  # fmt: skip
    note_down(ward, DESK, consultation.circle_id, None, (letter,))


def _visits(ward: Ward) -> tuple[Note, ...]:
    return (
        Note(
            at=ward.ago(56, 10, 0), method=EntryMethod.VISIT, counterpart=Counterpart.PERSON,
            body="初回訪問。母は戦後の荒川の話を楽しそうにされる。薬が三か月分残っていた。"
            "ガスの元栓は民生委員の提案で夜だけ閉めている。",
            outcome="受診に「あんたが一緒なら」と同意。",
        ),
        Note(
            at=ward.ago(52, 9, 40), method=EntryMethod.VISIT, counterpart=Counterpart.PERSON,
            body="受診に同行。認知症の疑いで検査へ。待合室で「息子のごはんが心配」と三度話される。",
            outcome="認定の申請書を書いた。検査は来月。",
        ),
    )  # fmt: skip
