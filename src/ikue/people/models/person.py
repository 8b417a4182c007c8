import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q

from ikue.audit.models import OwnedRow, VersionedRow
from ikue.kernel.wareki import PartialDate, age_on
from ikue.people.enums import Interpreter, NameKind, Sex


class Person(OwnedRow, VersionedRow):
    """本人・世帯員, as one circle knows them (F1). Nobody needs a legal name to be helped.

    The same human being in two circles is two rows; only a link made on a basis joins them.
    """

    family_name = models.CharField("姓", max_length=80, blank=True)
    given_name = models.CharField("名", max_length=80, blank=True)
    family_kana = models.CharField("せい", max_length=120, blank=True)
    given_kana = models.CharField("めい", max_length=120, blank=True)
    latin_name = models.CharField("ローマ字の氏名", max_length=160, blank=True)
    known_as = models.CharField("呼び名・特徴", max_length=200, blank=True)
    sex = models.CharField("性別", max_length=10, choices=Sex, default=Sex.UNKNOWN)
    birth_year = models.PositiveSmallIntegerField("生年", null=True, blank=True)
    birth_month = models.PositiveSmallIntegerField("生月", null=True, blank=True)
    birth_day = models.PositiveSmallIntegerField("生日", null=True, blank=True)
    birth_is_approximate = models.BooleanField("生年月日はおおよそ", default=False)
    language = models.CharField("使う言葉", max_length=40, blank=True)
    interpreter = models.CharField(
        "通訳", max_length=10, choices=Interpreter, default=Interpreter.NONE
    )
    died_on = models.DateField("死亡日", null=True, blank=True)
    tally_key = models.UUIDField("数える鍵", default=uuid.uuid4, editable=False)

    class Meta:
        verbose_name = "人"
        verbose_name_plural = "人"
        constraints = [
            models.CheckConstraint(
                condition=~Q(
                    family_name="",
                    given_name="",
                    family_kana="",
                    given_kana="",
                    latin_name="",
                    known_as="",
                ),
                name="person_is_called_something",
                violation_error_message="名前がわからないときは、呼び名か特徴を書いてください。",
            ),
            models.CheckConstraint(
                condition=Q(birth_day=None) | ~Q(birth_month=None),
                name="person_birth_day_needs_month",
                violation_error_message="生まれた日だけでは登録できません。月も入れてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """As it is called aloud: 漢字, else kana, else the Latin name, else 呼び名."""
        for parts in (
            (self.family_name, self.given_name),
            (self.family_kana, self.given_kana),
        ):
            if any(parts):
                return " ".join(part for part in parts if part)
        return self.latin_name or f"（{self.known_as}）"

    @property
    def kana(self) -> str:
        return " ".join(part for part in (self.family_kana, self.given_kana) if part)

    @property
    def is_named(self) -> bool:
        return bool(self.family_name or self.given_name or self.latin_name)

    @property
    def birth(self) -> PartialDate | None:
        if self.birth_year is None:
            return None
        return PartialDate(self.birth_year, self.birth_month, self.birth_day)

    @property
    def birth_on(self) -> date | None:
        if self.birth_year is None or self.birth_month is None or self.birth_day is None:
            return None
        return date(self.birth_year, self.birth_month, self.birth_day)

    def age(self, on: date) -> int | None:
        """Everyday age in years, by the year alone where no more is known."""
        if self.birth_on is not None:
            return age_on(self.birth_on, on)
        return None if self.birth_year is None else on.year - self.birth_year


class PersonName(OwnedRow):
    """通称・旧姓・別の表記: every other name under which somebody may be looked for (F1)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="other_names")
    kind = models.CharField("種類", max_length=12, choices=NameKind)
    name = models.CharField("名前", max_length=160)
    kana = models.CharField("ふりがな", max_length=240, blank=True)

    class Meta:
        verbose_name = "別の名前"
        verbose_name_plural = "別の名前"


class Gram(models.Model):
    """Two characters of a person's folded name, so that 二文字の名前 are found through row
    security: equality is leak-proof and keeps its index, LIKE is not."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    gram = models.CharField("二文字", max_length=4)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    circle_id = models.UUIDField("支援の輪")
    owner_window_id = models.UUIDField("記録した窓口")

    class Meta:
        verbose_name = "検索の鍵"
        verbose_name_plural = "検索の鍵"
        indexes = [models.Index(fields=["gram", "person"])]


class Support(OwnedRow):
    """支援の相手: a window names a person as one it supports, from and until a day.

    This is what lets a window read the F1 of a household member whom another window wrote down.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="supports")
    since = models.DateTimeField("開始日時")
    until = models.DateTimeField("終了日時", null=True, blank=True)

    class Meta:
        verbose_name = "支援の相手"
        verbose_name_plural = "支援の相手"
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="support_ends_after_start",
                violation_error_message="支援の終わりが始まりより前になっています。",
            ),
            models.UniqueConstraint(
                fields=["person", "owner_window_id"],
                condition=Q(until=None),
                name="support_once_per_window",
            ),
        ]
