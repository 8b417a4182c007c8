"""次の期日・理由: what no case takes on, in a sentence the clerk can act on."""

from datetime import date, timedelta

import pytest

from ikue.casework.domain.cases import (
    CaseNotPossible,
    Next,
    open_case,
    open_case_in,
    reopen_case,
    set_next_action,
    suspend_case,
)
from ikue.casework.domain.destinations import PROPOSED_GROUP, suggested_groups
from ikue.casework.domain.ending import Completion, complete_case
from ikue.casework.domain.entries import EntryFacts, EntryNotPossible, write_entry
from ikue.casework.domain.referrals import Refusal, decline_referral
from ikue.casework.models import Case, NextAction, Referral
from ikue.directory.models import Window
from ikue.kernel.transitions import NotAllowed
from tests.factories.referrals import received_8050, send
from tests.standing import standing

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)
TOMORROW = TODAY + timedelta(days=1)
PAST = "次の期日は、きょうかそれより後の日にしてください。"
SUSPEND = "中断の理由を選んでください。"
SECOND = "この世帯には、もう開いている支援ケースがあります。"
VISIT = Next(what="訪問", due_on=TODAY + timedelta(days=2))
LATE = Next(what="訪問", due_on=TODAY - timedelta(days=1))


@standing
def case(cast):
    return opened(cast, received_8050(cast).circle_id)


def opened(cast, circle_id, following=VISIT):
    with cast.acting("desk") as by:
        return open_case(
            circle_id=circle_id, responsible=cast.appointment("desk"), next_action=following,
            by=by, at=cast.at,
        )  # fmt: skip


def refused(cast, case, verb, *, name="desk", **words):
    """The sentence; and nothing has changed."""
    before = standing(cast, case)
    with cast.acting(name) as by, pytest.raises(CaseNotPossible) as refusal:
        verb(case=Case.objects.get(pk=case.pk), by=by, at=cast.at, **words)
    assert standing(cast, case) == before
    return str(refusal.value)


def standing(cast, case):
    with cast.acting("desk"):
        row = Case.objects.get(pk=case.pk)
        following = NextAction.objects.filter(case=row, done_at=None).values_list("what", "due_on")
        return row.state, row.next_on, row.version, list(following)


@pytest.mark.parametrize(
    ("reason", "again", "sentence"),
    [
        ("", TODAY, SUSPEND),
        ("tired", TODAY, SUSPEND),
        ("hospital", date(2020, 1, 1), PAST),
        ("hospital", TODAY - timedelta(days=1), PAST),
    ],
)
def test_suspending_needs_a_known_reason_and_a_day_to_look_again(
    cast, case, reason, again, sentence
):
    said = refused(cast, case, suspend_case, reason=reason, look_again_on=again)
    assert said == sentence


def test_tomorrow_is_early_enough(cast, case):
    with cast.acting("desk") as by:
        row = Case.objects.get(pk=case.pk)
        suspend_case(case=row, reason="hospital", look_again_on=TOMORROW, by=by, at=cast.at)
    assert standing(cast, case)[:2] == ("suspended", TOMORROW)


@pytest.mark.parametrize(
    ("following", "sentence"),
    [(LATE, PAST), (Next(what="", due_on=TODAY), "次にすることを書いてください。")],
)
def test_a_next_action_says_what_and_lies_ahead(cast, case, following, sentence):
    assert refused(cast, case, set_next_action, next_action=following) == sentence
    with pytest.raises(CaseNotPossible, match=sentence):
        opened(cast, received_8050(cast).circle_id, following)


def test_only_the_lead_sets_it(cast, case):
    with cast.acting("desk"):
        row = Case.objects.get(pk=case.pk)
    with cast.acting("elderly") as by, pytest.raises(NotAllowed):
        set_next_action(case=row, next_action=VISIT, by=by, at=cast.at)
    assert standing(cast, case)[3] == [("訪問", VISIT.due_on)]


@pytest.mark.parametrize("reason", ["", "tired of it"])
def test_ending_needs_a_known_reason(cast, case, reason):
    said = refused(cast, case, complete_case, completion=Completion(reason=reason))
    assert said == "終結の理由を選んでください。"


class TestReopening:
    @pytest.fixture
    def ended(self, cast, case):
        with cast.acting("desk") as by:
            row = Case.objects.get(pk=case.pk)
            return complete_case(
                case=row, completion=Completion(reason="declined"), by=by, at=cast.at
            )

    def again(self, cast, **changes):
        return {"responsible": cast.appointment("desk"), "next_action": VISIT} | changes

    def test_beside_another_open_case_is_refused(self, cast, ended):
        opened(cast, ended.circle_id)
        assert refused(cast, ended, reopen_case, **self.again(cast)) == SECOND
        with cast.acting("desk"):
            assert open_case_in(ended.circle_id).pk != ended.pk

    def test_needs_a_day_that_lies_ahead(self, cast, ended):
        assert refused(cast, ended, reopen_case, **self.again(cast, next_action=LATE)) == PAST

    def test_otherwise_it_is_open_again(self, cast, ended):
        with cast.acting("desk") as by:
            row = Case.objects.get(pk=ended.pk)
            reopen_case(case=row, by=by, at=cast.at, **self.again(cast))
        assert standing(cast, ended)[0] == "open"


@pytest.mark.parametrize("codes", [{"method": "pigeon"}, {"counterpart": "pigeon"}])
def test_an_entry_has_a_known_method_and_counterpart(cast, case, codes):
    facts = EntryFacts(at=cast.at, body="電話した", **codes)
    with cast.acting("desk") as by, pytest.raises(EntryNotPossible, match="方法と相手を"):
        write_entry(circle_id=case.circle_id, case=case, facts=facts, by=by, at=cast.at)


def test_only_a_refusal_proposes_where_to_ask_next(cast):
    """The window a decliner named is suggested; once another was asked, no longer."""
    first = send(cast, received_8050(cast).circle_id)
    with cast.acting("elderly") as by:
        other = Window.objects.get(code="core_consultation_center")
        refusal = Refusal(reason="65歳未満", proposed_window=other)
        row = Referral.objects.get(pk=first.pk)
        decline_referral(referral=row, refusal=refusal, by=by, at=cast.at)

    def proposed():
        with cast.acting("desk") as by:
            groups = suggested_groups(circle_id=first.circle_id, by=by, at=cast.at)
            return [group.names for group in groups if group.label == PROPOSED_GROUP]

    assert proposed() == [other.name]
    cast.later(minutes=5)
    send(cast, first.circle_id, to="core_consultation_center")
    assert proposed() == []
