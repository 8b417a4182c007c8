"""いまここ: the track of every path, written by hand. d done, N now, n next, s skipped."""

from datetime import datetime, timedelta

import pytest

from ikue.desk.domain.here import Facts, Passed, Reached, track
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
        ("", (), "open", "dNn"),
        ("", links("accepted", kind="multi_agency"), "open", "dNdn"),
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


def reached(**states):
    """In the order of the path, a day apart."""
    return tuple(
        Reached(kind=kind, state=state, at=AT + timedelta(days=day))
        for day, (kind, state) in enumerate(states.items())
    )


@pytest.mark.parametrize(
    ("states", "case", "expected", "now"),
    [
        ({"coordination": "coordinating"}, "open", "dsdNn", "多機関協働で調整中"),
        ({"coordination": "coordinating", "item": "prepared"}, "open", "dsddNn", "会議（準備中）"),
        ({"coordination": "coordinating", "item": "invited"}, "open", "dsddNn",
         "会議（構成員を招いた）"),
        ({"coordination": "coordinating", "item": "adjourned"}, "open", "dsddNn", "会議（延期）"),
        ({"coordination": "coordinating", "item": "closed"}, "open", "dsdNdn",
         "多機関協働で調整中"),
        ({"coordination": "coordinating", "item": "closed", "plan": "draft"}, "open", "dsdddNn",
         "支援プラン（作成中）"),
        ({"coordination": "coordinating", "item": "invited", "plan": "proposed"}, "open",
         "dsdddNn", "支援プラン（会議に諮る案）"),
        ({"coordination": "coordinating", "item": "closed", "plan": "in_force"}, "open",
         "dsdddNn", "支援プランを実施中"),
        ({"coordination": "coordinating", "item": "closed", "plan": "under_review"}, "open",
         "dsdddNn", "支援プランを見直し中"),
        ({"coordination": "stepped_out", "item": "closed", "plan": "ended"}, "open", "dsddddNn",
         "主担当が伴走（手離れの後）"),
        ({"coordination": "stepped_out", "item": "closed", "plan": "ended"}, "completed",
         "dsdddddd", None),
        ({"coordination": "coordinating", "item": "prepared", "plan": "in_force"}, "completed",
         "dsddddd", None),
    ],
)  # fmt: skip
def test_how_far_multi_agency_has_come(states, case, expected, now):
    facts = Facts(
        received_at=AT, reception_state="supporting", case_state=case,
        referrals=links("accepted", kind="multi_agency"), reached=reached(**states),
    )  # fmt: skip
    steps = track(facts)
    assert "".join(SIGNS[step.state] for step in steps) == expected
    assert next((step.label for step in steps if step.state == "now"), None) == now


def test_the_steps_carry_their_names():
    facts = Facts(received_at=AT, reception_state="supporting", case_state="open")
    assert [step.label for step in track(facts)] == ["受付", "つなぎ", "支援中", "終結"]


def test_an_answer_that_came_back_says_so():
    facts = Facts(received_at=AT, reception_state="referred", referrals=links("declined"))
    assert track(facts)[1].label == "つなぎ（返事あり・次を決める）"


def test_what_lies_behind_no_longer_says_that_it_goes_on():
    states = reached(coordination="coordinating", item="invited", plan="in_force")
    facts = Facts(received_at=AT, reception_state="supporting", case_state="open", reached=states)
    assert [step.label for step in track(facts)[3:6]] == [
        "多機関協働", "会議", "支援プランを実施中",
    ]  # fmt: skip


def test_the_hand_back_stands_under_its_own_day():
    left = AT + timedelta(days=60)
    reached = Reached(kind="coordination", state="stepped_out", at=AT, ended_at=left)
    facts = Facts(
        received_at=AT, reception_state="supporting", case_state="open", reached=(reached,)
    )
    assert [step.at for step in track(facts)[3:5]] == [AT, left]


def test_what_a_standing_case_passes_on_is_no_step_before_it():
    """The track never runs backwards in time."""
    opened = AT - timedelta(days=20)
    facts = Facts(
        received_at=opened, reception_state="supporting", referrals=links("accepted"),
        case_state="open", case_opened_at=opened,
    )  # fmt: skip
    assert signs(facts) == "dsNn"


def test_the_edition_that_is_carried_stands_before_the_next_one_that_is_drafted():
    steps = track(
        Facts(
            received_at=AT, case_state="open",
            reached=(
                *reached(coordination="coordinating", plan="under_review"),
                Reached(kind="plan", state="draft", at=AT + timedelta(days=9)),
            ),
        )
    )  # fmt: skip
    assert [step.label for step in steps if step.state == "now"] == ["支援プランを見直し中"]
