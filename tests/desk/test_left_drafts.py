"""残された書きかけ: the manager learns that something was left, and nobody learns what."""

import pytest
from django.db import connection
from django.urls import reverse

from ikue.accounts.models import Account
from ikue.directory.domain.appointments import appoint, end_appointment, stop_account
from ikue.directory.enums import Role
from ikue.drafts.keeping import left_behind, save_draft
from ikue.sharing.enums import ExclusionKind
from ikue.sharing.models import Exclusion
from tests.cast import ROLES

ADDRESS = "/desk/staff/drafts/"
WORDS = "母が泣いていた"


def typed(ward, subject="", form="entry"):
    with ward.cast.acting("desk") as by:
        save_draft(by=by, form=form, subject=str(subject), content={"body": WORDS})


def leaves(ward):
    end_appointment(appointment=ward.cast.appointment("desk"), at=ward.cast.at)
    ward.cast.later(minutes=1)


def listed(ward, name):
    with ward.cast.acting(name):
        return len(left_behind())


@pytest.mark.parametrize("stopped", [False, True])
def test_the_manager_sees_whose_which_page_which_record_and_none_of_the_words(ward, visit, stopped):
    case = ward.case()
    typed(ward, case.pk)
    assert "残された書きかけはありません" in visit("manager", "get", ADDRESS).content.decode()
    if stopped:
        stop_account(account=Account.objects.get(name="相田 まどか"), at=ward.cast.at)
        ward.cast.later(minutes=1)
    else:
        leaves(ward)
    text = visit("manager", "get", ADDRESS).content.decode()
    for words in ("相田 まどか", "経過の記録", case.number, reverse("desk:case", args=[case.pk])):
        assert words in text
    assert WORDS not in text


def test_of_a_record_that_is_closed_to_the_manager_no_number_is_said(ward, visit):
    elsewhere = ward.case("elderly")
    typed(ward, elsewhere.pk)
    leaves(ward)
    text = visit("manager", "get", ADDRESS).content.decode()
    assert elsewhere.number not in text
    assert "記録の番号はありません" in text


def test_of_a_household_from_which_the_manager_is_excluded_nothing_is_said(ward, visit):
    """Not even that something was begun there: for that account the household is gone."""
    case = ward.case()
    typed(ward, case.pk, form="split")
    with ward.cast.acting("desk_colleague") as by:
        Exclusion.objects.create(
            circle_id=case.circle_id, owner_window_id=by.window_id, starts_at=by.at,
            written_by_id=by.appointment_id, kind=ExclusionKind.KIN,
            account_id=ward.cast.appointment("manager").account_id,
        )  # fmt: skip
    leaves(ward)
    assert listed(ward, "manager") == 0
    assert "残された書きかけはありません" in visit("manager", "get", ADDRESS).content.decode()


def test_nobody_else_learns_that_it_exists(ward, visit):
    typed(ward)
    leaves(ward)
    assert listed(ward, "manager") == 1
    for name in sorted(set(ROLES) - {"manager", "desk", "retired"}):
        assert listed(ward, name) == 0, name
    assert visit("desk_colleague", "get", ADDRESS).status_code == 404
    assert WORDS not in visit("elderly_manager", "get", ADDRESS).content.decode()


def test_whoever_still_works_there_has_left_nothing(ward):
    typed(ward)
    old = ward.cast.appointment("desk")
    leaves(ward)
    appoint(
        account=old.account, window=old.window, role=Role.CHIEF, starts_at=ward.cast.at, by=None
    )
    ward.cast.later(minutes=1)
    assert listed(ward, "manager") == 0


def test_the_walls_function_has_no_column_for_the_words(ward):
    typed(ward)
    leaves(ward)
    with ward.cast.acting("manager"), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM wall.drafts_left_behind()")
        (row,) = cursor.fetchall()
        assert [column.name for column in cursor.description] == [
            "account_id", "form", "subject", "saved_at",
        ]  # fmt: skip
        assert WORDS not in str(row)
