"""The student family, the second act: the mother lets more windows know, a plan is proposed."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from ikue.casework.domain.plan_facts import GoalFacts, PlanFacts, RoleFacts, Writing
from ikue.casework.domain.referrals import Words
from ikue.casework.enums import Counterpart, EntryMethod
from ikue.casework.models import Case
from ikue.people.enums import Relationship
from ikue.programmes.multi_agency.domain.answers import Answers
from ikue.programmes.multi_agency.domain.items import Preparation
from ikue.programmes.multi_agency.enums import Conference
from ikue.sharing.domain.consents import ConsentAnswer, ConsentScope, change_consent
from ikue.sharing.enums import ConsentGiver, ConsentState
from ikue.sharing.models import Consent
from ikue.synth.scripted import sittings
from ikue.synth.scripted.planning import lay_before, propose
from ikue.synth.scripted.together import (
    Members,
    agree,
    answer,
    ask_together,
    convene,
    decide,
    met,
    take_up,
)
from ikue.synth.ward import Ward
from ikue.synth.writing import Note, members_by_relationship

DESK, PLAZA = "hinata.yoko", "nanohana.sachi"
COMMUNITY, EDUCATION = "enishi.wakana", "kokuban.sei"
TOLD = (
    "maternal_health", "childcare_information", "self_reliance", "community_welfare", "education",
)  # fmt: skip
PURPOSE = "産後の暮らしと学びを続けるための相談"
INTERPRETER = "電話通訳（女性）"


@dataclass(frozen=True)
class Household:
    case: Case
    mother: UUID
    baby: UUID

    @property
    def both(self) -> tuple[UUID, UUID]:
        return self.mother, self.baby


def plan_together(ward: Ward, case: Case) -> None:
    people = members_by_relationship(ward, DESK, case.circle_id)
    home = Household(case, people[Relationship.SELF.label], people[Relationship.CHILD.label])
    words = Words(
        question="産後の見守り、学校、夜の育児を、一つの計画にまとめてください。",
        done_already="通訳を入れて三度会い、産後ケアの申込みまで進みました。",
        keep_doing="訪問と体重の見守り、電話通訳の手配は続けます。",
        complaint="新生児訪問で EPDS 11点。夜は一人で、だれとも話さない日がある。",
    )
    asked = ask_together(ward, DESK, case.circle_id, home.both, words, ward.ago(12, 10, 0))
    take_up(ward, asked, contact_on=ward.on(-10), at=ward.ago(11, 14, 0))
    met(ward, asked, home.mother, "訪問に同行し、通訳を入れて話せた", Note(
        at=ward.ago(10, 15, 0), method=EntryMethod.VISIT, counterpart=Counterpart.PERSON,
        interpreter_present=True,
        body="保健師と訪問。通訳を入れて自己紹介。赤ちゃんを抱いたまま、学校の教科書を見せてくれた。",
        outcome="話してよい先を、次の訪問で一つずつ聞く。",
    ))  # fmt: skip
    _consents(ward, home)
    decide(ward, case, "産後の不調、学業、言葉のことが重なり、どれも期限があるため",
           at=ward.ago(6, 10, 0))  # fmt: skip
    _to_the_conference(ward, home)


def _consents(ward: Ward, home: Household) -> None:
    """The mother widens her own consent, and gives the baby's."""
    at = ward.ago(9, 15, 0)
    scope = ConsentScope(window_codes=TOLD, purpose=PURPOSE, until=ward.today + timedelta(days=180))
    words = ConsentAnswer(
        words="「学校のこと、日本語教室のことも、みんなで話してください」",
        language="ネパール語", interpreted_by=INTERPRETER,
    )  # fmt: skip
    with ward.acting(DESK, at) as viewer:
        before = Consent.objects.get(person_id=home.mother, state=ConsentState.GIVEN)
        change_consent(consent=before, answer=words, scope=scope, by=viewer, at=at)
    hers = ConsentAnswer(
        giver=ConsentGiver.PARENTAL, giver_name="SHRESTHAN Asmita（母）",
        words="「この子のことも同じです」", language="ネパール語", interpreted_by=INTERPRETER,
    )  # fmt: skip
    agree(ward, DESK, home.case, {home.baby: hers}, TOLD, purpose=PURPOSE, at=at)


def _to_the_conference(ward: Ward, home: Household) -> None:
    plan = propose(ward, home.case, _writing(ward, home), at=ward.ago(4, 15, 0))
    preparation = Preparation(
        purpose="産後の暮らしと学びを続ける計画が、母子に合っているかを話し合う",
        person_ids=home.both,
        household_image="留学中の母と生後まもない子。母はネパール語、やさしい日本語で少し話せる。",
        done_now="通訳を入れた訪問、産後ケアの申込み、広場の見学",
        points="夜の授乳の日に頼れる先と、休学中の日本語教室",
    )  # fmt: skip
    item = convene(
        ward, home.case, Conference.MULTILAYER, preparation,
        Members(staff=(DESK, PLAZA, COMMUNITY, EDUCATION)),
        sits_at=sittings.coming(ward), at=ward.ago(3, 10, 0),
    )  # fmt: skip
    lay_before(ward, item, plan, at=ward.ago(3, 10, 30))
    answer(ward, DESK, item, Answers(
        knows="通訳がいると、困りごとを順に話せます。", doing="週一回の訪問と体重の見守り",
        can_do="産後ケアの日帰りを週一回使えるようにします。", worries="夜の授乳が続く日です。",
    ), at=ward.ago(2, 15, 0))  # fmt: skip
    answer(ward, PLAZA, item, Answers(
        doing="広場で同じ国の母親と引き合わせました。",
        can_do="広場の日に日本語の相手役をつけられます。",
    ), at=ward.ago(1, 11, 0))  # fmt: skip


def _writing(ward: Ward, home: Household) -> Writing:
    windows = ward.windows
    facts = PlanFacts(
        person_ids=home.both, wishes="同じ国のお母さんと話したい。学校をやめたくない。",
        challenges="夜の育児を一人で抱えること、学業が途切れること、言葉の壁",
        long_goal="子どもを育てながら、学校に戻る",
        direction="夜に眠れる日を先に作り、学びは休んでも切らさない",
        own_part="産後ケアの日は、体を休める", community_part="広場で日本語の相手をする人をさがす",
        period_from=ward.on(4), period_to=ward.today + timedelta(days=150),
        lead_window_id=windows["maternal_health"].pk,
        next_review_on=ward.today + timedelta(days=90), explained_on=ward.on(-4),
        agreed_how="通訳がネパール語で読み上げ、母が一つずつうなずいた",
    )  # fmt: skip
    goals = (
        GoalFacts(text="週に一晩、まとめて眠れる", measure="EPDSをひと月後にもう一度"),
        GoalFacts(text="学校に籍を残したまま休める", measure="休学の届けが受理される"),
    )
    roles = (
        RoleFacts(
            what="訪問と産後ケア", window_id=windows["maternal_health"].pk, frequency="週1回",
        ),
        RoleFacts(
            what="広場での居場所", window_id=windows["childcare_information"].pk, frequency="週2回",
            content="同じ国の母親と会える曜日に誘う",
        ),
        RoleFacts(
            what="日本語の相手さがし", window_id=windows["community_welfare"].pk,
            limit_on=ward.on(20),
        ),
    )  # fmt: skip
    return Writing(facts=facts, goals=goals, roles=roles)
