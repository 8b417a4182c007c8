import uuid

from django.db import models
from django.db.models import Q

from ikue.audit.models import OwnedRow, VersionedRow
from ikue.casework.enums import ReferralClock, ReferralKind, ReferralState
from ikue.sharing.models import Ground


class Referral(OwnedRow, VersionedRow):
    """つなぎ: one window asks another for something, and gets an answer (F0).

    What is asked and said lies in its Packet, which closes with it; this row stays with both
    windows. `to_window_id` is empty where the partner has no account: then the sender records the
    partner's answer.
    """

    kind = models.CharField("種類", max_length=16, choices=ReferralKind)
    state = models.CharField("状態", max_length=12, choices=ReferralState)
    ground = models.OneToOneField(Ground, models.PROTECT, related_name="+")
    sender_id = models.UUIDField("送った職員の所属")
    to_window_id = models.UUIDField("宛先の窓口", null=True, db_index=True)
    to_agency_code = models.CharField("宛先の機関", max_length=60, blank=True)
    clock = models.CharField(
        "期限の決まり方", max_length=12, choices=ReferralClock, default=ReferralClock.ORDINARY
    )
    sent_at = models.DateTimeField("送った日時")
    limit_at = models.DateTimeField("返事の期限")
    answered_at = models.DateTimeField("返事の日時", null=True)
    answered_by = models.CharField("返事をした人", max_length=120, blank=True)
    named_id = models.UUIDField("引き受けた担当者の所属", null=True)
    first_contact_on = models.DateField("最初に連絡する日", null=True)
    hold_until = models.DateField("いつまで保留", null=True)
    reason = models.CharField("保留・辞退・取下げの理由", max_length=300, blank=True)
    proposed_window_id = models.UUIDField("代わりの窓口の案", null=True)
    proposed_note = models.CharField("代わりの案", max_length=200, blank=True)
    arrived_at = models.DateTimeField("つながった日時", null=True)
    arrived_how = models.CharField("つながった様子", max_length=200, blank=True)
    done_at = models.DateTimeField("結果を伝えた日時", null=True)
    receiving_circle_id = models.UUIDField("受けた側の支援の輪", null=True)
    tally_key = models.UUIDField("数える鍵", default=uuid.uuid4, editable=False)

    class Meta:
        verbose_name = "つなぎ"
        verbose_name_plural = "つなぎ"
        constraints = [
            models.CheckConstraint(
                condition=Q(to_window_id__isnull=False, to_agency_code="")
                | Q(to_window_id=None) & ~Q(to_agency_code=""),
                name="referral_goes_somewhere",
                violation_error_message="つなぎの宛先を一つ選んでください。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("accepted", "arrived", "done"))
                | Q(first_contact_on__isnull=False)
                & (Q(named_id__isnull=False) | ~Q(answered_by="")),
                name="accepted_referral_names_who_and_when",
                violation_error_message=(
                    "引き受けるときは、担当者と最初に連絡する日を決めてください。"
                ),
            ),
            models.CheckConstraint(
                condition=~Q(state="on_hold") | Q(hold_until__isnull=False) & ~Q(reason=""),
                name="held_referral_says_until_when",
                violation_error_message="保留するときは、理由と期限を書いてください。",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined")
                | ~Q(reason="") & (Q(proposed_window_id__isnull=False) | ~Q(proposed_note="")),
                name="declined_referral_proposes",
                violation_error_message=(
                    "引き受けられないときは、理由と、代わりにあたる先を書いてください。"
                ),
            ),
        ]


class Packet(OwnedRow):
    """つなぎの情報: what the receiver reads, copied at sending; a class of its own, never changed.

    Whereabouts are not copied: `contact_points` names them, and rendering masks them. The safe way
    of contact is a copy, readable before acceptance. Sent from a reception, it says how that came:
    the kind of caller and never who told (F6a).
    """

    referral = models.OneToOneField(Referral, models.PROTECT, related_name="packet")
    caller = models.CharField("だれから", max_length=40, blank=True)
    channel = models.CharField("相談方法", max_length=40, blank=True)
    urgency_reason = models.CharField("緊急の理由", max_length=200, blank=True)
    question = models.TextField("お願いしたいこと")
    done_already = models.TextField("こちらでしたこと", blank=True)
    keep_doing = models.TextField("こちらで続けること", blank=True)
    complaint = models.TextField("主訴", blank=True)
    persons = models.JSONField("人", default=list)
    safe_contact = models.CharField("安全な連絡方法", max_length=400, blank=True)
    contact_points = models.JSONField("所在の情報（参照）", default=list)

    class Meta:
        verbose_name = "つなぎの情報"
        verbose_name_plural = "つなぎの情報"


class ReferralOutcome(OwnedRow):
    """つなぎの結果 (F3): what became of it, written once by whoever answers, read by both ends."""

    referral = models.OneToOneField(Referral, models.PROTECT, related_name="outcome")
    text = models.TextField("伝えた結果")
    told_at = models.DateTimeField("伝えた日時")

    class Meta:
        verbose_name = "つなぎの結果"
        verbose_name_plural = "つなぎの結果"


class ReferralNote(OwnedRow):
    """電話で確かめた (F3): what the other end said while the answer is late; both ends read it.

    A promise is shown beside the limit and never moves it.
    """

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="notes")
    at = models.DateTimeField("電話した日時")
    spoke_with = models.CharField("電話で話した相手", max_length=120, blank=True)
    text = models.TextField("電話で聞いたこと")
    promised_on = models.DateField("返事の約束の日", null=True)

    class Meta:
        verbose_name = "つなぎの確かめ"
        verbose_name_plural = "つなぎの確かめ"
