"""The engine behind every page of one form, by an act made for it: where a room's own tests could
pass although the engine forgot something."""

import re
from dataclasses import dataclass, field, replace

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import override_settings
from django.urls import include, path

from ikue.audit import door
from ikue.directory.views.acting import Act, NotNow, is_open, only, screen
from ikue.drafts.keeping import draft_of, save_draft
from ikue.kernel import clock
from ikue.kernel.expected import EditedMeanwhile
from ikue.kernel.transitions import NotAllowed
from ikue.ui.forms import BaseForm, CleanCharField
from tests.cast import assemble
from tests.client import keyed, sign_in


class LineForm(BaseForm):
    line = CleanCharField(label="文", max_length=40)
    kinds = forms.MultipleChoiceField(
        label="種類", choices=[("a", "甲"), ("b", "乙")], required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    seen_version = forms.IntegerField(widget=forms.HiddenInput)


@dataclass
class Board:
    """What the act is about: one line on a board, and why it may be closed."""

    pk: str = "board"
    line: str = "初めの文"
    version: int = 1
    closed: str = ""
    hidden: bool = False
    asked: list[str] = field(default_factory=list)


BOARD = Board()


def may(viewer, board):
    if board.hidden:
        raise NotAllowed("write")
    if board.closed:
        raise NotNow(board.closed)


def write(board, form, viewer):
    save_draft(by=viewer, form="trace", subject="", content={"line": form.cleaned_data["line"]})
    may(viewer, board)
    if form.cleaned_data["seen_version"] != board.version:
        raise EditedMeanwhile(board.line, version=board.version)
    return form.cleaned_data["line"]


def options(viewer, board):
    board.asked.append("options")
    return {}


WRITE = Act(
    name="write", title="板に書く", button="書く", form=LineForm, carry_out=write,
    find=lambda viewer: BOARD, back=lambda board: "/back/", may=may, options=options,
    first=lambda viewer, board: {"line": board.line, "seen_version": board.version},
    asked=lambda query: {"line": query["line"]} if "line" in query else {},
    done=lambda line: f"「{line}」と書きました。", family="board-",
    beside=lambda visit, form: {
        "trace": draft_of(account_id=visit.viewer.account_id, form="trace")
    },
)  # fmt: skip


def is_seen(viewer, board):
    return not board.hidden


QUIET = replace(
    WRITE, keeps_draft=False, may=only(is_seen), leads_to=lambda viewer, board, made: "/there/",
    warns=lambda made: "気をつけてください。" if made == "私の文" else "",
)  # fmt: skip


@door.read()
def back(request):
    return HttpResponse("")


class Site:
    urlpatterns = [
        path("write/", screen(WRITE)),
        path("quiet/", screen(QUIET)),
        path("named/<slug:name>/", screen({"write": WRITE})),
        path("back/", back),
        path("", include("config.urls")),
    ]


@pytest.fixture(autouse=True)
def site(settings):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    with override_settings(ROOT_URLCONF=Site):
        yield


@pytest.fixture(autouse=True)
def board():
    BOARD.__init__()
    return BOARD


@pytest.fixture
def cast(db):
    return assemble()


@pytest.fixture
def visit(cast, client):
    def visit(method, address="/write/", **fields):
        sign_in(client, cast, "desk")
        with clock.frozen(cast.at):
            return getattr(client, method)(address, fields if method == "get" else keyed(**fields))

    return visit


@pytest.fixture
def type_before(cast):
    def type_before(**content):
        with cast.acting("desk") as by:
            return save_draft(by=by, form="board-write", subject="board", content=content)

    return type_before


def draft(cast):
    with cast.acting("desk") as by:
        return draft_of(account_id=by.account_id, form="board-write", subject="board")


def words(answer):
    return answer.content.decode()


def hidden_version(answer):
    return re.search(r'name="seen_version" value="(\d+)"', words(answer)).group(1)


def told(answer):
    return [str(one) for one in get_messages(answer.wsgi_request)]


def test_a_refused_verb_leaves_nothing_not_even_for_the_page_that_says_so(visit, board):
    board.version = 2
    answer = visit("post", line="私の文", seen_version="1")
    assert (answer.status_code, answer.context["trace"]) == (409, None)
    board.closed = "今日は書けません。"
    answer = visit("post", line="私の文", seen_version="2")
    assert (answer.status_code, answer.context["trace"]) == (422, None)
    assert "今日は書けません。" in words(answer)
    assert "私の文" in words(answer)


def test_what_was_typed_wins_with_the_version_before_which_it_was_typed(visit, board, type_before):
    saved = type_before(line="書きかけ", kinds="b", seen_version="1")
    board.line, board.version = "先の人の文", 2
    shown = visit("get")
    assert 'value="書きかけ"' in words(shown)
    assert re.findall(r'value="(\w)"[^>]*checked', words(shown)) == ["b"]
    assert shown.context["saved_at"] == saved.saved_at
    assert hidden_version(shown) == "1"
    answer = visit("post", line="書きかけ", seen_version="1")
    assert answer.status_code == 409
    assert answer.context["conflict"].current == "先の人の文"
    assert "ほかの人が先に書き換えました" in words(answer)
    assert hidden_version(answer) == "2"
    assert visit("post", line="書きかけ", seen_version="2").status_code == 302


def test_a_draft_goes_with_the_verb_and_stays_with_a_refusal(visit, board, type_before, cast):
    type_before(line="書きかけ", seen_version="1")
    board.closed = "今日は書けません。"
    assert visit("post", line="書きかけ", seen_version="1").status_code == 422
    assert draft(cast) is not None
    board.closed = ""
    done = visit("post", line="書きかけ", seen_version="1")
    assert (done.status_code, done["Location"], draft(cast)) == (302, "/back/", None)
    assert told(done) == ["「書きかけ」と書きました。"]


def test_what_is_refused_is_no_older_than_its_page(visit, board, type_before):
    """Where a version is kept, the draft stays with the one before which it was typed."""
    type_before(line="書きか", seen_version="1")
    board.closed = "今日は書けません。"
    answer = visit("post", line="書きかけの終わり", seen_version="1")
    assert answer.context["saved_at"] is None
    assert "data-draft-whole" not in words(answer)


def test_the_address_asks_for_a_first_value_but_what_was_typed_wins(visit, type_before):
    assert 'value="頼まれた文"' in words(visit("get", line="頼まれた文"))
    type_before(line="書きかけ")
    assert 'value="書きかけ"' in words(visit("get", line="頼まれた文"))


def test_closed_just_now_a_sentence_leads_back(visit, board):
    board.closed = "今日は書けません。"
    answer = visit("get")
    assert (answer.status_code, answer["Location"]) == (302, "/back/")
    assert told(answer) == ["今日は書けません。"]


def test_what_is_wrong_and_why_it_is_closed_are_said_at_once(visit, board):
    board.closed = "今日は書けません。"
    answer = visit("post", line="", seen_version="1")
    assert answer.status_code == 422
    assert "2か所を直してください" in words(answer)
    board.closed = ""
    assert "1か所を直してください" in words(visit("post", line="", seen_version="1"))


def test_whoever_may_not_see_it_is_refused_before_any_choice_is_gathered(visit, board):
    board.hidden = True
    absent = words(visit("get", "/named/nothing/"))
    for method in ("get", "post"):
        answer = visit(method, line="私の文", seen_version="1")
        assert (answer.status_code, words(answer)) == (404, absent)
    assert board.asked == []


def test_an_act_by_the_name_in_its_address(visit):
    assert visit("get", "/named/write/").status_code == 200
    assert visit("get", "/named/wipe/").status_code == 404
    assert visit("post", "/named/wipe/").status_code == 404


def test_an_act_may_keep_no_draft_lead_elsewhere_and_warn(visit, board, type_before):
    type_before(line="書きかけ")
    shown = visit("get", "/quiet/")
    assert ('value="初めの文"' in words(shown), shown.context["draft_url"]) == (True, "")
    done = visit("post", "/quiet/", line="私の文", seen_version="1")
    assert done["Location"] == "/there/"
    assert told(done) == ["「私の文」と書きました。", "気をつけてください。"]
    silent = visit("post", "/quiet/", line="別の文", seen_version="1")
    assert told(silent)[-1] == "「別の文」と書きました。"
    board.hidden = True
    assert visit("get", "/quiet/").status_code == 404


def test_a_page_offers_it_while_it_is_open(board):
    assert is_open(WRITE, None, board)
    board.closed = "今日は書けません。"
    assert not is_open(WRITE, None, board)
    board.closed, board.hidden = "", True
    assert not is_open(WRITE, None, board)
