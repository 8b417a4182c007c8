"""出所: a man of 47 who came out of prison in the summer, with a 保護司 beside him.

At this point: the plan was carried to its end and evaluated, 多機関協働 has stepped out, and the
named lead accompanies him; the coordinator asks after him on a set day.
"""

from datetime import timedelta
from uuid import UUID

from ikue.casework.domain.cases import Next
from ikue.casework.domain.referrals import Words
from ikue.casework.enums import Counterpart, EntryMethod
from ikue.casework.models import Case
from ikue.kernel.wareki import PartialDate
from ikue.people.domain.life_events import note_life_event
from ikue.people.domain.persons import PersonFacts, SafeContactFacts
from ikue.people.enums import ContactKind, LifeEventKind, Sex
from ikue.programmes.consultation.domain.receiving import Principal, Reception
from ikue.programmes.consultation.domain.screening import support_here
from ikue.programmes.consultation.enums import Caller, Channel, Issue, Route
from ikue.programmes.consultation.models import Consultation
from ikue.sharing.domain.consents import ConsentAnswer
from ikue.sharing.domain.showing import show_persons
from ikue.sharing.enums import StrictTag
from ikue.synth.scripted.released_plan import DESK, PURPOSE, TOLD, carried_through
from ikue.synth.scripted.together import agree, ask_together, decide, met, take_up
from ikue.synth.ward import Ward
from ikue.synth.writing import Note, note_down, plan_next, take_in

COMPLAINT = (
    "保護司です。来月出てくる方が荒川で暮らしたいと言っています。帰る家がなく、頼れる家族もいません。"
    "手先が器用で、所内では木工をしていました。最初のひと月を一人にしないでほしい。"
)


def write(ward: Ward) -> None:
    consultation = _receive(ward)
    assert consultation.person_id is not None
    case = _supported(ward, consultation, consultation.person_id)
    words = Words(
        question="住まい・保護・仕事・通院を、出所の日から切れ目なくつないでください。",
        done_already="空室の仮押さえと、出所の日の待ち合わせを決めました。",
        keep_doing="週に一度の面談と、仕事の相談は続けます。",
        complaint=COMPLAINT,
    )
    persons = (consultation.person_id,)
    asked = ask_together(ward, DESK, case.circle_id, persons, words, ward.ago(66, 10, 0))
    take_up(ward, asked, contact_on=ward.on(-64), at=ward.ago(65, 13, 30))
    met(ward, asked, persons[0], "面談に同席して会えた", Note(
        at=ward.ago(64, 13, 30), method=EntryMethod.INTERVIEW, counterpart=Counterpart.PERSON,
        body="サポートデスクの面談に同席。仕事の話では顔が上がる。前のことは聞かないと伝えた。",
        outcome="だれに何を話してよいかを、本人が選んだ。",
    ))  # fmt: skip
    said = ConsentAnswer(words="「前のことは言わないで。これからのことなら、いいです」")
    agree(ward, DESK, case, {persons[0]: said}, TOLD, purpose=PURPOSE, at=ward.ago(64, 15, 0))
    decide(ward, case, "住まい・収入・健康・孤立が同時に始まり、期限が同じ日に来るため",
           at=ward.ago(62, 9, 30))  # fmt: skip
    carried_through(ward, case, persons[0])
    plan_next(
        ward, DESK, case, what="木工所の三か月目の面談に同席する", due_on=ward.on(6),
        at=ward.ago(3, 14, 0),
    )  # fmt: skip


def _receive(ward: Ward) -> Consultation:
    reception = Reception(
        received_at=ward.ago(80, 11, 0), complaint=COMPLAINT, channel=Channel.LETTER,
        caller=Caller.AGENCY, caller_name="保護司", route=Route.PROBATION_VOLUNTEER,
        wish="静かに働いて、だれにも迷惑をかけずに暮らしたい。",
        issues=(Issue.RELEASE, Issue.HOUSING, Issue.JOB_SEEKING), worst_issue=Issue.HOUSING,
        known_by="保護司", town_code="西日暮里六丁目", next_what="保護司に電話する",
        next_on=ward.on(-79),
    )  # fmt: skip
    man = PersonFacts(
        family_name="冬菫", given_name="登", family_kana="ふゆすみれ", given_kana="のぼる",
        sex=Sex.MALE, birth=PartialDate(ward.today.year - 47, 1, 19),
    )  # fmt: skip
    principal = Principal(
        facts=man,
        safe_contact=SafeContactFacts(hours="18時以降", note="職場にはかけない"),
        contact_points=((ContactKind.ADDRESS.value, "西日暮里六丁目997番2号 ハイツそらいろ102"),
                        (ContactKind.MOBILE.value, "03-0000-5012")),
    )  # fmt: skip
    return take_in(ward, DESK, reception, principal)


def _supported(ward: Ward, consultation: Consultation, person_id: UUID) -> Case:
    with ward.acting(DESK, ward.ago(79, 10, 0)) as viewer:
        case = support_here(
            consultation=consultation, responsible=ward.appointments[DESK],
            next_action=Next(what="出所の日に駅で待ち合わせる", due_on=ward.on(-70)),
            reason="出所の前から関わる", by=viewer, at=viewer.at,
        )  # fmt: skip
        person = show_persons(viewer, [person_id])[person_id]
        note_life_event(
            person=person, kind=LifeEventKind.RELEASE, on=ward.on(-70), by=viewer,
            note="保護司が駅まで付き添う",
        )  # fmt: skip
        note_life_event(
            person=person, kind=LifeEventKind.TENANCY, on=ward.today + timedelta(days=75),
            by=viewer, note="半年ごとの更新",
        )  # fmt: skip
    note_down(ward, DESK, consultation.circle_id, person_id, _first_days(ward))
    return case


def _first_days(ward: Ward) -> tuple[Note, ...]:
    return (
        Note(
            at=ward.ago(75, 13, 0), method=EntryMethod.MAIL, counterpart=Counterpart.AGENCY,
            counterpart_name="保護司", tag=StrictTag.CRIMINAL_RECORD,
            body="保護司から手紙。期間と、避けた方がよい場所が書かれている。",
            outcome="この窓口の中だけに置く。",
        ),
        Note(
            at=ward.ago(70, 9, 30), method=EntryMethod.VISIT, counterpart=Counterpart.PERSON,
            body="駅で保護司と待ち合わせ。荷物は紙袋一つ。部屋の鍵を自分で回し、長く黙っていた。",
            outcome="薬は二週間分ある。来週、受診に同行する。",
        ),
    )  # fmt: skip
