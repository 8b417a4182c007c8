from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from ikue.audit.models import OwnedRow
from ikue.directory.enums import AgencyKind
from ikue.sharing.enums import ConsentGiver, ConsentMethod, ConsentState, FieldClass
from ikue.sharing.models.basis import named_classes
from ikue.sharing.models.grant import Ground


def in_force_on(day: date) -> Q:
    """Given, and its last day has not passed: expiry is derived, never stored."""
    return Q(state=ConsentState.GIVEN, until__gte=day)


class ConsentQuerySet(models.QuerySet["Consent"]):
    def in_force(self, on: date) -> Self:
        """The consents that hold on that day; their last day belongs to it."""
        return self.filter(in_force_on(on))

    def with_receivers(self) -> Self:
        """One query more, and then none for each of them."""
        return self.prefetch_related("receivers")

    def in_full(self) -> Self:
        """With all that this viewer may read of it: the words, the purpose, the receivers."""
        return self.with_receivers().select_related("said", "ground")


class Consent(OwnedRow):
    """本人同意（個人情報保護法 69条2項1号）: per person, dated, scoped, revocable.

    Family is never the giver and a child never the interpreter. Expiry is derived from `until`.
    What it is about (`ground.purpose`), what was said and whom it names lie in rows of their own,
    which not every window on duty in the circle may read.
    """

    person_id = models.UUIDField("本人", db_index=True)
    state = models.CharField("状態", max_length=10, choices=ConsentState)
    ground = models.OneToOneField(Ground, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField("お願いした日時")
    answered_at = models.DateTimeField("返事の日時", null=True, blank=True)
    giver = models.CharField("同意した人", max_length=10, choices=ConsentGiver, blank=True)
    method = models.CharField("方法", max_length=10, choices=ConsentMethod, blank=True)
    explained_by_id = models.UUIDField("説明した職員の所属", null=True)
    class_names = models.JSONField("伝えてよい情報", default=list)
    until = models.DateField("いつまで", null=True, blank=True)
    ask_again_on = models.DateField("次にお願いする日", null=True, blank=True)
    withdrawn_at = models.DateTimeField("撤回・変更の日時", null=True, blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = "同意"
        verbose_name_plural = "同意"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="given") | Q(until__isnull=False, ground__isnull=False),
                name="given_consent_has_scope",
                violation_error_message="同意には、いつまでかと、伝えてよい範囲が必要です。",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | Q(ask_again_on__isnull=False),
                name="refused_consent_asks_again",
                violation_error_message="同意が得られないときは、次にお願いする日を決めてください。",
            ),
        ]

    @property
    def classes(self) -> FieldClass:
        return named_classes(self.class_names)

    @property
    def window_codes(self) -> list[str]:
        """伝えてよい窓口・機関, as far as the viewer may know."""
        return [one.code for one in self.receivers.all() if one.code]

    @property
    def agency_kinds(self) -> list[str]:
        """伝えてよい機関の種類."""
        return [one.kind for one in self.receivers.all() if one.kind]

    def is_in_force(self, on: date) -> bool:
        """The same as the query, of one that is in hand."""
        return self.state == ConsentState.GIVEN and self.until is not None and self.until >= on


class ConsentReceiver(OwnedRow):
    """伝えてよい相手: a window, an agency without accounts, or a kind of agency.

    A row each: a window whose involvement is hidden is known to the asking window and to itself.
    """

    consent = models.ForeignKey(Consent, models.PROTECT, related_name="receivers")
    code = models.SlugField("符号", blank=True, db_index=False)
    kind = models.CharField("種別", max_length=24, choices=AgencyKind, blank=True)

    class Meta:
        verbose_name = "伝えてよい相手"
        verbose_name_plural = "伝えてよい相手"
        ordering = ["code", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["consent", "code", "kind"], name="receiver_once"),
            models.CheckConstraint(
                condition=Q(code="") ^ Q(kind=""),
                name="receiver_is_named_or_of_a_kind",
                violation_error_message="伝えてよい相手は、窓口か、機関の種類のどちらかです。",
            ),
        ]


class ConsentWords(OwnedRow):
    """同意のときの言葉 (F3): what was said when it was asked and through whom, for the window that
    asked alone."""

    consent = models.OneToOneField(Consent, models.PROTECT, related_name="said")
    words = models.TextField("口頭の言葉・様子", blank=True)
    refused_reason = models.CharField("同意しない理由", max_length=300, blank=True)
    giver_name = models.CharField("同意した人の氏名", max_length=80, blank=True)
    language = models.CharField("説明の言葉", max_length=40, blank=True)
    interpreted_by = models.CharField("通訳した人", max_length=80, blank=True)

    class Meta:
        verbose_name = "同意のときの言葉"
        verbose_name_plural = "同意のときの言葉"


class ConsentAddition(OwnedRow):
    """伝える相手の追加: an agency of a kind that the consent names, opened one by one.

    The person is told of each; telling is a duty with a date, not a condition of access.
    """

    consent = models.ForeignKey(Consent, models.PROTECT, related_name="additions")
    window_id = models.UUIDField("加えた窓口")
    added_at = models.DateTimeField("加えた日時")
    tell_by = models.DateField("本人に知らせる期限")
    told_at = models.DateTimeField("本人に知らせた日時", null=True)

    class Meta:
        verbose_name = "伝える相手の追加"
        verbose_name_plural = "伝える相手の追加"
        constraints = [
            models.UniqueConstraint(fields=["consent", "window_id"], name="addition_once"),
        ]


class ConsentTelling(OwnedRow):
    """追加を本人に知らせたときの様子 (F3): where and how; for the window that told."""

    addition = models.OneToOneField(ConsentAddition, models.PROTECT, related_name="telling")
    how = models.CharField("知らせ方", max_length=120)

    class Meta:
        verbose_name = "追加の知らせ"
        verbose_name_plural = "追加の知らせ"
        constraints = [
            models.CheckConstraint(
                condition=~Q(how=""),
                name="telling_says_how",
                violation_error_message="どのように知らせたかを書いてください。",
            )
        ]
