from django.db import models


class NodeKind(models.TextChoices):
    """The four levels of 施策体系図; not every branch reaches the last one."""

    PHILOSOPHY = "philosophy", "基本理念"
    BASIC_POLICY = "basic_policy", "基本方針"
    MEASURE = "measure", "施策"
    ITEM = "item", "細項目"
