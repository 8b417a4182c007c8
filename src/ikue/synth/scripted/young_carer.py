"""ヤングケアラー: a girl of 14 who interprets for her ill mother.

At this point: just received from her school, 今日中, not yet screened.
"""

from ikue.kernel.wareki import PartialDate
from ikue.people.domain.persons import PersonFacts, SafeContactFacts
from ikue.people.enums import ContactKind, Interpreter, Relationship, Sex
from ikue.programmes.consultation.domain.receiving import MemberFacts, Principal, Reception
from ikue.programmes.consultation.enums import Caller, Channel, ConsentVariant, Issue, Urgency
from ikue.synth.ward import Ward
from ikue.synth.writing import take_in

DESK = "mizuiro.saki"
RECEIVED_MINUTES_AGO = 35


def write(ward: Ward) -> None:
    reception = Reception(
        received_at=ward.minutes_ago(RECEIVED_MINUTES_AGO),
        complaint="中学校の養護教諭から電話。2年の女子が今月6日休んだ。母の通院に付き添って通訳を"
        "しているとのこと。明日、母の手術の説明があり、病院から「娘さんに訳してもらう」と言われて"
        "いる。本人は保健室で「がんの言葉が分からない。まちがえたらどうしよう」と泣いた。",
        channel=Channel.AGENCY, caller=Caller.AGENCY, caller_name="養護教諭",
        caller_relation="通っている中学校", urgency=Urgency.TODAY,
        urgency_reason="明日の手術の説明を子どもが訳すことになっている",
        issues=(Issue.YOUNG_CARER, Issue.LANGUAGE, Issue.HEALTH, Issue.SINGLE_PARENT),
        worst_issue=Issue.YOUNG_CARER, consent_variant=ConsentVariant.NOT_ASKED,
        known_by="中学校、病院の医療相談室", housing="都営住宅", town_code="南千住八丁目",
        next_on=ward.today, next_what="病院の医療相談室に電話し、明日の通訳を手配する",
    )  # fmt: skip
    take_in(ward, DESK, reception, _girl(ward), _family(ward))


def _girl(ward: Ward) -> Principal:
    return Principal(
        facts=PersonFacts(
            family_name="林月", given_name="美雨", family_kana="りんゆえ", given_kana="めいゆー",
            latin_name="LINYUE Meiyu", sex=Sex.FEMALE,
            birth=PartialDate(ward.today.year - 14, 4, 30), language="日本語・中国語",
        ),
        safe_contact=SafeContactFacts(
            hours="平日の昼休み（学校の保健室へ）", secret_from_family=True,
            note="本人の言葉は、家に伝える前に本人に確かめる",
        ),
        contact_points=((ContactKind.ADDRESS.value, "南千住八丁目999番20号"),
                        (ContactKind.SCHOOL.value, "区立中学校（架空）2年"),
                        (ContactKind.PHONE.value, "03-0000-5004")),
    )  # fmt: skip


def _family(ward: Ward) -> tuple[MemberFacts, ...]:
    mother = PersonFacts(
        family_name="林月", given_name="麗蘭", family_kana="りんゆえ", given_kana="りーらん",
        latin_name="LINYUE Lilan", sex=Sex.FEMALE, birth=PartialDate(ward.today.year - 43, 10, 1),
        language="中国語", interpreter=Interpreter.LANGUAGE,
    )  # fmt: skip
    brother = PersonFacts(
        family_name="林月", given_name="小空", family_kana="りんゆえ", given_kana="しゃおこん",
        sex=Sex.MALE, birth=PartialDate(ward.today.year - 6, 12, 24),
    )  # fmt: skip
    return (
        MemberFacts(facts=mother, relationship=Relationship.MOTHER, supported=True),
        MemberFacts(facts=brother, relationship=Relationship.SIBLING, supported=True),
    )
