"""The meetings of the made-up year: four that sat, one that is still to come.

They are planned in the order in which they sit; the households find theirs by its hour.
"""

from datetime import datetime, time

from ikue.kernel import clock
from ikue.synth.scripted.together import close_meetings, plan_sitting
from ikue.synth.ward import Ward


def first(ward: Ward) -> datetime:
    return ward.ago(58, 14, 0)


def second(ward: Ward) -> datetime:
    return ward.ago(36, 14, 0)


def third(ward: Ward) -> datetime:
    return ward.ago(16, 14, 0)


def last(ward: Ward) -> datetime:
    """Items of both kinds: a 支援会議 about one household, a 重層的支援会議 about another."""
    return ward.ago(6, 14, 0)


def coming(ward: Ward) -> datetime:
    return datetime.combine(ward.on(3), time(14, 0), clock.TOKYO)


def plan_all(ward: Ward) -> None:
    for sits_at, days_ago in (
        (first(ward), 64), (second(ward), 42), (third(ward), 22), (last(ward), 12),
        (coming(ward), 5),
    ):  # fmt: skip
        plan_sitting(ward, sits_at, at=ward.ago(days_ago, 9, 0))


def close_held(ward: Ward) -> None:
    close_meetings(ward, first(ward), second(ward), third(ward), last(ward))
