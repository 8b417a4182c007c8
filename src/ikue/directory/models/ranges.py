from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField, RangeBoundary
from django.db.models import Func


class DateRange(Func):
    """Days from the first to the last, both included."""

    function = "DATERANGE"
    output_field = DateRangeField()

    def __init__(self, first: str, last: str) -> None:
        super().__init__(first, last, RangeBoundary(inclusive_upper=True))


class InstantRange(Func):
    """From the first instant until just before the last one."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()

    def __init__(self, first: str, last: str) -> None:
        super().__init__(first, last, RangeBoundary())
