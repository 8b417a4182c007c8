from django.db.models import TextChoices


class ConsultationState(TextChoices):
    RECEIVED = "received", "受付"
    INFO_ONLY = "info_only", "情報提供で終わり"
    REFERRED = "referred", "ほかの窓口へつないだ"
    SUPPORTING = "supporting", "この窓口で支援"
    HANDOVER_REQUESTED = "handover_requested", "多機関協働へつないだ"
    PRE_CONSENT = "pre_consent", "同意に向けて関わり中"
    STOPPED = "stopped_before_judgement", "判断の前に中断"


class StopReason(TextChoices):
    """Why a reception stopped, where that is more than words: it was nobody's consultation."""

    MISREGISTERED = "misregistered", "誤登録"


OPEN_STATES: frozenset[str] = frozenset(
    {
        ConsultationState.RECEIVED.value,
        ConsultationState.REFERRED.value,
        ConsultationState.HANDOVER_REQUESTED.value,
        ConsultationState.PRE_CONSENT.value,
    }
)
"""Somebody at the receiving window still owes something; 支援中 goes on as a case."""


class Channel(TextChoices):
    PHONE = "phone", "電話"
    VISIT = "visit", "来所"
    OUTREACH = "outreach", "訪問先"
    LETTER = "letter", "手紙・メール"
    AGENCY = "agency", "機関から"
    PORTAL = "portal", "区民の入口"


class Caller(TextChoices):
    """だれからの相談か."""

    PERSON = "person", "本人"
    FAMILY = "family", "家族"
    NEIGHBOUR = "neighbour", "近隣・知人"
    COMMISSIONER = "commissioner", "民生委員・児童委員"
    AGENCY = "agency", "機関"
    OTHER = "other", "その他"


class Urgency(TextChoices):
    TODAY = "today", "今日中"
    SOON = "soon", "今週中"
    ORDINARY = "ordinary", "ふつう"


class ConsentVariant(TextChoices):
    """申込票の種類: with consent to share, or without it and why not."""

    GIVEN = "given", "同意あり"
    NOT_ASKED = "not_asked", "まだ聞いていない"
    REFUSED = "refused", "断られた"
    CANNOT_MEET = "cannot_meet", "本人に会えない"
    CANNOT_JUDGE = "cannot_judge", "判断がむずかしい"
    DANGEROUS = "dangerous", "聞くと危険がある"


NOT_GIVEN: frozenset[ConsentVariant] = frozenset(
    {
        ConsentVariant.REFUSED,
        ConsentVariant.CANNOT_MEET,
        ConsentVariant.CANNOT_JUDGE,
        ConsentVariant.DANGEROUS,
    }
)
"""Without consent, in the words of the reception."""


class Issue(TextChoices):
    """相談内容: the sixteen of the application form, then those the layered programme adds."""

    HEALTH = "health", "病気・健康・障がい"
    HOUSING = "housing", "住まい"
    INCOME = "income", "収入・生活費"
    RENT = "rent", "家賃・ローン"
    TAX = "tax", "税金・公共料金"
    DEBT = "debt", "債務"
    JOB_SEEKING = "job_seeking", "仕事探し・就職"
    WORK = "work", "仕事上の不安・トラブル"
    COMMUNITY = "community", "地域との関係"
    FAMILY = "family", "家族との関係"
    CHILD_REARING = "child_rearing", "子育て"
    NURSING_CARE = "nursing_care", "介護"
    WITHDRAWAL = "withdrawal", "ひきこもり・不登校"
    VIOLENCE = "violence", "DV・虐待"
    FOOD = "food", "食べるものがない"
    OTHER = "other", "その他"
    DEMENTIA = "dementia", "認知症（疑い）"
    MENTAL_HEALTH = "mental_health", "こころの不調・依存"
    SUICIDE = "suicide", "自死の心配"
    ISOLATION = "isolation", "孤立"
    EIGHTY_FIFTY = "eighty_fifty", "8050"
    DOUBLE_CARE = "double_care", "ダブルケア"
    YOUNG_CARER = "young_carer", "ヤングケアラー"
    SINGLE_PARENT = "single_parent", "ひとり親"
    LANGUAGE = "language", "言葉・外国籍"
    RELEASE = "release", "矯正施設からの退所"
    DISCHARGE = "discharge", "退院"
    HOARDING = "hoarding", "ごみ屋敷・近隣"
    FRAUD = "fraud", "消費者被害・特殊詐欺"
    DISASTER = "disaster", "被災"


OFFICIAL_ISSUES = 16
"""The first sixteen are the boxes of 相談受付・申込票."""


class Route(TextChoices):
    """相談経路 of the intake sheet, an agency's introduction by its 紹介元."""

    PERSON_PHONE = "person_phone", "本人（電話・メール）"
    PERSON_VISIT = "person_visit", "本人（来所）"
    FAMILY = "family", "家族・知人"
    OUTREACH = "outreach", "アウトリーチ"
    AGENCY = "agency", "関係機関の紹介"
    PUBLIC_ASSISTANCE = "public_assistance", "紹介：福祉事務所（生活保護）"
    WARD_SECTION = "ward_section", "紹介：税・年金・保険・水道などの課"
    SUPPORT_CENTER = "support_center", "紹介：地域包括支援センター"
    DISABILITY_CENTER = "disability_center", "紹介：障害者相談支援・基幹センター"
    WORK_LIFE_CENTER = "work_life_center", "紹介：障害者就業・生活支援センター"
    HEALTH_CENTER = "health_center", "紹介：保健所・保健センター"
    MEDICAL = "medical", "紹介：医療機関"
    CHILD_GUIDANCE = "child_guidance", "紹介：児童相談所・子ども家庭の窓口"
    SCHOOL = "school", "紹介：学校・教育委員会"
    JOB_OFFICE = "job_office", "紹介：ハローワーク"
    YOUTH_STATION = "youth_station", "紹介：地域若者サポートステーション"
    WITHDRAWAL_CENTER = "withdrawal_center", "紹介：ひきこもり地域支援センター"
    WELFARE_COUNCIL = "welfare_council", "紹介：社会福祉協議会"
    COMMISSIONER = "commissioner", "紹介：民生委員・児童委員"
    NEIGHBOURHOOD = "neighbourhood", "紹介：町会・近隣"
    NPO = "npo", "紹介：NPO・市民団体"
    HOUSING_SUPPORT = "housing_support", "紹介：居住支援・不動産"
    LIFELINE = "lifeline", "紹介：電気・ガスなどの事業者"
    LEGAL = "legal", "紹介：法テラス・弁護士"
    POLICE = "police", "紹介：警察"
    CORRECTIONS = "corrections", "紹介：矯正施設"
    PROBATION_OFFICE = "probation_office", "紹介：保護観察所"
    PROBATION_VOLUNTEER = "probation_volunteer", "紹介：保護司"
    OTHER_MUNICIPALITY = "other_municipality", "紹介：ほかの自治体"
    OTHER = "other", "その他"


class Work(TextChoices):
    """仕事: B票 of the application form, as are the next three."""

    REGULAR = "regular", "正社員・公務員"
    IRREGULAR = "irregular", "臨時・パート・派遣"
    SELF_EMPLOYED = "self_employed", "自営・家族従業・内職"
    PENSIONER = "pensioner", "年金で生活"
    UNEMPLOYED = "unemployed", "失業・休職"
    STUDENT = "student", "学生・生徒"
    OTHER = "other", "その他"


class Housing(TextChoices):
    OWNED = "owned", "持家"
    RENTED = "rented", "借家・アパート"
    PUBLIC = "public", "公営・UR"
    COMPANY = "company", "会社の寮・社宅"
    FACILITY = "facility", "施設・病院"
    SHARED = "shared", "知人宅"
    UNSTABLE = "unstable", "ネットカフェなど"
    STREET = "street", "野宿"
    OTHER = "other", "その他"


class HealthInsurance(TextChoices):
    NATIONAL = "national", "国民健康保険"
    EMPLOYEE = "employee", "社会保険"
    LATE_ELDERLY = "late_elderly", "後期高齢者医療"
    ASSISTANCE = "assistance", "医療扶助"
    NONE = "none", "入っていない"
    OTHER = "other", "その他"


class Pension(TextChoices):
    OLD_AGE = "old_age", "老齢年金"
    DISABILITY = "disability", "障害年金"
    SURVIVOR = "survivor", "遺族年金"
    PAYING = "paying", "納めている"
    EXEMPT = "exempt", "免除・猶予"
    NONE = "none", "受けていない・未納"
    OTHER = "other", "その他"


class AssessmentState(TextChoices):
    DRAFT = "draft", "書いているところ"
    CONFIRMED = "confirmed", "確定"


class FieldScope(TextChoices):
    """Of whom a box of the sheet is asked."""

    HOUSEHOLD = "household", "世帯"
    PERSON = "person", "ひとりずつ"


class FieldKind(TextChoices):
    """How a box of the sheet is answered."""

    LINE = "line", "一行"
    TEXT = "text", "文章"
    CHOICE = "choice", "一つ選ぶ"
    MULTI = "multi", "いくつでも選ぶ"
    NUMBER = "number", "数"
    DATE = "date", "日付"
