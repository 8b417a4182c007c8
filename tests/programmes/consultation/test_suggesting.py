"""課題と緊急の候補: what the words propose; nothing is set by itself."""

import uuid

import pytest

from ikue.kernel import clock
from ikue.programmes.consultation.domain.suggesting import (
    danger_words,
    issue_words,
    suggest_issues,
)
from tests.cast import assemble
from tests.client import keyed, sign_in

NEW = f"/desk/consultations/new/{uuid.uuid4()}/"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("もう死にたいと言っている", ("死にたい",)),
        ("夫に殴られた", ("殴",)),
        ("息子が包丁を持ち出した", ("包丁",)),
        ("隣から怒鳴り声と子どもの泣き声がする", ("怒鳴", "泣き声")),
        ("「殺すぞ」と言われた", ("殺す",)),
        ("父になぐられる", ("なぐら",)),
        ("ほかの窓口につなぐ。どなたかに話したい。生活を続けられない。今のところすぐではない", ()),
        ("家賃を三か月払えていない", ()),
        ("", ()),
    ],
)
def test_words_of_danger(text, words):
    assert danger_words(text) == words


def test_every_word_of_danger_points_to_an_issue_too():
    for one in issue_words():
        assert one.issue in [found.issue for found in suggest_issues(one.word)]
    words = [one.word for one in issue_words()]
    assert len(words) == len(set(words))


@pytest.mark.django_db
def test_today_is_proposed_and_not_set(client):
    cast = assemble()
    with clock.frozen(cast.at):
        sign_in(client, cast, "desk")
        sent = keyed(complaint="夫に殴られた", urgency="ordinary")
        page = client.post(f"{NEW}beside/", sent, headers={"HX-Request": "true"}).content.decode()
        assert "「殴」とあります。" in page
        assert 'hx-swap-oob="innerHTML:#danger"' in page
        whole = client.post(f"{NEW}beside/", sent)
        assert whole.context["form"]["urgency"].value() == "ordinary"
        calm = client.post(f"{NEW}beside/", sent | {"urgency": "today"})
        assert "とあります。" not in calm.content.decode()
