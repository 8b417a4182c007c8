import uuid

from django.db import models

from ikue.audit.models import OwnedRow
from ikue.casework.enums import Counterpart, EntryKind, EntryMethod
from ikue.casework.models.case import Case
from ikue.casework.models.plan import PlanGoal
from ikue.sharing.enums import StrictTag


class Entry(OwnedRow):
    """支援経過記録 (F3, with a tag F4). Author and time are fixed; corrections are additions.

    An entry filed on the wrong person is held, hidden from ordinary view, never deleted.
    """

    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="entries")
    person_id = models.UUIDField("本人", null=True, db_index=True)
    kind = models.CharField("種類", max_length=12, choices=EntryKind, default=EntryKind.ORDINARY)
    at = models.DateTimeField("日時", db_index=True)
    method = models.CharField("方法", max_length=24, choices=EntryMethod)
    counterpart = models.CharField("相手", max_length=12, choices=Counterpart)
    counterpart_name = models.CharField("相手の名前など", max_length=120, blank=True)
    body = models.TextField("内容")
    outcome = models.TextField("結果", blank=True)
    marks = models.JSONField("段落の印", default=list)
    tag = models.CharField("慎重な内容の印", max_length=20, choices=StrictTag, blank=True)
    interpreter_present = models.BooleanField("通訳の同席", default=False)
    goal = models.ForeignKey(PlanGoal, models.PROTECT, null=True, related_name="entries")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    held_at = models.DateTimeField("保留にした日時", null=True)
    held_reason = models.CharField("保留の理由", max_length=200, blank=True)
    tally_key = models.UUIDField("数える鍵", default=uuid.uuid4, editable=False)

    class Meta:
        verbose_name = "支援経過記録"
        verbose_name_plural = "支援経過記録"
        indexes = [models.Index(fields=["circle_id", "-at"])]
