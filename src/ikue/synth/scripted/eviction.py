"""立ち退き: a man of 79 without kin, the house sold, out by the end of January.

At this point: supported at 自立相談, the intake sheet confirmed, 多機関協働 asked and not answered.
"""

from datetime import date

from ikue.casework.domain.cases import Next
from ikue.casework.domain.referrals import Words
from ikue.casework.enums import Counterpart, EntryMethod
from ikue.kernel.wareki import PartialDate
from ikue.people.domain.persons import PersonFacts, SafeContactFacts
from ikue.people.enums import ContactKind, Sex
from ikue.programmes.consultation.domain.assessing import (
    AssessmentFacts,
    confirm_assessment,
    save_assessment,
)
from ikue.programmes.consultation.domain.receiving import Principal, Reception
from ikue.programmes.consultation.domain.screening import support_here
from ikue.programmes.consultation.enums import Caller, Channel, Issue, Urgency
from ikue.programmes.consultation.models import Consultation
from ikue.synth.scripted.together import ask_together
from ikue.synth.ward import Ward
from ikue.synth.writing import Note, note_down, take_in

DESK = "minowa.jun"
COMPLAINT = (
    "大家さんが亡くなり、家が売られた。一月の末までに出てくれと言われている。不動産屋を六軒回ったが、"
    "年齢と保証人のことで断られた。身寄りはない。猫が一匹いる。"
)


def write(ward: Ward) -> None:
    consultation = _receive(ward)
    assert consultation.person_id is not None
    _support(ward, consultation)
    _understand(ward, consultation)
    words = Words(
        question="住まい・見守り・猫の預け先を、いっぺんに考える場を作ってください。",
        done_already="不動産店六軒と住宅相談に同行しました。居住支援法人の空きは来月です。",
        keep_doing="毎週の面談と、年金・家計の相談はこちらで続けます。",
        complaint=COMPLAINT,
    )
    ask_together(
        ward, DESK, consultation.circle_id, (consultation.person_id,), words, ward.ago(2, 11, 40)
    )


def _receive(ward: Ward) -> Consultation:
    reception = Reception(
        received_at=ward.ago(12, 10, 10), complaint=COMPLAINT, channel=Channel.VISIT,
        caller=Caller.PERSON, urgency=Urgency.SOON, wish="この町で、猫と暮らしたい。",
        issues=(Issue.HOUSING, Issue.RENT, Issue.ISOLATION), worst_issue=Issue.HOUSING,
        work="年金で生活", housing="借家", town_code="西尾久三丁目",
        next_what="住宅相談に一緒に行く", next_on=ward.on(-10),
    )  # fmt: skip
    man = PersonFacts(
        family_name="芒野原", given_name="善吉", family_kana="すすきのはら", given_kana="ぜんきち",
        sex=Sex.MALE, birth=PartialDate(ward.today.year - 79, 9, 15),
    )  # fmt: skip
    principal = Principal(
        facts=man,
        safe_contact=SafeContactFacts(hours="夕方", note="携帯は持たない。大家の家の電話が使える"),
        contact_points=((ContactKind.ADDRESS.value, "西尾久三丁目999番8号"),
                        (ContactKind.PHONE.value, "03-0000-5006")),
    )  # fmt: skip
    return take_in(ward, DESK, reception, principal)


def _support(ward: Ward, consultation: Consultation) -> None:
    with ward.acting(DESK, ward.ago(12, 11, 0)) as viewer:
        support_here(
            consultation=consultation, responsible=ward.appointments[DESK],
            next_action=Next(what="居住支援法人の面談に同行する", due_on=ward.on(3)),
            reason="住まいと家計を一緒に聞く", by=viewer, at=viewer.at,
        )  # fmt: skip
    notes = (
        Note(
            at=ward.ago(9, 14, 0), method=EntryMethod.VISIT, counterpart=Counterpart.PERSON,
            body="住宅相談に同行。「保証人さえいれば」と言われる。猫の話になると声が明るくなる。",
            outcome="居住支援法人の面談を予約した。",
        ),
    )  # fmt: skip
    note_down(ward, DESK, consultation.circle_id, consultation.person_id, notes)


def _understand(ward: Ward, consultation: Consultation) -> None:
    facts = AssessmentFacts(
        wishes="「この町を離れたくない。ミケと一緒ならどこでもいい」",
        strengths="「家賃は四十年、一度も遅れたことがない」",
        complaint=COMPLAINT,
        history="妻を十年前に亡くしてからは一人。大家とは将棋仲間だった。",
        answers={
            "housing_kind": "rented", "rent": 52000,
            "eviction_on": _end_of_january(ward).isoformat(), "household_income": 118000,
            "benefits": ["old_age"], "challenges": ["housing", "isolation"],
        },
        member_answers={str(consultation.person_id): {"work_kind": "pensioner",
                                                      "doctor": "血圧で月一回"}},
        summary="支払いは確かで、断られる理由は年齢と保証人だけ。頼れる人が大家のほかにいない。",
        direction="期限から逆に、住まい・保証・見守りを同時に進める。",
    )  # fmt: skip
    with ward.acting(DESK, ward.ago(3, 16, 0)) as viewer:
        assessment = save_assessment(
            circle_id=consultation.circle_id, facts=facts, seen_version=0, by=viewer, at=viewer.at
        )
        confirm_assessment(assessment=assessment, by=viewer, at=viewer.at)


def _end_of_january(ward: Ward) -> date:
    return date(ward.today.year + (ward.today.month > 1), 1, 31)
