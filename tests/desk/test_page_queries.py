"""What a whole page asks of the database: session, account, viewer, and the page's own facts.

Counted is every statement that reads a table or a function of the wall. Not counted is what the
door does around it: savepoints, `SET`, the signed claim going in and out, the record of looking
(which writes). A first request has warmed what is kept for the life of the process.
"""

from datetime import date, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from ikue.accounts.models import Account
from ikue.directory.domain.appointments import appoint, cover
from ikue.directory.enums import Role
from ikue.directory.models import Window
from ikue.drafts.keeping import save_draft
from ikue.kernel import clock
from ikue.programmes.consultation.domain.advice import ask_advice
from tests.cast import APPOINTED
from tests.client import sign_in

READS = ("SELECT", "WITH")
AROUND = ("ikue.context", "wall.record_look")

PAGES = {
    # page: (who opens it, how, with what)
    "home of the desk": ("desk", "get", "/desk/", {}),
    "home of a coordinator": ("coordinator", "get", "/desk/", {}),
    "queue": ("desk", "get", "/desk/queue/", {}),
    "mine": ("desk", "get", "/desk/mine/", {}),
    "search": ("desk", "post", "/desk/search/", {"q": "髙橋"}),
    "referrals in": ("elderly", "get", "/desk/referrals/in/", {}),
    "referrals out": ("desk", "get", "/desk/referrals/out/", {}),
    "looks": ("auditor", "get", "/desk/looks/", {}),
    "covers": ("manager", "get", "/desk/covers/", {}),
    "advice": ("elderly", "get", "/desk/consultations/advice/", {}),
    "staff": ("manager", "get", "/desk/staff/", {}),
    "drafts": ("desk", "get", "/desk/drafts/", {}),
}
QUERIES = {
    "home of the desk": 12,
    "home of a coordinator": 12,
    "queue": 8,
    "mine": 7,
    "search": 9,
    "referrals in": 8,
    "referrals out": 9,
    "looks": 10,
    "covers": 6,
    "advice": 5,
    "staff": 6,
    "drafts": 5,
}


def reads(statements) -> list[str]:
    return [
        sql
        for sql in (one["sql"].lstrip("( \n") for one in statements)
        if sql.startswith(READS) and not any(mark in sql for mark in AROUND)
    ]


def one_more(ward, number):
    """A row more on every list: work of the desk, a question, a draft, a colleague, a cover."""
    cast = ward.cast
    ward.urgent()
    ward.referral()
    ward.accept(ward.referral())
    ward.decline(ward.referral())
    ward.case(due_on=date(2026, 11, 25))
    with cast.acting("desk") as by:
        to_window = Window.objects.get(code="support_center_arakawa")
        ask_advice(to_window=to_window, question="どこに聞けば", by=by, at=cast.at)
        save_draft(by=by, form="hold", subject=f"{number}", content={"reason": "書きかけ"})
    new = Account.objects.create_account(username=f"new{number}", name="新田 人", password=None)
    appoint(
        account=new, window=cast.appointment("desk").window, role=Role.COUNSELLOR,
        starts_at=APPOINTED, by=None,
    )  # fmt: skip
    day = cast.at.date() + timedelta(days=number)
    cover(
        absent=cast.appointment("desk"), deputy=cast.appointment("desk_colleague"),
        from_on=day, to_on=day,
    )  # fmt: skip


def measured(ward, client) -> tuple[dict[str, int], dict[str, int]]:
    """Page → statements that read; page → rows, as far as the length of the page tells."""
    counted, lengths = {}, {}
    for page, (name, method, address, data) in PAGES.items():
        sign_in(client, ward.cast, name)
        with clock.frozen(ward.cast.at):
            getattr(client, method)(address, data)
            with CaptureQueriesContext(connection) as captured:
                answer = getattr(client, method)(address, data)
        assert answer.status_code == 200, page
        counted[page], lengths[page] = len(reads(captured)), len(answer.content)
    return counted, lengths


def test_a_page_costs_the_same_for_one_row_and_for_three(ward, client):
    one_more(ward, 0)
    counted, short = measured(ward, client)
    assert counted == QUERIES
    one_more(ward, 1)
    one_more(ward, 2)
    counted, long = measured(ward, client)
    assert counted == QUERIES
    assert [page for page in PAGES if long[page] < short[page] + 100] == []


def test_what_is_counted():
    statements = (
        'SAVEPOINT "s1"', "SET TRANSACTION READ ONLY", 'SELECT 1 FROM "accounts_account"',
        "\nWITH before AS MATERIALIZED (SELECT current_setting('ikue.context', true))",
        "SELECT wall.excluded_circles()", "SELECT wall.record_look('{}')", 'INSERT INTO "x"',
        '(SELECT 1 FROM "a") UNION ALL (SELECT 1 FROM "b")',
    )  # fmt: skip
    assert reads([{"sql": sql} for sql in statements]) == [
        'SELECT 1 FROM "accounts_account"', "SELECT wall.excluded_circles()",
        'SELECT 1 FROM "a") UNION ALL (SELECT 1 FROM "b")',
    ]  # fmt: skip
