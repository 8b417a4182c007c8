"""いまここ: the track of every path, written by hand. d done, N now, n next, s skipped."""

from datetime import datetime, timedelta

import pytest

from ikue.desk.domain.here import Facts, Passed, track
from ikue.kernel.clock import TOKYO

AT = datetime(2026, 11, 24, 9, 30, tzinfo=TOKYO)
SIGNS = {"done": "d", "now": "N", "next": "n", "skipped": "s"}


def links(*states, kind="link"):
    return tuple(Passed(kind=kind, state=state, at=AT) for state in states)


def signs(facts):
    return "".join(SIGNS[step.state] for step in track(facts))


@pytest.mark.parametrize(
    ("reception", "referrals", "case", "expected"),
    [
        ("received", (), "", "Nnnn"),
        ("pre_consent", (), "", "Nnnn"),
        ("info_only", (), "", "dssd"),
        ("stopped_before_judgement", (), "", "dssd"),
        ("referred", links("sent"), "", "dNnn"),
        ("referred", links("on_hold"), "", "dNnn"),
        ("referred", links("declined"), "", "dNnn"),
        ("referred", links("recalled"), "", "dNnn"),
        ("referred", links("accepted"), "", "ddNn"),
        ("referred", links("arrived"), "", "ddNn"),
        ("referred", links("declined", "sent"), "", "dNnn"),
        ("supporting", (), "open", "dsNn"),
        ("supporting", (), "suspended", "dsNn"),
        ("supporting", (), "completed", "dsdd"),
        ("supporting", links("sent"), "open", "ddNn"),
        ("supporting", links("done"), "completed", "dddd"),
        ("", links("accepted"), "open", "ddNn"),
        ("handover_requested", links("sent", kind="multi_agency"), "", "dsnNn"),
        ("handover_requested", links("declined", kind="multi_agency"), "", "dsnNn"),
        ("handover_requested", links("accepted", kind="multi_agency"), "", "dsNdn"),
        ("supporting", links("sent", kind="multi_agency"), "open", "dsNnn"),
        ("supporting", links("accepted", kind="multi_agency"), "open", "dsNdn"),
        ("supporting", links("declined", kind="multi_agency"), "open", "dsNsn"),
        ("supporting", links("accepted", kind="multi_agency"), "completed", "dsddd"),
    ],
)
def test_track(reception, referrals, case, expected):
    facts = Facts(received_at=AT, reception_state=reception, referrals=referrals, case_state=case)
    assert signs(facts) == expected


def test_the_steps_carry_their_names():
    facts = Facts(received_at=AT, reception_state="supporting", case_state="open")
    assert [step.label for step in track(facts)] == ["受付", "つなぎ", "支援中", "終結"]


def test_an_answer_that_came_back_says_so():
    facts = Facts(received_at=AT, reception_state="referred", referrals=links("declined"))
    assert track(facts)[1].label == "つなぎ（返事あり・次を決める）"


def test_what_a_standing_case_passes_on_is_no_step_before_it():
    """The track never runs backwards in time."""
    opened = AT - timedelta(days=20)
    facts = Facts(
        received_at=opened, reception_state="supporting", referrals=links("accepted"),
        case_state="open", case_opened_at=opened,
    )  # fmt: skip
    assert signs(facts) == "dsNn"
