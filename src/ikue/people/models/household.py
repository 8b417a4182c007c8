from django.db import models
from django.db.models import F, Q

from ikue.audit.models import OwnedRow
from ikue.people.enums import RelationKind, Relationship
from ikue.people.models.person import Person


class Household(OwnedRow):
    """世帯: the unit of the work. A circle usually holds one, two after a separation."""

    label = models.CharField("世帯の呼び名", max_length=120)

    class Meta:
        verbose_name = "世帯"
        verbose_name_plural = "世帯"


class Membership(OwnedRow):
    """世帯員: who belongs to a household, as what, from when until when.

    Readable by every window on duty in the circle: 続柄, age band and whether they live there, and
    nothing of their identity. A person may be in two households at once.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    relationship = models.CharField("続柄", max_length=12, choices=Relationship)
    lives_there = models.BooleanField("同居", default=True)
    birth_band_year = models.PositiveSmallIntegerField("年齢層の起点（5年きざみ）", null=True)
    since = models.DateField("いつから", null=True, blank=True)
    until = models.DateField("いつまで", null=True, blank=True)

    class Meta:
        verbose_name = "世帯員"
        verbose_name_plural = "世帯員"
        constraints = [
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="membership_ends_after_start",
                violation_error_message="世帯を離れた日が、入った日より前になっています。",
            )
        ]


class Relation(OwnedRow):
    """続柄・関係: `person` is `kind` of `other`, dated (F1); a representative within `scope`."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="relations")
    other = models.ForeignKey(Person, models.PROTECT, related_name="reverse_relations")
    kind = models.CharField("関係", max_length=16, choices=RelationKind)
    scope = models.CharField("代理の範囲", max_length=200, blank=True)
    since = models.DateField("いつから", null=True, blank=True)
    until = models.DateField("いつまで", null=True, blank=True)

    class Meta:
        verbose_name = "関係"
        verbose_name_plural = "関係"
        constraints = [
            models.CheckConstraint(
                condition=~Q(person=F("other")),
                name="relation_needs_two",
                violation_error_message="自分自身との関係は登録できません。",
            )
        ]
