from django.db import models


class Confidence(models.TextChoices):
    """確からしさ. How sure a row is until the ward confirms it (`confirmed_on`)."""

    CONFIRMED = "confirmed", "確認済"
    HIGH = "high", "高い"
    MEDIUM = "medium", "中"
    LOW = "low", "低い"
    UNCONFIRMED = "unconfirmed", "未確認"


class AgencyKind(models.TextChoices):
    WARD_SECTION = "ward_section", "区の課"
    ENTRUSTED = "entrusted", "受託機関"
    SOCIAL_WELFARE_COUNCIL = "social_welfare_council", "社会福祉協議会"
    OTHER_PUBLIC_BODY = "other_public_body", "他の行政機関等"
    PRIVATE_PARTNER = "private_partner", "民間の協力機関"


class RoutedBy(models.TextChoices):
    """What of an address decides the branch of a window."""

    NONE = "none", "区全域"
    SERVICE_AREA = "service_area", "日常生活圏域"
    DISTRICT = "district", "担当地区"


class Role(models.TextChoices):
    """役割 of an appointment. Closed: adding one needs a row in every truth table of rights."""

    COUNSELLOR = "counsellor", "窓口の相談員"
    CHIEF = "chief", "主任"
    SECTION_MANAGER = "section_manager", "所管課長"
    COORDINATOR = "coordinator", "包括化推進員"
    OUTREACH_WORKER = "outreach_worker", "アウトリーチ支援員"
    PARTICIPATION_WORKER = "participation_worker", "参加支援員"
    COMMUNITY_SOCIAL_WORKER = "community_social_worker", "地域福祉コーディネーター"
    CONFERENCE_MEMBER = "conference_member", "会議だけの構成員"
    WELFARE_COMMISSIONER = "welfare_commissioner", "民生委員"
    PRIVACY_OFFICER = "privacy_officer", "個人情報管理者"
    AUDITOR = "auditor", "監査"
    SYSTEM_ADMINISTRATOR = "system_administrator", "システム管理者"
    OUTSIDER = "outsider", "部外の職員"


WORKING_ROLES: tuple[str, ...] = (
    Role.COUNSELLOR.value,
    Role.CHIEF.value,
    Role.SECTION_MANAGER.value,
    Role.COORDINATOR.value,
    Role.OUTREACH_WORKER.value,
    Role.PARTICIPATION_WORKER.value,
    Role.COMMUNITY_SOCIAL_WORKER.value,
)
"""Whose duty is the window's own work (own_duty). 民生委員 report and read nothing; members of a
conference read their item alone; the others hold no case."""

GIVEN_BY_MANAGER: tuple[str, ...] = (
    *(role for role in WORKING_ROLES if role != Role.SECTION_MANAGER.value),
    Role.CONFERENCE_MEMBER.value,
)
"""What a 所管課長 may give at the own window; システム管理者 alone gives the others."""

OVERSIGHT_ROLES: tuple[str, ...] = (Role.PRIVACY_OFFICER.value, Role.AUDITOR.value)
"""Who reads the record of looking (個人情報管理者, 監査), never the records."""
