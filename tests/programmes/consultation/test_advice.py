"""助言だけ from a reception: the words go along without names, and the page waits as a draft."""

import uuid

import pytest

from ikue.drafts.models import Draft
from ikue.kernel import clock
from ikue.programmes.consultation.domain.advice import without_names
from ikue.programmes.consultation.models import Consultation
from tests.cast import assemble
from tests.client import keyed, sign_in

CALL = uuid.UUID("00000000-0000-4000-8000-00000000ca11")
NEW = f"/desk/consultations/new/{CALL}/"
ASK = "/desk/consultations/advice/new/"
WAITS = "書いていた相談受付は、書きかけに残っています。"


@pytest.mark.parametrize(
    ("words", "names", "told"),
    [
        ("見本 花子さんが困っている", ["見本", "花子"], "〇〇さんが困っている"),
        ("電話は03-0000-0009", [], "電話は〇〇"),
        ("原因はお金", ["原"], "原因はお金"),
        ("荒川二丁目999番1号に住む", ["荒川二丁目999番1号", ""], "〇〇に住む"),
        ("三か月払えない", [], "三か月払えない"),
    ],
)
def test_names_are_put_out_of_sight(words, names, told):
    assert without_names(words, names) == told


@pytest.fixture
def cast(db):
    return assemble()


@pytest.fixture
def desk(client, cast):
    with clock.frozen(cast.at):
        yield sign_in(client, cast, "desk")


def test_the_words_go_along_and_the_page_waits(desk, cast):
    typed = keyed(
        complaint="見本さんが家賃を払えない。", family_name="見本", issues=["rent", "tax"], act="x"
    )
    for _ in range(2):
        answer = desk.post(f"{NEW}to-advice/", typed)
        assert (answer.status_code, answer["Location"]) == (302, f"{ASK}?from={CALL}")
    page = desk.get(answer["Location"])
    assert page.context["form"]["question"].value() == "〇〇さんが家賃を払えない。"
    assert WAITS in page.content.decode()
    form = desk.get(NEW).context["form"]
    assert form["complaint"].value() == "見本さんが家賃を払えない。"
    assert form["issues"].value() == ["rent", "tax"]
    with cast.acting("desk"):
        assert Consultation.objects.count() == 0
        kept = Draft.objects.get(form="reception").content
        assert kept.keys() == {"complaint", "family_name", "issues"}


def test_afterwards_the_same_page_is_still_received(desk, cast):
    """Back in the browser, with the key that went to the advice: nothing counts as sent."""
    typed = keyed(
        complaint="家賃", family_name="見本", urgency="ordinary", caller="person", channel="phone",
        consent_variant="not_asked",
    )  # fmt: skip
    desk.post(f"{NEW}to-advice/", typed)
    assert desk.post(NEW, typed)["Location"] == f"/desk/consultations/{CALL}/"


@pytest.mark.parametrize("rest", ["", "?from=", "?from=x", f"?from={CALL}"])
def test_no_draft_is_claimed_that_is_not_there(desk, rest):
    assert WAITS not in desk.get(ASK + rest).content.decode()


def test_from_an_empty_page_nothing_is_kept(desk, cast):
    desk.post(f"{NEW}to-advice/", keyed(complaint="", urgency="ordinary"))
    with cast.acting("desk"):
        assert Draft.objects.count() == 0


def test_enter_without_javascript_keeps_and_does_not_receive(desk, cast):
    """The first button of the form, which Enter presses, is the one that only keeps."""
    page = desk.get(NEW).content.decode()
    own = page[page.index("<h1") :]
    assert own.index(f'formaction="{NEW}keep/"') < own.index('id="reception"')
    answer = desk.post(f"{NEW}keep/", keyed(complaint="家\x00賃", family_name="見本"))
    assert answer["Location"] == NEW
    assert desk.get(NEW).context["form"]["complaint"].value() == "家賃"
    with cast.acting("desk"):
        assert Consultation.objects.count() == 0


@pytest.mark.parametrize("name", ["outsider", "auditor"])
def test_nobody_else(client, cast, name):
    with clock.frozen(cast.at):
        sign_in(client, cast, name)
        for rest in ("to-advice/", "keep/", "to-addition/"):
            assert client.post(NEW + rest, keyed(complaint="家賃")).status_code == 404
