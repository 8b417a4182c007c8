"""相談受付 asks next to nothing and writes one statement for each kind of record."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ikue.people.domain.persons import PersonFacts
from ikue.people.models import Membership
from ikue.programmes.consultation.domain.receiving import (
    MemberFacts,
    Principal,
    Reception,
    receive,
)
from tests.cast import assemble

NAMED = Membership.objects.order_by("recorded_at")

pytestmark = pytest.mark.django_db

ASKED = ("wall.next_number", 'FROM "sharing_legalbasis"')
"""The number, and what the law lets own duty open today."""


@pytest.mark.parametrize("count", [0, 1, 3])
def test_what_a_reception_asks_and_writes(count):
    with assemble().acting("desk") as by:
        with CaptureQueriesContext(connection) as captured:
            receive(
                reception=Reception(received_at=by.at, complaint="家賃のこと"),
                principal=Principal(
                    facts=PersonFacts(family_name="見本"),
                    contact_points=(("phone", "03-0000-0009"), ("address", "荒川二丁目999番1号")),
                ),
                members=tuple(
                    MemberFacts(facts=PersonFacts(given_name=f"{number}人目"), supported=True)
                    for number in range(count)
                ),
                by=by,
                at=by.at,
            )
        # No two of one moment: the household is read in the order in which it was named.
        moments = dict(NAMED.values_list("recorded_at", "person__given_name"))
    assert list(moments.values()) == ["", *(f"{number}人目" for number in range(count))]
    asked = [one["sql"] for one in captured if one["sql"].startswith("SELECT")]
    written = [one["sql"].split('"')[1] for one in captured if one["sql"].startswith("INSERT")]
    assert len(asked) == len(ASKED)
    assert all(known in sql for known, sql in zip(ASKED, asked, strict=True))
    assert len(written) == 13
    # The persons' lines of 変更記録, and that of the reception itself.
    assert {table for table in written if written.count(table) > 1} == {"audit_change"}
