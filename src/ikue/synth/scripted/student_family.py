"""A Nepali student couple with a newborn, EPDS 11.

At this point: supported at 妊婦等包括相談, with an interpreter and a safe way of contact; the
mother agreed for herself and the baby, the plan is proposed, and the members of the coming
重層的支援会議 are invited (`student_family_plan`). Something is to be done today.
"""

from ikue.casework.domain.cases import Next
from ikue.casework.enums import Counterpart, EntryMethod
from ikue.kernel.wareki import PartialDate
from ikue.people.domain.persons import PersonFacts, SafeContactFacts
from ikue.people.enums import ContactKind, Interpreter, Relationship, Sex
from ikue.programmes.consultation.domain.receiving import (
    ConsentGiven,
    MemberFacts,
    Principal,
    Reception,
)
from ikue.programmes.consultation.domain.screening import support_here
from ikue.programmes.consultation.enums import Caller, Channel, ConsentVariant, Issue, Urgency
from ikue.programmes.consultation.models import Consultation
from ikue.sharing.domain.consents import ConsentAnswer, ConsentScope
from ikue.sharing.enums import StrictTag
from ikue.synth.scripted.student_family_plan import DESK, plan_together
from ikue.synth.ward import Ward
from ikue.synth.writing import Note, note_down, plan_next, take_in


def write(ward: Ward) -> None:
    consultation = _receive(ward)
    with ward.acting(DESK, ward.ago(24, 16, 0)) as viewer:
        case = support_here(
            consultation=consultation, responsible=ward.appointments[DESK],
            next_action=Next(what="通訳を入れて家庭を訪問する", due_on=ward.on(-22)),
            reason="EPDS 11点。母子の支援を当課で続ける。", by=viewer, at=viewer.at,
        )  # fmt: skip
    note_down(ward, DESK, consultation.circle_id, consultation.person_id, _notes(ward))
    plan_together(ward, case)
    plan_next(
        ward, DESK, case, what="電話通訳を入れて眠れたか聞き、産後ケアの日を決める（14時以降）",
        due_on=ward.today, at=ward.ago(1, 15, 0),
    )  # fmt: skip


def _receive(ward: Ward) -> Consultation:
    received_at = ward.ago(24, 11, 0)
    reception = Reception(
        received_at=received_at,
        complaint="新生児訪問で EPDS 11点。夫婦とも日本語学校に通い、夜は夫がアルバイト。"
        "母は「だれとも話さない日がある」と話す。赤ちゃんの体重の増えは順調。",
        channel=Channel.OUTREACH, caller=Caller.PERSON, urgency=Urgency.SOON,
        wish="同じ国のお母さんと話したい。学校をやめたくない。",
        issues=(Issue.CHILD_REARING, Issue.MENTAL_HEALTH, Issue.LANGUAGE, Issue.ISOLATION),
        worst_issue=Issue.MENTAL_HEALTH, consent_variant=ConsentVariant.GIVEN,
        work="夫婦とも留学生（資格外活動）", housing="民間の賃貸（1K）",
        health_insurance="国民健康保険", known_by="日本語学校", town_code="東日暮里五丁目",
    )  # fmt: skip
    return take_in(ward, DESK, reception, _mother(ward), _family(ward), _consent(ward))


def _mother(ward: Ward) -> Principal:
    return Principal(
        facts=PersonFacts(
            family_name="SHRESTHAN", given_name="Asmita", family_kana="しゅれすたん",
            given_kana="あすみた", latin_name="SHRESTHAN Asmita", sex=Sex.FEMALE,
            birth=PartialDate(ward.today.year - 24, 7, 11), language="ネパール語",
            interpreter=Interpreter.LANGUAGE,
        ),
        safe_contact=SafeContactFacts(
            hours="14時から17時", note="電話の前に、やさしい日本語で短い文を送る"
        ),
        contact_points=((ContactKind.ADDRESS.value, "東日暮里五丁目997番3号 メゾン見本101"),
                        (ContactKind.MOBILE.value, "03-0000-5003"),
                        (ContactKind.SCHOOL.value, "日本語学校（架空）夜間クラス")),
    )  # fmt: skip


def _family(ward: Ward) -> tuple[MemberFacts, ...]:
    husband = PersonFacts(
        family_name="SHRESTHAN", given_name="Suman", family_kana="しゅれすたん",
        given_kana="すまん", latin_name="SHRESTHAN Suman", sex=Sex.MALE,
        birth=PartialDate(ward.today.year - 26, 2, 3),
        language="ネパール語", interpreter=Interpreter.LANGUAGE,
    )  # fmt: skip
    born = ward.on(-40)
    baby = PersonFacts(
        given_name="Arya", given_kana="ありや", latin_name="SHRESTHAN Arya", sex=Sex.FEMALE,
        birth=PartialDate(born.year, born.month, born.day),
    )  # fmt: skip
    return (
        MemberFacts(facts=husband, relationship=Relationship.SPOUSE),
        MemberFacts(facts=baby, relationship=Relationship.CHILD, supported=True),
    )


def _consent(ward: Ward) -> ConsentGiven:
    return ConsentGiven(
        answer=ConsentAnswer(
            words="「子どもの広場の人と、サポートデスクの人には話していいです」",
            language="ネパール語",
            interpreted_by="電話通訳（女性）",
        ),
        scope=ConsentScope(
            window_codes=("childcare_information", "self_reliance"),
            purpose="産後の暮らしと学びを続けるための相談",
            until=ward.on(120),
        ),
    )


def _notes(ward: Ward) -> tuple[Note, ...]:
    return (
        Note(
            at=ward.ago(22, 14, 10), method=EntryMethod.VISIT, counterpart=Counterpart.PERSON,
            interpreter_present=True,
            body="ネパール語の通訳と訪問。EPDS 11点（10番の項目は0点）。夜の授乳が3回、"
            "夫の夜勤の日に涙が出る。国の母とは週に一度ビデオで話す。赤ちゃんの体重は1日38g増。",
            outcome="産後ケア（日帰り）の案内を通訳が読み上げ、申込書を一緒に書いた。",
        ),
        Note(
            at=ward.ago(18, 15, 30), method=EntryMethod.INQUIRY, counterpart=Counterpart.PERSON,
            tag=StrictTag.RESIDENCE_STATUS, interpreter_present=True,
            body="在留期間の更新は来年3月。休学した場合の扱いを心配している。学校の担当者に一般的な"
            "扱いをたずねることの了解を得た（名前は出さない）。",
            outcome="学校は、出産による休みは認められるとの返事。",
        ),
        Note(
            at=ward.ago(2, 14, 30), method=EntryMethod.PHONE, counterpart=Counterpart.PERSON,
            interpreter_present=True,
            body="電話通訳で10分。昨日は広場に行き、同じ国の母親と連絡先を交換した。声が前より明るい。",
            outcome="産後ケアの日を今日決める。",
        ),
    )  # fmt: skip
