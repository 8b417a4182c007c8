from enum import IntFlag

from django.db.models import TextChoices


class FieldClass(IntFlag):
    """情報の区分. A row carries one; grants and records of looking carry a set."""

    F0 = 1
    F1 = 2
    F2 = 4
    F3 = 8
    F4 = 16
    F5 = 32
    F6A = 64
    F6B = 128
    PACKET = 256
    PLAN = 512


CARRIERS = FieldClass.PACKET | FieldClass.PLAN
PACKET_CARRIES = FieldClass.F1 | FieldClass.F3
"""What is copied into a packet, besides that the sender is involved."""
DISCUSSED = FieldClass.F1 | FieldClass.F3
"""What a conference about a person, or a plan, needs the person's consent for."""

CLASS_LABELS: dict[FieldClass, str] = {
    FieldClass.F0: "関わりの事実",
    FieldClass.F1: "氏名など",
    FieldClass.F2: "所在・連絡先",
    FieldClass.F3: "支援の内容",
    FieldClass.F4: "特に慎重な内容",
    FieldClass.F5: "会議の資料",
    FieldClass.F6A: "通報した人",
    FieldClass.F6B: "子ども自身の言葉",
    FieldClass.PACKET: "つなぎの情報",
    FieldClass.PLAN: "支援プランと役割",
}


class Act(IntFlag):
    """行為. What a grant lets somebody do."""

    READ = 1
    REVEAL = 2
    WRITE = 4
    PRINT = 8
    EXPORT = 16
    DISCLOSE = 32


class StrictTag(TextChoices):
    """特に慎重な内容の印（区分 F4）."""

    CHILD_PROTECTION = "child_protection", "児童虐待"
    DOMESTIC_VIOLENCE = "domestic_violence", "DV"
    MENTAL_HEALTH = "mental_health", "精神保健"
    PUBLIC_ASSISTANCE = "public_assistance", "生活保護"
    CRIMINAL_RECORD = "criminal_record", "前科・犯罪被害"
    RESIDENCE_STATUS = "residence_status", "在留資格"
    SOGI = "sogi", "性的指向・性自認"
    HIV = "hiv", "HIV"


class Basis(TextChoices):
    """根拠 codes that the program itself names; the rows are master data (`LegalBasis`)."""

    OWN_DUTY = "own_duty", "自窓口の相談支援"
    WARD_PURPOSE = "ward_purpose", "目的内の庁内共有"
    CONSENT = "consent", "本人同意"
    SUPPORT_CONFERENCE = "support_conference", "支援会議"
    MULTILAYER_CONFERENCE = "multilayer_conference", "重層的支援会議"
    OTHER_PUBLIC_BODY = "other_public_body", "他の行政機関等への提供"
    SPECIAL_REASON = "special_reason", "本人の利益・特別の理由"
    ABUSE_CHILD = "abuse_child", "児童虐待対応"
    ABUSE_ELDER = "abuse_elder", "高齢者虐待対応"
    ABUSE_DISABLED = "abuse_disabled", "障害者虐待対応"
    EMERGENCY_DISCLOSURE = "emergency_disclosure", "緊急時の外部提供"
    MINUTES_CUSTODY = "minutes_custody", "議事録の保管"
    COORDINATOR_OVERSIGHT = "coordinator_oversight", "多機関協働の進行管理"


class ConsentState(TextChoices):
    ASKED = "asked", "お願い中"
    REFUSED = "refused", "同意なし"
    GIVEN = "given", "同意あり"
    CHANGED = "changed", "変更済み"
    WITHDRAWN = "withdrawn", "撤回"
    DIED = "died", "死亡により終了"


ENDED_CONSENTS: frozenset[str] = frozenset(
    {ConsentState.CHANGED.value, ConsentState.WITHDRAWN.value, ConsentState.DIED.value}
)
"""Over by an act; a consent whose day has come is over too, by its date alone."""


class ConsentGiver(TextChoices):
    """同意した人. Family is never one."""

    PERSON = "person", "本人"
    PARENTAL = "parental", "法定代理人（親権者など）"
    GUARDIAN = "guardian", "成年後見人"
    CURATOR = "curator", "保佐人・補助人・任意後見人（代理権の範囲）"


class ConsentMethod(TextChoices):
    WRITTEN = "written", "書面"
    ORAL = "oral", "口頭"
    GESTURE = "gesture", "うなずきなどの身振り"


class ExclusionKind(TextChoices):
    SUBJECT = "subject", "本人である"
    KIN = "kin", "親族である"
    HOUSEMATE = "housemate", "同居している"
    CONFLICT = "conflict", "利害関係がある"
    PERPETRATOR = "perpetrator", "加害者とされている"
    LINKED = "linked", "加害者とつながりがある"
