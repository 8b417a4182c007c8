"""八〇五〇, the second act: taken up by 多機関協働, a plan for both, the son's change of mind."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from ikue.casework.domain.plan_facts import GoalFacts, PlanFacts, RoleFacts, Writing
from ikue.casework.domain.plans import review_plan
from ikue.casework.domain.referrals import Words
from ikue.casework.enums import Achievement, Counterpart, EntryMethod
from ikue.casework.models import Case, Plan
from ikue.people.enums import Relationship
from ikue.programmes.consultation.domain.assessing import (
    AssessmentFacts,
    confirm_assessment,
    save_assessment,
)
from ikue.programmes.multi_agency.domain.items import Preparation
from ikue.sharing.domain.consents import ConsentAnswer, withdraw_consent
from ikue.sharing.enums import ConsentMethod
from ikue.sharing.models import Consent
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
from ikue.synth.scripted.together import (
    COORDINATOR,
    Members,
    agree,
    ask_together,
    decide,
    met,
    take_up,
)
from ikue.synth.ward import Ward
from ikue.synth.writing import Note, members_by_relationship, note_down, plan_next

DESK, ELDERLY, STATION = "shiranami.madoka", "momijida.fumi", "hoshino.shizuka"
TOLD = ("self_reliance", "support_center_arakawa", "hikikomori_station", "multi_agency")
FIRE, DOOR = "火の心配なく、二人で台所に立てる", "息子が、家族以外の一人と話せる"


@dataclass(frozen=True)
class Household:
    case: Case
    mother: UUID
    son: UUID

    @property
    def both(self) -> tuple[UUID, UUID]:
        return self.mother, self.son


def plan_together(ward: Ward, case: Case, complaint: str) -> None:
    home = _home(ward, case)
    _taken_up(ward, home, complaint)
    consents = _consents(ward, home)
    _understand(ward, home)
    decide(ward, case, "認知症の疑いと長年のひきこもりが重なり、一つの窓口では支えきれないため",
           at=ward.ago(40, 9, 30))  # fmt: skip
    plan = propose(ward, case, _writing(ward, home), at=ward.ago(38, 15, 0))
    found_fitting(
        ward, case, plan, _conferring(home), sits_at=sittings.second(ward), at=ward.ago(37, 10, 0)
    )
    adopt(ward, plan, at=ward.ago(35, 9, 0))
    accept_roles(ward, plan, (
        (ELDERLY, "火の元と受診", ward.ago(34, 10, 0)),
        (DESK, "息子あての手紙と家計", ward.ago(34, 11, 20)),
        (STATION, "息子の話し相手", ward.ago(33, 15, 0)),
    ))  # fmt: skip
    _carried_on(ward, home, plan)
    _taken_back(ward, home, plan, consents[home.son])


def _home(ward: Ward, case: Case) -> Household:
    people = members_by_relationship(ward, DESK, case.circle_id)
    return Household(case, people[Relationship.SELF.label], people[Relationship.CHILD.label])


def _taken_up(ward: Ward, home: Household, complaint: str) -> None:
    words = Words(
        question="お母さんの介護と息子さんの暮らしを、一つの計画にまとめてください。",
        done_already="受診と認定の申請に同行し、民生委員と訪問を続けています。",
        keep_doing="週に一度の訪問と、受診の同行は続けます。",
        complaint=complaint,
    )
    asked = ask_together(ward, ELDERLY, home.case.circle_id, home.both, words, ward.ago(48, 11, 0))
    take_up(ward, asked, contact_on=ward.on(-46), at=ward.ago(47, 9, 40))
    met(ward, asked, home.mother, "包括と一緒に訪問し、お母さんと会えた", Note(
        at=ward.ago(46, 14, 0), method=EntryMethod.VISIT, counterpart=Counterpart.FAMILY,
        body="包括の紅葉田と同行し、母に会う。「あの子の分も聞いてやって」。戸の向こうの息子にも名を名乗った。",
        outcome="同意は、母には次の訪問で、息子には手紙で聞く。",
    ))  # fmt: skip


def _consents(ward: Ward, home: Household) -> dict[UUID, Consent]:
    purpose = "母の介護と息子の暮らしを、一つの計画で支えるため"
    spoken = {home.mother: ConsentAnswer(words="「あんたたちの間なら、話していいよ」")}
    mother = agree(ward, ELDERLY, home.case, spoken, TOLD, purpose=purpose, at=ward.ago(45, 10, 0))
    written = {home.son: ConsentAnswer(method=ConsentMethod.WRITTEN)}
    son = agree(ward, DESK, home.case, written, TOLD, purpose=purpose, at=ward.ago(42, 16, 0))
    return mother | son


def _understand(ward: Ward, home: Household) -> None:
    facts = AssessmentFacts(
        wishes="「息子と静かに暮らしたい」（母）　「だれも責めないでほしい」（息子の手紙）",
        strengths="母は近所の昔話をよく覚えている。息子は味噌汁を作り、通院の日は鍵をかける。",
        history="息子は二十年前に仕事をやめてから部屋で過ごす。父の看取りは二人でした。",
        answers={
            "housing_kind": "rented", "household_income": 142000, "benefits": ["old_age"],
            "challenges": ["illness", "withdrawal"],
        },
        summary="火の元の心配と、息子が外の人と話す機会のなさが、母の年金一つの上に重なっている。",
        direction="火と薬を先に整え、息子とは手紙から。",
    )  # fmt: skip
    with ward.acting(ELDERLY, ward.ago(41, 11, 0)) as viewer:
        sheet = save_assessment(
            circle_id=home.case.circle_id, facts=facts, seen_version=0, by=viewer, at=viewer.at
        )
        confirm_assessment(assessment=sheet, by=viewer, at=viewer.at)


def _writing(ward: Ward, home: Household) -> Writing:
    windows = ward.windows
    facts = PlanFacts(
        person_ids=home.both, wishes="このアパートで、息子と静かに暮らしたい。",
        family_wishes="だれも責めないでほしい（息子の手紙）",
        challenges="火の元、薬の飲み残し、息子が家の外とつながっていないこと",
        long_goal="二人が、それぞれのペースで町とつながって暮らす",
        direction="火と薬を先に。息子とは手紙から。",
        own_part="薬のカレンダーに印をつける（母）",
        family_part="通院の日は内側から鍵をかける（息子）",
        community_part="民生委員が回覧板で月に一度声をかける",
        period_from=ward.on(-35), period_to=ward.today + timedelta(days=130),
        lead_window_id=windows["support_center_arakawa"].pk, next_review_on=ward.on(5),
        explained_on=ward.on(-38), agreed_how="母には読み上げ、息子には同じ紙を戸の下に置いた",
    )  # fmt: skip
    goals = (
        GoalFacts(text=FIRE, measure="火の消し忘れがひと月ない"),
        GoalFacts(text=DOOR, measure="手紙の返事か、戸越しの一言"),
    )
    roles = (
        RoleFacts(
            what="火の元と受診", window_id=windows["support_center_arakawa"].pk, frequency="週1回",
            content="IHコンロへの交換、受診の同行", limit_on=ward.on(20),
        ),
        RoleFacts(
            what="息子あての手紙と家計", window_id=windows["self_reliance"].pk, frequency="月2回",
        ),
        RoleFacts(
            what="息子の話し相手", window_id=windows["hikikomori_station"].pk, frequency="月2回",
            content="戸越しでよい。返事を急がない",
        ),
    )  # fmt: skip
    return Writing(facts=facts, goals=goals, roles=roles)


def _conferring(home: Household) -> Conferring:
    return Conferring(
        preparation=Preparation(
            purpose="母と息子の一つの計画が、二人に合っているかを話し合う",
            person_ids=home.both,
            household_image="八十代の母と五十代の息子。母の物忘れが進み、息子は部屋で暮らす。",
            done_now="受診の同行、手紙、民生委員の声かけ",
            points="息子の返事を、だれがどれだけ待てるか",
        ),
        members=Members(staff=(DESK, ELDERLY, STATION)),
        minutes="火は機器で止め、人は責めない。息子への手紙は一人の名前で続け、担当を替えない。",
    )


def _carried_on(ward: Ward, home: Household, plan: Plan) -> None:
    monitor(ward, ELDERLY, home.case, home.mother, FIRE, Note(
        at=ward.ago(24, 10, 0), method=EntryMethod.VISIT, counterpart=Counterpart.PERSON,
        body="薬のカレンダーに十日分の印。鍋は新しくなり、焦げはない。",
        outcome="IHコンロの見積りを大家に見てもらう。",
    ))  # fmt: skip
    monitor(ward, DESK, home.case, home.son, DOOR, Note(
        at=ward.ago(15, 16, 0), method=EntryMethod.INQUIRY, counterpart=Counterpart.AGENCY,
        counterpart_name="ひきこもり支援ステーション",
        body="戸越しに十分。猫の動画の話に「うちにもいました」と一言あったとのこと。",
        outcome="次も同じ曜日の同じ時間に。",
    ))  # fmt: skip
    progress(ward, plan, {
        FIRE: (Achievement.PARTLY, "消し忘れは一度だけ"),
        DOOR: (Achievement.PARTLY, "戸越しに一言"),
    }, at=ward.ago(9, 13, 30))  # fmt: skip


def _taken_back(ward: Ward, home: Household, plan: Plan, consent: Consent) -> None:
    """撤回 in a letter: what rested on the son's consent closes, and the plan is gone over."""
    letter = Note(
        at=ward.ago(3, 9, 50), method=EntryMethod.MAIL, counterpart=Counterpart.PERSON,
        counterpart_name="長男",
        body="息子から手紙。「話が回っているのがこわい。いったん全部止めてください。手紙は読みます」。",
        outcome="同意の撤回として受け止め、きょうから共有を止めたと返事を書いた。",
    )  # fmt: skip
    note_down(ward, DESK, home.case.circle_id, home.son, (letter,))
    with ward.acting(DESK, ward.ago(3, 10, 10)) as viewer:
        consent = Consent.objects.get(pk=consent.pk)
        withdraw_consent(consent=consent, by=viewer, at=viewer.at)
    with ward.acting(COORDINATOR, ward.ago(2, 9, 30)) as viewer:
        review_plan(plan=Plan.objects.get(pk=plan.pk), by=viewer, at=viewer.at)
    phoned = Note(
        at=ward.ago(2, 11, 0), method=EntryMethod.PHONE, counterpart=Counterpart.PERSON,
        body="母に電話（長めに鳴らして出られた）。昨夜は息子が味噌汁を温めてくれたとのこと。",
        outcome="IHコンロの設置は明日の午前。",
    )  # fmt: skip
    note_down(ward, ELDERLY, home.case.circle_id, home.mother, (phoned,))
    plan_next(
        ward, ELDERLY, home.case, what="IHコンロへの交換に立ち会い、母と使い方を練習する",
        due_on=ward.on(1), at=ward.ago(2, 11, 30),
    )  # fmt: skip
