"""Rows of consent on the first page: to ask again, to tell, to renew, and what ended for us."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ikue.desk.domain.home import home
from ikue.desk.domain.my_consents import consent_items, consent_rows
from ikue.directory.domain.queries import SettingMissing
from ikue.directory.enums import AgencyKind
from ikue.directory.models import Window
from ikue.kernel.clock import TOKYO
from ikue.people.models import Person
from ikue.sharing.domain.consents import (
    ConsentAnswer,
    ConsentNotValid,
    ConsentScope,
    add_receiver,
    ask_consent,
    change_consent,
    give_consent,
    refuse_consent,
    tell_addition,
    wait_on,
    withdraw_consent,
)
from ikue.sharing.models import Consent
from tests.cast import ROLES

SPOKEN = ConsentAnswer(words="はい")
TO_ELDERLY = ("support_center_arakawa",)


def scope(**changes) -> ConsentScope:
    values = {"window_codes": TO_ELDERLY, "purpose": "相談", "until": date(2027, 3, 31)}
    return ConsentScope(**(values | changes))


def asked(ward, by, **changes) -> Consent:
    mother = Person.objects.filter(given_name="トメ").first()
    circle_id = mother.circle_id
    return ask_consent(person_id=mother.pk, circle_id=circle_id, by=by, at=by.at, **changes)


def given(ward, **changes) -> Consent:
    with ward.cast.acting("desk") as by:
        return give_consent(
            consent=asked(ward, by), answer=SPOKEN, scope=scope(**changes), by=by, at=by.at
        )


def refused(ward, again=date(2026, 12, 8)) -> Consent:
    with ward.cast.acting("desk") as by:
        consent = asked(ward, by)
        return refuse_consent(consent=consent, reason="いまは", ask_again_on=again, by=by, at=by.at)


def rows(ward, name) -> list[tuple[str, str, str]]:
    with ward.cast.acting(name) as viewer:
        return [(row.name, row.what, row.mark) for row in consent_rows(viewer)]


def test_without_the_wards_days_it_is_said_and_not_taken_for_an_absent_page(ward):
    with ward.cast.acting("desk") as viewer:
        before = replace(viewer, at=datetime(2026, 3, 31, 9, 0, tzinfo=TOKYO))
        with pytest.raises(SettingMissing):
            list(consent_items(before))


def on_home(ward, name, wanted) -> list[str]:
    with ward.cast.acting(name) as viewer:
        found = getattr(home(viewer), wanted)
    return [row.what for row in found if "同意" in row.what or "知らせ" in row.what]


ASK = "同意を、もう一度お願いする日です"


def test_to_ask_again_on_the_day_then_overdue(ward):
    ward.case(due_on=date(2026, 12, 20))
    refused(ward)
    assert rows(ward, "desk") == []
    ward.cast.later(days=14)
    assert rows(ward, "desk") == [("髙橋さん世帯", ASK, "")]
    assert on_home(ward, "desk", "today") == [ASK]
    ward.cast.later(days=1)
    assert on_home(ward, "desk", "overdue") == [ASK]
    for name in ROLES:
        if name not in ("desk", "retired"):
            assert rows(ward, name) == [], name


def test_who_has_not_answered_is_asked_again_on_the_day(ward):
    ward.case(due_on=date(2026, 12, 20))
    with ward.cast.acting("desk") as by:
        consent = asked(ward, by, ask_again_on=date(2026, 12, 1))
    assert rows(ward, "desk") == []
    ward.cast.later(days=7)
    assert rows(ward, "desk") == [("髙橋さん世帯", ASK, "")]
    with ward.cast.acting("desk") as by:
        wait_on(consent=consent, ask_again_on=date(2026, 12, 8), by=by, at=by.at)
    assert rows(ward, "desk") == []
    ward.cast.later(days=7)
    assert on_home(ward, "desk", "today") == [ASK]


def test_what_was_asked_anew_is_settled(ward):
    ward.case(due_on=date(2026, 12, 20))
    refused(ward)
    ward.cast.later(days=14)
    with ward.cast.acting("desk") as by:
        asked(ward, by)
    assert rows(ward, "desk") == []


def test_it_goes_with_the_case_to_whoever_answers_for_it(ward):
    case = ward.case(due_on=date(2026, 12, 20))
    refused(ward)
    ward.hand_over(case, by="desk", to="desk_colleague")
    ward.cast.later(days=14)
    assert rows(ward, "desk") == []
    assert rows(ward, "desk_colleague") == [("髙橋さん世帯", ASK, "")]


def test_an_added_receiver_is_told_of_until_it_is_done(ward):
    ward.reception()
    consent = given(ward, window_codes=(), agency_kinds=(AgencyKind.ENTRUSTED,))
    with ward.cast.acting("desk") as by:
        window = Window.objects.get(code="support_center_arakawa")
        addition = add_receiver(consent=consent, window=window, by=by, at=by.at)
    what = "伝える相手を加えたことを、ご本人に知らせます"
    assert on_home(ward, "desk", "ahead") == [what]
    ward.cast.later(days=8)
    assert on_home(ward, "desk", "overdue") == [what]
    with ward.cast.acting("desk") as by:
        tell_addition(addition=addition, how="電話", by=by, at=by.at)
        with pytest.raises(ConsentNotValid, match="もう記録されています"):
            tell_addition(addition=addition, how="面談", by=by, at=by.at)
    assert rows(ward, "desk") == []


def test_a_consent_that_ends_within_thirty_days(ward):
    ward.reception()
    given(ward, until=date(2026, 12, 25))
    assert rows(ward, "desk") == []
    ward.cast.later(days=1)
    what = "同意の期限が近づいています"
    assert on_home(ward, "desk", "ahead") == [what]
    assert rows(ward, "elderly") == []
    ward.cast.later(days=31)
    assert rows(ward, "desk") == []


ENDED = "同意が撤回されました（サポートデスクが聞いた同意）。もう読めません"


def test_the_receiver_is_told_that_it_was_taken_back_and_not_of_whom(ward):
    ward.case(due_on=date(2026, 12, 20))
    consent = given(ward)
    assert rows(ward, "elderly") == []
    ward.cast.later(days=1)
    with ward.cast.acting("desk") as by:
        withdraw_consent(consent=consent, by=by, at=by.at)
    assert rows(ward, "elderly") == [("同意の終わり", ENDED, "")]
    assert on_home(ward, "elderly", "new") == [ENDED]
    for name in ("outsider", "disability", "privacy_officer", "auditor", "member"):
        assert rows(ward, name) == [], name
    assert rows(ward, "desk") == []
    ward.cast.later(days=14)
    assert rows(ward, "elderly") == []


def test_its_page_says_whom_to_call(ward, visit):
    ward.case(due_on=date(2026, 12, 20))
    consent = given(ward)
    ward.cast.later(days=1)
    with ward.cast.acting("desk") as by:
        withdraw_consent(consent=consent, by=by, at=by.at)
    with ward.cast.acting("elderly") as viewer:
        (row,) = consent_rows(viewer)
    address = f"/desk/consents/ended/{row.record_id}/"
    text = visit("elderly", "get", address).content.decode()
    assert "サポートデスク　03-0000-1012" in text
    assert "髙橋" not in text
    for name in ("disability", "desk", "outsider", "privacy_officer"):
        assert visit(name, "get", address).status_code == 404, name
    ward.cast.later(days=15)
    assert visit("elderly", "get", address).status_code == 404


def test_who_fell_out_of_a_changed_scope_is_told_and_who_stayed_is_not(ward):
    ward.reception()
    consent = given(ward, window_codes=(*TO_ELDERLY, "core_consultation_center"))
    ward.cast.later(hours=1)
    with ward.cast.acting("desk") as by:
        change_consent(consent=consent, answer=SPOKEN, scope=scope(), by=by, at=by.at)
    assert rows(ward, "elderly") == []
    said = "同意の範囲が変わり、この窓口は外れました（サポートデスクが聞いた同意）。もう読めません"
    assert rows(ward, "disability") == [("同意の終わり", said, "")]


def test_who_stayed_in_a_changed_scope_is_told_of_its_withdrawal_alone(ward):
    ward.case(due_on=date(2026, 12, 20))
    consent = given(ward)
    ward.cast.later(hours=1)
    with ward.cast.acting("desk") as by:
        changed = change_consent(consent=consent, answer=SPOKEN, scope=scope(), by=by, at=by.at)
    ward.cast.later(hours=1)
    with ward.cast.acting("desk") as by:
        withdraw_consent(consent=changed, by=by, at=by.at)
    assert rows(ward, "elderly") == [("同意の終わり", ENDED, "")]


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_rows(ward, count):
    for _ in range(count):
        ward.reception()
        refused(ward, again=date(2026, 11, 25))
        with ward.cast.acting("desk") as by:
            withdraw_consent(consent=given(ward), by=by, at=by.at)
    ward.cast.later(days=1)
    for name, queries in (("desk", 3), ("elderly", 4)):
        with ward.cast.acting(name) as viewer, CaptureQueriesContext(connection) as captured:
            consent_rows(viewer)
        assert len(captured) == queries, name
