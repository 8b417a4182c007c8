"""期限: a claim is answered within thirty days (個人情報保護法 83条, 94条, 102条)."""

from datetime import date, timedelta

ANSWER_DAYS = 30


def answer_limit(received_on: date) -> date:
    """The last day on which the answer is in time, counted from the day after the receipt."""
    return received_on + timedelta(days=ANSWER_DAYS)
