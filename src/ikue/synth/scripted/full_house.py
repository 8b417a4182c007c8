"""ごみ屋敷: a man of 67 who wants nobody in, a fire alarm that rang, neighbours at the end of it.

At this point: consent refused, only a 支援会議 (社会福祉法106条の6) held, roles agreed in it.
"""

from datetime import timedelta

from ikue.casework.domain.cases import Next
from ikue.casework.domain.referrals import Words
from ikue.casework.enums import Counterpart, EntryMethod
from ikue.casework.models import Case
from ikue.kernel.wareki import PartialDate
from ikue.people.domain.persons import PersonFacts
from ikue.people.enums import ContactKind, Sex
from ikue.programmes.consultation.domain.receiving import Principal, Reception
from ikue.programmes.consultation.domain.screening import support_here
from ikue.programmes.consultation.enums import Caller, Channel, ConsentVariant, Issue
from ikue.programmes.consultation.models import Consultation
from ikue.programmes.multi_agency.domain.agreeing import Agreed, agree_role
from ikue.programmes.multi_agency.domain.answers import Answers
from ikue.programmes.multi_agency.domain.items import Preparation
from ikue.programmes.multi_agency.domain.recording import Discussion
from ikue.programmes.multi_agency.enums import Conference, Matter
from ikue.programmes.multi_agency.models import AgendaItem, ItemMember
from ikue.sharing.domain.consents import ask_consent, refuse_consent
from ikue.synth.scripted import sittings
from ikue.synth.scripted.together import (
    COORDINATOR,
    Members,
    answer,
    ask_together,
    convene,
    present_at,
    take_up,
    talked_over,
)
from ikue.synth.ward import Ward
from ikue.synth.writing import Note, note_down, take_in

DESK, CORE, COMMUNITY = "negishi.kozue", "komorebi.aki", "enishi.wakana"
OUTREACH = "michikusa.ayumu"
MEMBERS = Members(
    staff=(CORE, COMMUNITY, OUTREACH),
    partners=(("welfare_commissioners", "街角 民枝", "民生委員法15条。口頭で確かめた"),),
)
TAKEN = {True: "銭湯の帰りに声をかける", False: "手紙と立ち話。片づけの話はしない"}
COMPLAINT = (
    "隣の家の物が道まであふれている。先週、火災報知器が鳴って消防が来た。本人は「うちのことだ、帰って"
    "くれ」と戸を閉めた。悪い人ではない。奥さんが亡くなってからこうなった。"
)


def write(ward: Ward) -> None:
    consultation = _receive(ward)
    case = _support(ward, consultation)
    _refused(ward, consultation)
    item = _conference(ward, consultation, case)
    _answered(ward, item)
    _roles(ward, item)


def _receive(ward: Ward) -> Consultation:
    reception = Reception(
        received_at=ward.ago(30, 9, 50), complaint=COMPLAINT, channel=Channel.PHONE,
        caller=Caller.NEIGHBOUR, caller_relation="隣の家", issues=(Issue.HOARDING, Issue.ISOLATION),
        worst_issue=Issue.HOARDING, consent_variant=ConsentVariant.REFUSED,
        no_consent_reason="「世話にはならない」と戸を閉める", known_by="消防、町会長",
        town_code="東日暮里四丁目", next_what="町会長に話を聞く", next_on=ward.on(-28),
    )  # fmt: skip
    man = PersonFacts(
        family_name="霜柱", given_name="寛治", family_kana="しもばしら", given_kana="かんじ",
        sex=Sex.MALE, birth=PartialDate(ward.today.year - 67, 2, 3), birth_is_approximate=True,
    )  # fmt: skip
    points = ((ContactKind.ADDRESS.value, "東日暮里四丁目999番3号"),)
    return take_in(ward, DESK, reception, Principal(facts=man, contact_points=points))


def _support(ward: Ward, consultation: Consultation) -> Case:
    with ward.acting(DESK, ward.ago(29, 10, 0)) as viewer:
        case = support_here(
            consultation=consultation, responsible=ward.appointments[DESK],
            next_action=Next(what="手紙を届け、玄関先で声をかける", due_on=ward.on(2)),
            reason="会えるまで通う", by=viewer, at=viewer.at,
        )  # fmt: skip
    note_down(ward, DESK, consultation.circle_id, consultation.person_id, _visits(ward))
    return case


def _visits(ward: Ward) -> tuple[Note, ...]:
    return (
        Note(
            at=ward.ago(25, 10, 30), method=EntryMethod.VISIT, counterpart=Counterpart.PERSON,
            body="三度目の訪問で戸が開いた。三分だけ立ち話。「妻の物には触るな」と一度だけ強い声。",
            outcome="片づけの話はしない。次は季節の話だけする。",
        ),
        Note(
            at=ward.ago(16, 15, 0), method=EntryMethod.VISIT, counterpart=Counterpart.PERSON,
            body="市販の湿布を手首に巻いていた。受診の話をすると戸を閉めたが、手紙は受け取った。",
        ),
    )  # fmt: skip


def _refused(ward: Ward, consultation: Consultation) -> None:
    assert consultation.person_id is not None
    with ward.acting(DESK, ward.ago(15, 11, 0)) as viewer:
        asked = ask_consent(
            person_id=consultation.person_id, circle_id=consultation.circle_id, by=viewer,
            at=viewer.at,
        )  # fmt: skip
        refuse_consent(
            consent=asked, reason="「だれにも言うな」", ask_again_on=ward.on(10), by=viewer,
            at=viewer.at,
        )  # fmt: skip


def _conference(ward: Ward, consultation: Consultation, case: Case) -> AgendaItem:
    assert consultation.person_id is not None
    persons = (consultation.person_id,)
    words = Words(
        question="火の元と、会い続ける人を決める場がほしいです。",
        done_already="八回訪ね、二回会えました。手紙は受け取ってくれます。",
        keep_doing="二週に一度の訪問は続けます。",
        complaint=COMPLAINT,
    )
    asked = ask_together(ward, DESK, consultation.circle_id, persons, words, ward.ago(14, 9, 30))
    take_up(ward, asked, contact_on=ward.on(-12), at=ward.ago(13, 10, 0))
    tried = Note(
        at=ward.ago(12, 15, 0), method=EntryMethod.VISIT, counterpart=Counterpart.NOBODY,
        body="地域包括と訪ねたが、戸は開かず。窓の明かりが動いた。名刺と短い手紙を置いた。",
        outcome="会えるまでは、地域包括の名前で通う。",
    )  # fmt: skip
    note_down(ward, COORDINATOR, consultation.circle_id, consultation.person_id, (tried,))
    preparation = Preparation(
        purpose="同意のないまま、火の元と見守りの役割を決める", person_ids=persons,
        household_image="一人暮らし。妻を亡くして五年。近所とは挨拶だけ。",
        done_now="地域包括が二週に一度訪ねている。", points="だれが、何を見たら、どこに言うか",
    )  # fmt: skip
    return convene(
        ward, case, Conference.SUPPORT, preparation, MEMBERS, sits_at=sittings.last(ward),
        at=ward.ago(11, 10, 0),
    )  # fmt: skip


def _answered(ward: Ward, item: AgendaItem) -> None:
    answer(ward, CORE, item, Answers(
        knows="妻の通院に三年前まで付き添っていた。",
        can_do="手首の痛みを口実に、看護師と訪ねられます。",
        worries="片づけの話から入ると、もう会えなくなると思います。",
    ), at=ward.ago(8, 11, 0))  # fmt: skip
    answer(ward, OUTREACH, item, Answers(
        doing="銭湯の前で二度見かけました。", can_do="週に一度、同じ時間に通りかかれます。",
    ), at=ward.ago(7, 16, 30))  # fmt: skip


def _roles(ward: Ward, item: AgendaItem) -> None:
    at = ward.ago(6, 15, 10)
    discussion = Discussion(
        discussed_at=ward.ago(6, 14, 50), attended=present_at(ward, item, at=at),
        minutes="無理に片づけない。火の元だけは先に。会える人を一人増やす。",
        direction="本人のペースで、火の元と体の心配から入る",
        next_step="消防と一緒に、火災報知器の点検として訪ねる", next_on=ward.on(3),
    )  # fmt: skip
    item = talked_over(ward, item, discussion, at=at)
    with ward.acting(COORDINATOR, at + timedelta(minutes=5)) as viewer:
        for member in item.members.exclude(appointment_id=None).order_by("recorded_at"):
            agree_role(item=item, member=member, agreed=_agreed(ward, member), by=viewer,
                       at=viewer.at)  # fmt: skip


def _agreed(ward: Ward, member: ItemMember) -> Agreed:
    content = TAKEN[member.appointment_id == ward.appointments[OUTREACH].pk]
    return Agreed(
        matter=Matter.WATCH_OVER, what="見守り", frequency="月2回", content=content,
        limit_on=ward.on(60),
    )  # fmt: skip
