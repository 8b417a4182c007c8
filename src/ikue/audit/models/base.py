import uuid

from django.db import models


class OwnedRow(models.Model):
    """A row that holds or points to a person: whose circle it lies in and which window wrote it.

    Both are plain identifiers, so that every layer can carry them and row security can filter on
    them without a join.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    circle_id = models.UUIDField("支援の輪", db_index=True)
    owner_window_id = models.UUIDField("記録した窓口", db_index=True)
    written_by_id = models.UUIDField("記録した職員の所属")
    recorded_at = models.DateTimeField("記録日時", auto_now_add=True)

    class Meta:
        abstract = True


class VersionedRow(models.Model):
    """An aggregate that two people may edit at once: the later one sees both texts (409)."""

    version = models.PositiveIntegerField("版", default=1)

    class Meta:
        abstract = True
