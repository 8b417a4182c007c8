import uuid
from datetime import date
from typing import ClassVar, Generic, Self, TypeVar

from django.db import models
from django.db.models import F, Q

from ikue.directory.enums import Confidence

Dated = TypeVar("Dated", bound=models.Model, covariant=True)


class ValidityQuerySet(models.QuerySet[Dated], Generic[Dated]):
    def in_force(self, on: date) -> Self:
        """The rows that hold on that day; both ends of the validity belong to it."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)


class ValidityModel(models.Model):
    """Dated master data: in force from the first to the last day, both included."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    valid_from = models.DateField("有効期間の初日")
    valid_to = models.DateField("有効期間の末日", null=True, blank=True)
    source = models.TextField("出典", blank=True)
    confidence = models.CharField(
        "確からしさ", max_length=16, choices=Confidence, default=Confidence.UNCONFIRMED
    )
    confirmed_on = models.DateField("区が確認した日", null=True, blank=True)

    objects = ValidityQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="%(app_label)s_%(class)s_validity",
                violation_error_message="有効期間の末日は、初日より前にできません。",
            ),
        )
