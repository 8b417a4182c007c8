"""A son of 51 with a learning disability, alone since his mother of 80 went to hospital.

At this point: both consented, a 重層的支援会議 found the plan fitting, the plan is in force; one
agency has not yet accepted its role (未了), the others carry theirs.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from ikue.casework.domain.cases import Next
from ikue.casework.domain.plan_facts import GoalFacts, PlanFacts, RoleFacts, Writing
from ikue.casework.domain.referrals import Words
from ikue.casework.domain.roles import RoleAnswer, accept_role
from ikue.casework.models import Case, Plan, RoleAssignment
from ikue.kernel.wareki import PartialDate
from ikue.people.domain.persons import PersonFacts, SafeContactFacts
from ikue.people.enums import ContactKind, Relationship, Sex
from ikue.programmes.consultation.domain.receiving import MemberFacts, Principal, Reception
from ikue.programmes.consultation.domain.screening import support_here
from ikue.programmes.consultation.enums import Caller, Channel, ConsentVariant, Issue
from ikue.programmes.consultation.models import Consultation
from ikue.programmes.multi_agency.domain.decisions import (
    adopt_plan_after_conference,
    decide_support,
)
from ikue.programmes.multi_agency.domain.items import Preparation, close_item
from ikue.programmes.multi_agency.domain.papers import attach_papers
from ikue.programmes.multi_agency.domain.recording import Discussion
from ikue.programmes.multi_agency.enums import Conference, PlanOpinion
from ikue.programmes.multi_agency.models import AgendaItem
from ikue.sharing.domain.consents import ConsentAnswer, ConsentScope, ask_consent, give_consent
from ikue.synth.scripted.together import (
    COORDINATOR,
    MANAGER,
    ask_together,
    convene,
    propose,
    take_up,
    talked_over,
)
from ikue.synth.ward import Ward
from ikue.synth.writing import members_by_relationship, take_in

DESK, ELDERLY, COMMUNITY = "komorebi.aki", "sakuranomiya.emi", "enishi.wakana"
TOLD = ("core_consultation_center", "support_center_machiya", "community_welfare", "multi_agency")
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
    with ward.acting(MANAGER, ward.ago(20, 9, 30)) as viewer:
        decide_support(
            case=home.case, decided_on=ward.on(-20), by=viewer, at=viewer.at,
            reason="母の入院で、長男の暮らしの支えが同時に失われたため",
        )  # fmt: skip
    plan = propose(ward, home.case, _writing(ward, home), at=ward.ago(18, 14, 0))
    _found_fitting(ward, home, plan)
    _in_force(ward, plan)


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
    spoken = {home.son: "みんなに言っていいよ", home.mother: "息子のことをよろしくお願いします"}
    with ward.acting(DESK, ward.ago(26, 15, 0)) as viewer:
        for person_id, words in spoken.items():
            asked = ask_consent(
                person_id=person_id, circle_id=home.case.circle_id, by=viewer, at=viewer.at
            )
            give_consent(
                consent=asked, answer=ConsentAnswer(words=words), by=viewer, at=viewer.at,
                scope=ConsentScope(
                    window_codes=TOLD, purpose="退院までと退院後の暮らしの支え",
                    until=ward.today + timedelta(days=180),
                ),
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
        lead_window_id=windows["core_consultation_center"], next_review_on=ward.on(20),
        explained_on=ward.on(-19), agreed_how="本人と母に読み上げ、うなずいた",
    )  # fmt: skip
    goals = (
        GoalFacts(text="夜、一人でも眠れる", measure="夜の電話が週一回以下になる"),
        GoalFacts(text="母が安全に家に帰る", measure="退院前に台所と風呂を直す"),
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
    )  # fmt: skip
    return Writing(facts=facts, goals=goals, roles=roles)


def _found_fitting(ward: Ward, home: Household, plan: Plan) -> None:
    preparation = Preparation(
        purpose="支援プランが二人に合っているかを話し合う", person_ids=home.both,
        household_image="母と息子の二人暮らし。息子は作業所に週五日通う。",
        done_now="朝の電話と作業所への送り", points="夜の不安に、だれがどう応えるか",
    )  # fmt: skip
    item = convene(
        ward, home.case, Conference.MULTILAYER, preparation, members=(DESK, ELDERLY, COMMUNITY),
        sits_at=ward.ago(16, 14, 0), at=ward.ago(17, 10, 0),
    )  # fmt: skip
    with ward.acting(COORDINATOR, ward.ago(17, 10, 30)) as viewer:
        item = AgendaItem.objects.get(pk=item.pk)
        attach_papers(item=item, chosen=[str(plan.pk)], by=viewer, at=viewer.at)
        present = frozenset(item.members.values_list("pk", flat=True))
    discussion = Discussion(
        discussed_at=ward.ago(16, 14, 50), attended=present, plan_opinion=PlanOpinion.FITTING,
        minutes="夜は地域の見守り電話を借りる。お金は母の病室で二人一緒に決める。",
        direction="プランのとおり始める",
    )  # fmt: skip
    item = talked_over(ward, item, discussion, at=ward.ago(16, 15, 10))
    with ward.acting(COORDINATOR, ward.ago(16, 15, 30)) as viewer:
        close_item(item=item, by=viewer, at=viewer.at)


def _in_force(ward: Ward, plan: Plan) -> None:
    with ward.acting(MANAGER, ward.ago(15, 9, 0)) as viewer:
        plan = Plan.objects.get(pk=plan.pk)
        adopt_plan_after_conference(plan=plan, decided_on=ward.on(-15), by=viewer, at=viewer.at)
    for username, what, days in ((DESK, "朝の電話", 14), (ELDERLY, "退院の支度", 13)):
        with ward.acting(username, ward.ago(days, 10, 20)) as viewer:
            role = RoleAssignment.objects.get(plan_id=plan.pk, what=what)
            accept_role(role=role, answer=RoleAnswer(), by=viewer, at=viewer.at)
