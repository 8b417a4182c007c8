"""DV: a woman and her daughter who left, their address hidden, still registered in another ward.

At this point: one household became two, each with a worker who cannot see the other side; hers is
coordinated, support is decided, and an item of the coming 重層的支援会議 is being prepared. His
goes on at the same desk.
"""

from ikue.casework.domain.cases import Next
from ikue.casework.domain.referrals import Words
from ikue.casework.domain.splitting import Leaving, Split, split_case
from ikue.casework.enums import Counterpart, EntryMethod
from ikue.casework.models import Case
from ikue.kernel.wareki import PartialDate
from ikue.people.domain.persons import (
    PersonFacts,
    SafeContactFacts,
    add_contact_point,
    agree_safe_contact,
)
from ikue.people.enums import ContactKind, Relationship, Sex
from ikue.programmes.consultation.domain.receiving import MemberFacts, Principal, Reception
from ikue.programmes.consultation.domain.screening import support_here
from ikue.programmes.consultation.enums import Caller, Channel, Issue
from ikue.programmes.consultation.models import Consultation
from ikue.programmes.multi_agency.domain.items import Preparation
from ikue.programmes.multi_agency.enums import Conference
from ikue.sharing.domain.consents import ConsentAnswer
from ikue.sharing.domain.showing import show_persons
from ikue.sharing.enums import ConsentGiver, StrictTag
from ikue.synth.scripted import sittings
from ikue.synth.scripted.together import Members, agree, ask_together, decide, met, prepare, take_up
from ikue.synth.ward import Ward
from ikue.synth.writing import Note, members_by_relationship, note_down, plan_next, take_in

HIS, HERS = "minowa.jun", "shiranami.madoka"
SINGLE_PARENT = "asahina.ren"
TOLD = ("self_reliance", "single_parent", "childcare_concierge", "housing_support")
COMPLAINT = (
    "夫の仕事がなくなり、家賃を二か月待ってもらっている。去年荒川に越してきたが、住民票は前の区のまま。"
    "保育園のことも、どちらの区に聞けばよいか分からない。"
)


def write(ward: Ward) -> None:
    case = _together_once(ward, _receive(ward))
    hers = _parted(ward, case)
    _in_safety(ward, hers)
    _coordinated(ward, hers)
    plan_next(
        ward, HIS, case, what="求人票を一緒に選ぶ（面談は窓口で、二人で会う）", due_on=ward.on(4),
        at=ward.ago(2, 15, 30),
    )  # fmt: skip


def _receive(ward: Ward) -> Consultation:
    reception = Reception(
        received_at=ward.ago(34, 10, 40), complaint=COMPLAINT, channel=Channel.VISIT,
        caller=Caller.FAMILY, caller_relation="妻", wish="この子を静かな家で育てたい。",
        issues=(Issue.RENT, Issue.INCOME, Issue.CHILD_REARING), worst_issue=Issue.RENT,
        housing="民間の賃貸", work="夫は求職中、妻はパート", town_code="東日暮里二丁目",
    )  # fmt: skip
    year = ward.today.year
    husband = PersonFacts(
        family_name="朧谷", given_name="剛", family_kana="おぼろだに", given_kana="ごう",
        sex=Sex.MALE, birth=PartialDate(year - 41, 11, 2),
    )  # fmt: skip
    wife = PersonFacts(
        family_name="朧谷", given_name="実里", family_kana="おぼろだに", given_kana="みのり",
        sex=Sex.FEMALE, birth=PartialDate(year - 36, 4, 17),
    )  # fmt: skip
    daughter = PersonFacts(
        family_name="朧谷", given_name="ひより", family_kana="おぼろだに", given_kana="ひより",
        sex=Sex.FEMALE, birth=PartialDate(year - 4, 6, 30),
    )  # fmt: skip
    principal = Principal(
        facts=husband,
        contact_points=((ContactKind.ADDRESS.value, "東日暮里二丁目996番7号 コーポ幾重201"),
                        (ContactKind.PHONE.value, "03-0000-5010")),
    )  # fmt: skip
    members = (
        MemberFacts(facts=wife, relationship=Relationship.SPOUSE, supported=True),
        MemberFacts(facts=daughter, relationship=Relationship.CHILD, supported=True),
    )
    return take_in(ward, HIS, reception, principal, members)


def _together_once(ward: Ward, consultation: Consultation) -> Case:
    with ward.acting(HIS, ward.ago(33, 9, 40)) as viewer:
        case = support_here(
            consultation=consultation, responsible=ward.appointments[HIS],
            next_action=Next(what="家賃と求職の面談", due_on=ward.on(-28)),
            reason="家賃と仕事を一緒に聞く", by=viewer, at=viewer.at,
        )  # fmt: skip
    first = Note(
        at=ward.ago(28, 14, 0), method=EntryMethod.INTERVIEW, counterpart=Counterpart.FAMILY,
        body="夫婦と面談。夫が答え、妻は下を向いている。住居確保給付金の書類を渡した。",
        outcome="次は別々に話を聞く時間をとる。",
    )  # fmt: skip
    note_down(ward, HIS, consultation.circle_id, consultation.person_id, (first,))
    return case


def _parted(ward: Ward, case: Case) -> Case:
    """世帯を分ける: she leaves with the child; the reason stands with her side alone."""
    people = members_by_relationship(ward, HIS, case.circle_id)
    split = Split(
        leaving=(
            Leaving(
                person_id=people[Relationship.SPOUSE.label], relationship=Relationship.SELF
            ),
            Leaving(
                person_id=people[Relationship.CHILD.label], relationship=Relationship.CHILD
            ),
        ),
        on=ward.on(-19), reason="夫の暴力から、子を連れて避難したため。",
        responsible=ward.appointments[HERS],
        next_action=Next(what="避難先の暮らしを聞く（本人からの電話を待つ）", due_on=ward.on(-18)),
    )  # fmt: skip
    with ward.acting(HIS, ward.ago(19, 11, 0)) as viewer:
        return split_case(case=case, split=split, by=viewer, at=viewer.at)


def _in_safety(ward: Ward, hers: Case) -> None:
    wife_id = members_by_relationship(ward, HERS, hers.circle_id)[Relationship.SELF.label]
    with ward.acting(HERS, ward.ago(18, 10, 0)) as viewer:
        wife = show_persons(viewer, [wife_id])[wife_id]
        safe = SafeContactFacts(
            hours="平日10時から14時", secret_from_family=True, no_message=True,
            note="前の携帯にはかけない。役所の名を出さない",
        )  # fmt: skip
        agree_safe_contact(person=wife, facts=safe, by=viewer)
        add_contact_point(
            person=wife, kind=ContactKind.ADDRESS, value="西日暮里一丁目995番9号", by=viewer,
            note="だれにも教えない。住民票は前の区のまま（支援措置を申出済み）",
        )  # fmt: skip
        add_contact_point(
            person=wife, kind=ContactKind.MOBILE, value="03-0000-5011", by=viewer,
            note="新しい番号",
        )  # fmt: skip
    note_down(ward, HERS, hers.circle_id, wife_id, _after_leaving(ward))


def _after_leaving(ward: Ward) -> tuple[Note, ...]:
    return (
        Note(
            at=ward.ago(18, 10, 20), method=EntryMethod.PHONE, counterpart=Counterpart.PERSON,
            tag=StrictTag.DOMESTIC_VIOLENCE,
            body="本人から電話。けがは診てもらった。夫は居場所を知らない。子は夜に起きて泣く。",
            outcome="避難先のことは、この窓口の担当だけが書き留める。",
        ),
        Note(
            at=ward.ago(15, 11, 0), method=EntryMethod.INQUIRY, counterpart=Counterpart.AGENCY,
            counterpart_name="前の区の住民票の係",
            body="支援措置の申出は受理された。住民票を移さずに使える制度を一つずつ確かめた。",
            outcome="保育は、住んでいる区で相談できる。",
        ),
    )  # fmt: skip


def _coordinated(ward: Ward, hers: Case) -> None:
    people = members_by_relationship(ward, HERS, hers.circle_id)
    wife, child = people[Relationship.SELF.label], people[Relationship.CHILD.label]
    words = Words(
        question="住まい・保育・離婚の相談を、居場所を知られずに同時に進めたいです。",
        done_already="支援措置の確認と、当面の生活費の手当てを済ませました。",
        keep_doing="週二回の電話と、生活費の相談はこちらで続けます。",
        complaint="子を連れて家を出た。これからの住まいと、子の預け先を決めたい。",
    )
    asked = ask_together(ward, HERS, hers.circle_id, (wife, child), words, ward.ago(12, 13, 0))
    take_up(ward, asked, contact_on=ward.on(-10), at=ward.ago(11, 9, 30))
    met(ward, asked, wife, "決めた時間に、本人から電話があった", Note(
        at=ward.ago(10, 11, 0), method=EntryMethod.PHONE, counterpart=Counterpart.PERSON,
        body="決めた時間に本人から電話。急ぐ順は、鍵のかかる住まい、保育、離婚の相談。",
        outcome="どの手続きが住所を外に出すかを、会議で一つずつ確かめる。",
    ))  # fmt: skip
    own = {
        wife: ConsentAnswer(words="「住所を言わないなら、この四つのところには話してください」"),
        child: ConsentAnswer(
            giver=ConsentGiver.PARENTAL, giver_name="朧谷 実里（母）", words="「この子のことも」"
        ),
    }
    agree(ward, HERS, hers, own, TOLD, purpose="安全な住まいと保育を決めるため",
          at=ward.ago(9, 10, 30))  # fmt: skip
    decide(ward, hers, "安全、住まい、保育、離婚が重なり、順を誤れないため", at=ward.ago(5, 11, 0))
    preparation = Preparation(
        purpose="居場所を知られずに、住まいと保育を決める順を話し合う", person_ids=(wife, child),
        household_image="母と四歳の子。ほかの区に住民票がある。連絡は決めた方法だけ。",
        done_now="週二回の電話、支援措置、生活費の相談",
        points="どの手続きが、居場所を外に知らせてしまうか",
    )  # fmt: skip
    prepare(
        ward, hers, Conference.MULTILAYER, preparation,
        Members(
            staff=(HERS, SINGLE_PARENT),
            partners=(("housing_support", "入居担当の相談員", "書面で確かめた"),),
        ),
        sits_at=sittings.coming(ward), at=ward.ago(2, 10, 0),
    )  # fmt: skip
    plan_next(
        ward, HERS, hers, what="電話で、保育の見学に行ける日を聞く",
        due_on=ward.on(1), at=ward.ago(1, 11, 0),
    )  # fmt: skip
