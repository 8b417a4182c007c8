"""社会福祉法 106条の6 と実施要綱: what each conference may decide, by hand.

The table says per matter: 支援会議, 重層的支援会議.
"""

import pytest

from ikue.programmes.multi_agency.enums import Conference, Matter
from ikue.programmes.multi_agency.rules import NEEDS_CONSENT, may_decide

TABLE = {
    Matter.ROLES: (True, False),
    Matter.WATCH_OVER: (True, False),
    Matter.URGENT_RESPONSE: (True, False),
    Matter.NEXT_STEP: (True, False),
    Matter.PLAN_OPINION: (False, True),
    Matter.PROGRESS: (False, True),
    Matter.COMPLETION: (False, True),
    Matter.RESOURCE_GAP: (False, True),
}


@pytest.mark.parametrize("matter", Matter)
def test_what_a_conference_may_decide(matter):
    decided = (may_decide(Conference.SUPPORT, matter), may_decide(Conference.MULTILAYER, matter))
    assert decided == TABLE[matter]


def test_only_the_multilayer_conference_needs_consent():
    assert {Conference.MULTILAYER} == NEEDS_CONSENT
