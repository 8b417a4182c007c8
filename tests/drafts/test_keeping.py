"""書きかけ: nothing typed is lost (invariant 13), and nobody else reads it."""

from contextlib import suppress

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from ikue.directory.domain.appointments import appoint, end_appointment
from ikue.directory.enums import WORKING_ROLES, Role
from ikue.drafts.keeping import (
    MAX_CHARACTERS,
    MAX_FIELDS,
    DraftTooLarge,
    Page,
    WrittenElsewhere,
    draft_of,
    drafts_of,
    drop_draft,
    first_words,
    move_words,
    save_draft,
)
from ikue.drafts.models import Draft
from ikue.drafts.wall import DAYS_TO_COME_BACK
from tests.cast import NEVER_READS, assemble

pytestmark = pytest.mark.django_db

TOO_LONG = "書きかけが長すぎて保存できません。文章を分けて送ってください。"


@pytest.fixture
def cast():
    return assemble()


@pytest.fixture
def typed(cast):
    with cast.acting("desk") as by:
        return save_draft(
            by=by, form="consultation.receive", subject="",
            content={"complaint": "母の物忘れ"},
        )  # fmt: skip


def content(by, form="consultation.receive", subject=""):
    draft = draft_of(account_id=by.account_id, form=form, subject=subject)
    return draft and draft.content


def test_is_there_again_when_the_page_opens(cast, typed):
    with cast.acting("desk") as by:
        assert content(by) == {"complaint": "母の物忘れ"}


def test_a_field_that_is_not_sent_stays(cast, typed):
    with cast.acting("desk") as by:
        save_draft(
            by=by, form="consultation.receive", subject="",
            content={"wish": "家で暮らしたい"},
        )  # fmt: skip
        assert content(by) == {"complaint": "母の物忘れ", "wish": "家で暮らしたい"}
        assert Draft.objects.count() == 1


def test_one_draft_per_form_and_subject(cast, typed):
    with cast.acting("desk") as by:
        save_draft(by=by, form="entry", subject="a", content={"body": "1"})
        save_draft(by=by, form="entry", subject="b", content={"body": "2"})
        assert (content(by, "entry", "a"), content(by, "entry", "b")) == (
            {"body": "1"}, {"body": "2"},
        )  # fmt: skip
        assert [draft.form for draft in drafts_of(account_id=by.account_id)] == [
            "entry", "entry", "consultation.receive",
        ]  # fmt: skip


def test_is_gone_once_it_was_sent(cast, typed):
    with cast.acting("desk") as by:
        drop_draft(account_id=by.account_id, form="consultation.receive")
        assert content(by) is None


def test_is_kept_when_the_verb_fails(cast, typed):
    with cast.acting("desk") as by:
        with suppress(ZeroDivisionError), transaction.atomic():
            drop_draft(account_id=by.account_id, form="consultation.receive")
            _ = 1 / 0
        assert content(by) == {"complaint": "母の物忘れ"}


@pytest.mark.parametrize("name", ["desk_colleague", "manager", "elderly", *NEVER_READS])
def test_nobody_else_reads_it(cast, typed, name):
    with cast.acting(name):
        assert draft_of(account_id=cast["desk"].account_id, form="consultation.receive") is None
        assert Draft.objects.count() == 0


@pytest.fixture
def at_another_window(cast):
    """兼務: the same account, also appointed to another window."""
    desk = cast.appointment("desk")
    cast.appointments["desk_elsewhere"] = appoint(
        account=desk.account, window=cast.appointment("elderly").window, role=desk.role,
        starts_at=desk.starts_at, by=None, concurrent=True,
    )  # fmt: skip
    return "desk_elsewhere"


def test_what_was_typed_for_one_window_is_not_shown_at_the_other(cast, typed, at_another_window):
    with cast.acting(at_another_window) as by:
        assert content(by) is None
        save_draft(by=by, form="consultation.receive", subject="", content={"complaint": "別の件"})
        assert [one.content for one in Draft.objects.all()] == [{"complaint": "別の件"}]
        drop_draft(account_id=by.account_id, form="consultation.receive")
    with cast.acting("desk") as by:
        assert content(by) == {"complaint": "母の物忘れ"}


def test_nobody_writes_for_the_other_window(cast, at_another_window):
    with cast.acting(at_another_window), pytest.raises(DatabaseError), transaction.atomic():
        save_draft(by=cast["desk"], form="x", subject="", content={"a": "b"})


def test_once_the_appointment_has_ended_nobody_reads_it(cast, typed):
    """Neither whoever goes on acting on an old session, nor the manager, nor the other window."""
    desk = cast.appointment("desk")
    with cast.acting("desk") as by:
        assert content(by) == {"complaint": "母の物忘れ"}
    end_appointment(appointment=desk, at=cast.at)
    cast.later(minutes=1)
    for name in ("desk", "manager", "desk_colleague"):
        with cast.acting(name) as by:
            assert draft_of(account_id=desk.account_id, form="consultation.receive") is None
            assert Draft.objects.count() == 0


def test_who_is_appointed_anew_at_the_same_window_goes_on_with_it(cast, typed):
    """Promoted to 主任: the words are there, move over with the next word, and go once sent."""
    old, form = cast.appointment("desk"), "consultation.receive"
    end_appointment(appointment=old, at=cast.at)
    for name, like in (("promoted", "desk"), ("moved", "elderly")):
        cast.appointments[name] = appoint(
            account=old.account, window=cast.appointment(like).window, role=Role.CHIEF,
            starts_at=cast.at, by=None,
        )  # fmt: skip
    cast.later(minutes=1)
    with cast.acting("moved") as by:
        assert (content(by), Draft.objects.count()) == (None, 0)
    with cast.acting("promoted") as by:
        assert content(by) == {"complaint": "母の物忘れ"}
        save_draft(by=by, form=form, subject="", content={"wish": "家で暮らす"})
        (draft,) = Draft.objects.all()
        assert draft.appointment_id == by.appointment_id
        assert draft.content == {"complaint": "母の物忘れ", "wish": "家で暮らす"}
        drop_draft(account_id=by.account_id, form=form)
        assert content(by) is None


def come_back(cast, role, **after):
    """The appointment ends; the same account takes up another at the same window."""
    old = cast.appointment("desk")
    end_appointment(appointment=old, at=cast.at)
    cast.appointments["again"] = appoint(
        account=old.account, window=old.window, role=role, starts_at=cast.later(**after), by=None
    )
    with cast.acting("again"):
        return Draft.objects.count()


@pytest.mark.parametrize("role", sorted(set(Role.values) - set(WORKING_ROLES)))
def test_who_comes_back_in_an_office_that_never_reads_does_not_find_it(cast, typed, role):
    assert come_back(cast, role, days=1) == 0


@pytest.mark.parametrize(("days", "found"), [(DAYS_TO_COME_BACK, 0), (DAYS_TO_COME_BACK - 1, 1)])
def test_it_waits_for_a_season_and_not_for_years(cast, typed, days, found):
    assert come_back(cast, Role.COUNSELLOR, days=days) == found


def test_what_was_typed_in_such_an_office_is_not_found_in_a_working_one(cast):
    old = cast.appointment("outsider")
    cast.appointments["desk"] = old
    with cast.acting("desk") as by:
        save_draft(by=by, form="x", subject="", content={"a": "b"})
        assert Draft.objects.count() == 1
    assert come_back(cast, Role.COUNSELLOR, days=1) == 0


def test_codes_that_were_chosen_are_no_words(cast):
    with cast.acting("desk") as by:
        chosen = {"urgency": "ordinary", "caller": ["neighbour"], "complaint": ["母"]}
        draft = save_draft(by=by, form="reception", subject="a", content=chosen)
        assert first_words(draft) == "母"


def test_nobody_else_writes_or_drops_it(cast, typed):
    with cast.acting("desk_colleague"):
        with pytest.raises(DatabaseError), transaction.atomic():
            save_draft(by=cast["desk"], form="x", subject="", content={"a": "b"})
        drop_draft(account_id=cast["desk"].account_id, form="consultation.receive")
    with cast.acting("desk") as by:
        assert content(by) == {"complaint": "母の物忘れ"}


@pytest.mark.parametrize(
    "content_typed",
    [{f"f{n}": "" for n in range(MAX_FIELDS + 1)}, {"body": "あ" * (MAX_CHARACTERS + 1)}],
    ids=["fields", "characters"],
)
def test_too_much_is_said_and_what_stood_there_stays(cast, typed, content_typed):
    with cast.acting("desk") as by:
        with pytest.raises(DraftTooLarge) as refusal:
            save_draft(
                by=by, form="consultation.receive", subject="",
                content=content_typed,
            )  # fmt: skip
        assert str(refusal.value) == TOO_LONG
        assert content(by) == {"complaint": "母の物忘れ"}


def save_entry(by, token, opened_at, body):
    return save_draft(
        by=by, form="entry", subject="a", content={"body": body},
        page=Page(token=token, opened_at=opened_at),
    )  # fmt: skip


def test_of_two_open_pages_neither_overwrites_the_other(cast):
    with cast.acting("desk") as by:
        opened = timezone.now()
        save_entry(by, "first", opened, "一枚目")
        with pytest.raises(WrittenElsewhere):
            save_entry(by, "second", opened, "二枚目")
        assert content(by, "entry", "a") == {"body": "一枚目"}
        save_entry(by, "first", opened, "一枚目の続き")
        assert content(by, "entry", "a") == {"body": "一枚目の続き"}


def test_a_page_opened_afterwards_goes_on_where_the_other_stopped(cast):
    with cast.acting("desk") as by:
        opened = timezone.now()
        before = save_entry(by, "first", opened, "一枚目")
        save_entry(by, "second", before.saved_at, "開き直した続き")
        assert content(by, "entry", "a") == {"body": "開き直した続き"}
        with pytest.raises(WrittenElsewhere):
            save_entry(by, "first", opened, "古い画面")


def test_once_one_was_sent_the_other_is_kept_again(cast):
    with cast.acting("desk") as by:
        opened = timezone.now()
        save_entry(by, "first", opened, "一枚目")
        drop_draft(account_id=by.account_id, form="entry", subject="a")
        save_entry(by, "second", opened, "二枚目")
        assert content(by, "entry", "a") == {"body": "二枚目"}


def test_words_are_moved_below_what_stands_there(cast):
    with cast.acting("desk") as by:
        for words in ("電話があった", "家賃のこと", "家賃のこと"):
            move_words(by=by, words=words, form="entry", subject="a", field="body")
        assert content(by, "entry", "a") == {"body": "電話があった\n家賃のこと"}
