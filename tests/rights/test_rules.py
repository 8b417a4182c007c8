from datetime import date

import pytest

from ikue.rights.rules import answer_limit


@pytest.mark.parametrize(
    ("received_on", "limit"),
    [(date(2026, 11, 1), date(2026, 12, 1)), (date(2027, 1, 30), date(2027, 3, 1))],
)
def test_a_claim_is_answered_within_thirty_days(received_on, limit):
    assert answer_limit(received_on) == limit
