"""閲覧記録: the overseers see who looked at what kind of thing, and no resident's name."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from ikue.audit.models import ReadEvent
from ikue.desk.domain.looks import Wanted, looks
from ikue.desk.domain.screens import SCREENS

SHOWS_NOBODY = {
    "desk:unsent", "desk:draft", "desk:draft_drop", "desk:looks", "desk:covers", "desk:cover_end",
    "desk:staff", "desk:stop", "desk:session", "consultation:receive", "consultation:carry",
    "consultation:throw_away", "consultation:ask_advice",
    "multi_agency:plan_meeting", "multi_agency:meeting_move", "multi_agency:meeting_close",
    "consultation:keep", "consultation:to_advice", "consultation:to_addition",
}  # fmt: skip


@pytest.mark.parametrize("name", ["privacy_officer", "auditor"])
def test_a_look_is_told_without_the_name(ward, visit, name):
    case = ward.case()
    visit("desk", "get", f"/desk/cases/{case.pk}/")
    text = visit(name, "get", "/desk/looks/").content.decode()
    assert "髙橋" in visit("desk", "get", f"/desk/cases/{case.pk}/").content.decode()
    for hidden in ("髙橋", "トメ", "一郎"):
        assert hidden not in text
    with ward.cast.acting(name) as viewer:
        look = looks(viewer, Wanted())[0]
    told = (look.who, look.screen, look.act, look.classes, look.bases, len(look.persons))
    classes = "関わりの事実、氏名など、支援の内容"
    assert told == ("相田 まどか", "支援ケース", "見た", classes, "自窓口の相談支援", 2)


@pytest.mark.parametrize("name", ["desk", "manager", "coordinator", "administrator", "outsider"])
def test_whoever_does_not_oversee_finds_no_such_page(ward, visit, name):
    assert visit("privacy_officer", "get", "/desk/looks/").status_code == 200
    assert visit(name, "get", "/desk/looks/").status_code == 404


def test_filters_by_staff_and_day(ward, visit):
    ward.case(due_on=ward.cast.at.date())
    visit("desk", "get", "/desk/")
    today, yesterday = ward.cast.at.date(), ward.cast.at.date() - timedelta(days=1)
    desk, officer = ward.cast["desk"].account_id, ward.cast["privacy_officer"].account_id
    with ward.cast.acting("privacy_officer") as viewer:
        counts = [
            len(looks(viewer, Wanted(account_id=account, on=on)))
            for account in (None, desk, officer)
            for on in (None, today, yesterday)
        ]
    assert counts == [1, 1, 0, 1, 1, 0, 0, 0, 0]


def test_the_head_kept_outside_is_held_against_the_record(ward, visit, settings, tmp_path):
    settings.VAR = tmp_path
    ward.case(due_on=ward.cast.at.date())
    visit("desk", "get", "/desk/")
    with ward.cast.acting("privacy_officer"):
        last = ReadEvent.objects.latest("number")
    (tmp_path / "audit").mkdir()
    file = tmp_path / "audit" / "heads.log"
    sentences = (
        (last.digest, f"{last.number}件目は外の控えと合っています。書きかえの跡は見つかって"),
        ("0" * 64, "外の控えと、閲覧の記録が合いません。"),
    )
    assert "外の控えがまだありません" in visit("auditor", "get", "/desk/looks/").content.decode()
    for digest, sentence in sentences:
        file.write_text(json.dumps({"number": last.number, "digest": digest}) + "\n", "utf-8")
        assert sentence in visit("auditor", "get", "/desk/looks/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_looks(ward, visit, count):
    ward.case(due_on=ward.cast.at.date())
    for _ in range(count):
        visit("desk", "get", "/desk/")
    with ward.cast.acting("auditor") as viewer, CaptureQueriesContext(connection) as captured:
        assert len(looks(viewer, Wanted())) == count
    assert len(captured) == 5


def test_every_screen_that_shows_somebody_has_its_words():
    names = {
        f"{app}:{name}"
        for app in ("desk", "consultation", "casework", "multi_agency")
        for name in get_resolver().namespace_dict[app][1].reverse_dict
        if isinstance(name, str)
    }
    assert names - SHOWS_NOBODY == set(SCREENS)
