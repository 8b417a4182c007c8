"""A son of 51 with a learning disability, alone since his mother of 80 went to hospital.

At this point: both consented, a 重層的支援会議 found the plan fitting, the plan is in force; one
agency has not yet accepted its role (未了), the others carry theirs; today it is to be reviewed.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from ikue.casework.domain.cases import Next
from ikue.casework.domain.plan_facts import GoalFacts, PlanFacts, RoleFacts, Writing
from ikue.casework.domain.referrals import Words
from ikue.casework.enums import Achievement, Counterpart, EntryMethod
from ikue.casework.models import Case, Plan
from ikue.kernel.wareki import PartialDate
from ikue.people.domain.persons import PersonFacts, SafeContactFacts
from ikue.people.enums import ContactKind, Relationship, Sex
from ikue.programmes.consultation.domain.receiving import MemberFacts, Principal, Reception
from ikue.programmes.consultation.domain.screening import support_here
from ikue.programmes.consultation.enums import Caller, Channel, ConsentVariant, Issue
from ikue.programmes.consultation.models import Consultation
from ikue.programmes.multi_agency.domain.items import Preparation
from ikue.sharing.domain.consents import ConsentAnswer
from ikue.synth.scripted import sittings
from ikue.synth.scripted.planning import (
    Conferring,
    accept_roles,
    adopt,
    found_fitting,
    monitor,
    progress,
    propose,
)
from ikue.synth.scripted.together import Members, agree, ask_together, decide, met, take_up
from ikue.synth.ward import Ward
from ikue.synth.writing import Note, members_by_relationship, take_in

DESK, ELDERLY, COMMUNITY = "komorebi.aki", "sakuranomiya.emi", "enishi.wakana"
PARTICIPATION = "hidamaru.sora"
TOLD = (
    "core_consultation_center", "support_center_machiya", "community_welfare", "participation",
    "multi_agency",
)  # fmt: skip
NIGHT, HOME = "夜、一人でも眠れる", "母が安全に家に帰る"
COMPLAINT = (
    "母が入院した。火曜から帰ってこない。ごはんは炊ける。ガスは母がだめと言った。作業所は行っている。"
    "お金は母のかばん。夜がこわい。"
)


@dataclass(frozen=True)
class Household:
    """Who it is about, and the case."""

    case: Case
    son: UUID
    mother: UUID

    @property
    def both(self) -> tuple[UUID, UUID]:
        return self.son, self.mother


def write(ward: Ward) -> None:
    home = _supported(ward, _receive(ward))
    _consents(ward, home)
    words = Words(
        question="母の退院までと退院後の暮らしを、一緒に組み立ててください。",
        done_already="毎朝の電話と、作業所への送りを始めました。",
        keep_doing="毎朝の電話は続けます。",
        complaint=COMPLAINT,
    )
    asked = ask_together(ward, DESK, home.case.circle_id, home.both, words, ward.ago(24, 10, 0))
    take_up(ward, asked, contact_on=ward.on(-22), at=ward.ago(23, 11, 0))
    met(ward, asked, home.son, "作業所の帰りに会えた", Note(
        at=ward.ago(22, 16, 0), method=EntryMethod.VISIT, counterpart=Counterpart.PERSON,
        body="作業所の帰りに基幹と一緒に会う。切り紙を三枚見せてくれた。「夜がこわい」と二度。",
        outcome="夜のことを先に決める。母の病室でも話を聞く。",
    ))  # fmt: skip
    decide(
        ward, home.case, "母の入院で、長男の暮らしの支えが同時に失われたため",
        at=ward.ago(20, 9, 30),
    )  # fmt: skip
    plan = propose(ward, home.case, _writing(ward, home), at=ward.ago(18, 14, 0))
    found_fitting(
        ward, home.case, plan, _conferring(home), sits_at=sittings.third(ward),
        at=ward.ago(17, 10, 0),
    )  # fmt: skip
    adopt(ward, plan, at=ward.ago(15, 9, 0))
    accept_roles(ward, plan, (
        (DESK, "朝の電話", ward.ago(14, 10, 20)),
        (ELDERLY, "退院の支度", ward.ago(13, 10, 20)),
        (PARTICIPATION, "作業の見学", ward.ago(12, 15, 0)),
    ))  # fmt: skip
    _carried_on(ward, home, plan)


def _receive(ward: Ward) -> Consultation:
    reception = Reception(
        received_at=ward.ago(30, 8, 50), complaint=COMPLAINT, channel=Channel.PHONE,
        caller=Caller.PERSON, wish="母が帰るまで、うちにいたい。",
        issues=(Issue.HEALTH, Issue.NURSING_CARE, Issue.FAMILY), worst_issue=Issue.FAMILY,
        consent_variant=ConsentVariant.NOT_ASKED, town_code="町屋六丁目",
        next_what="夕方に訪ねる", next_on=ward.on(-30),
    )  # fmt: skip
    year = ward.today.year
    son = PersonFacts(
        family_name="蛍沢原", given_name="晴彦",
        family_kana="ほたるざわはら", given_kana="はるひこ",
        sex=Sex.MALE, birth=PartialDate(year - 51, 8, 8),
    )  # fmt: skip
    mother = PersonFacts(
        family_name="蛍沢原", given_name="ふじ乃",
        family_kana="ほたるざわはら", given_kana="ふじの",
        sex=Sex.FEMALE, birth=PartialDate(year - 80, 5, 1),
    )  # fmt: skip
    return take_in(
        ward, DESK, reception,
        Principal(
            facts=son,
            safe_contact=SafeContactFacts(hours="朝7時台と夕方", note="短い言葉で、一つずつ"),
            contact_points=((ContactKind.ADDRESS.value, "町屋六丁目999番5号"),
                            (ContactKind.PHONE.value, "03-0000-5009")),
        ),
        (MemberFacts(facts=mother, relationship=Relationship.MOTHER, supported=True),),
    )  # fmt: skip


def _supported(ward: Ward, consultation: Consultation) -> Household:
    with ward.acting(DESK, ward.ago(30, 9, 30)) as viewer:
        case = support_here(
            consultation=consultation, responsible=ward.appointments[DESK],
            next_action=Next(what="母の退院前の話し合いに出る", due_on=ward.on(4)),
            reason="朝の電話から始める", by=viewer, at=viewer.at,
        )  # fmt: skip
    people = members_by_relationship(ward, DESK, consultation.circle_id)
    return Household(
        case=case, son=people[Relationship.SELF.label], mother=people[Relationship.MOTHER.label]
    )


def _consents(ward: Ward, home: Household) -> None:
    spoken = {
        home.son: ConsentAnswer(words="「みんなに言っていいよ」"),
        home.mother: ConsentAnswer(words="「息子のことをよろしくお願いします」"),
    }
    agree(
        ward, DESK, home.case, spoken, TOLD, purpose="退院までと退院後の暮らしの支え",
        at=ward.ago(26, 15, 0),
    )  # fmt: skip


def _writing(ward: Ward, home: Household) -> Writing:
    windows = {code: window.pk for code, window in ward.windows.items()}
    facts = PlanFacts(
        person_ids=home.both, wishes="母が帰るまで、うちにいたい。",
        family_wishes="家に帰って、息子のごはんを作りたい（母）",
        challenges="母の入院で、食事・お金・夜の安心が一度に途切れた",
        long_goal="母と二人、家で暮らしつづける", direction="夜と食事を先に、お金は母と一緒に",
        own_part="朝の電話に出る。作業所に行く。", family_part="母は病室から一日一度電話する",
        uses_participation=True, request_to_programmes="作業所の休みの日の居場所をさがす",
        period_from=ward.on(-15), period_to=ward.today + timedelta(days=150),
        lead_window_id=windows["core_consultation_center"], next_review_on=ward.today,
        explained_on=ward.on(-19), agreed_how="本人と母に読み上げ、うなずいた",
    )  # fmt: skip
    goals = (
        GoalFacts(text=NIGHT, measure="夜の電話が週一回以下になる"),
        GoalFacts(text=HOME, measure="退院前に台所と風呂を直す"),
    )
    roles = (
        RoleFacts(what="朝の電話", window_id=windows["core_consultation_center"], frequency="毎朝"),
        RoleFacts(
            what="退院の支度", window_id=windows["support_center_machiya"],
            content="介護の申請、台所と風呂の段差", limit_on=ward.on(10),
        ),
        RoleFacts(
            what="休みの日の居場所", window_id=windows["community_welfare"], frequency="土曜",
        ),
        RoleFacts(
            what="作業の見学", window_id=windows["participation"], frequency="月1回",
            content="本人の好きな切り紙を生かせる場を、一緒に見に行く",
        ),
    )  # fmt: skip
    return Writing(facts=facts, goals=goals, roles=roles)


def _conferring(home: Household) -> Conferring:
    return Conferring(
        preparation=Preparation(
            purpose="支援プランが二人に合っているかを話し合う",
            person_ids=home.both,
            household_image="母と息子の二人暮らし。息子は作業所に週五日通う。",
            done_now="朝の電話と作業所への送り",
            points="夜の不安に、だれがどう応えるか",
        ),
        members=Members(staff=(DESK, ELDERLY, COMMUNITY, PARTICIPATION)),
        minutes="夜は地域の見守り電話を借りる。お金は母の病室で二人一緒に決める。",
    )


def _carried_on(ward: Ward, home: Household, plan: Plan) -> None:
    monitor(ward, DESK, home.case, home.son, NIGHT, Note(
        at=ward.ago(8, 8, 50), method=EntryMethod.PHONE, counterpart=Counterpart.PERSON,
        body="朝の電話。「きのうはラジオを聞いて寝た」。夜の電話は今週二回。",
        outcome="ラジオの局を紙に書いて貼る。",
    ))  # fmt: skip
    monitor(ward, DESK, home.case, home.mother, HOME, Note(
        at=ward.ago(4, 14, 0), method=EntryMethod.INQUIRY, counterpart=Counterpart.AGENCY,
        counterpart_name="病院の医療相談室",
        body="母の歩行器は室内だけで足りる見込み。台所の段差は大家の了解が出た。",
        outcome="退院前の話し合いに、息子も出られるよう時間を聞く。",
    ))  # fmt: skip
    progress(ward, plan, {
        NIGHT: (Achievement.PARTLY, "夜の電話は週二回まで減った"),
        HOME: (Achievement.NOT_YET, "工事は来月"),
    }, at=ward.ago(2, 16, 0))  # fmt: skip
