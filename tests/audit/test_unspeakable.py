"""A NUL in an address names nothing: quietly absent everywhere in the URLconf, never a 500."""

import uuid

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from ikue.kernel import clock
from tests.cast import assemble
from tests.client import keyed, sign_in
from tests.factories.receptions import household_8050

pytestmark = pytest.mark.django_db
WORDS = {"uuid": str(uuid.uuid4()), "slug": "entry", "str": "x"}


@pytest.fixture
def desk(client):
    cast = assemble()
    with clock.frozen(cast.at):
        yield sign_in(client, cast, "desk"), cast


def patterns(entries, before=""):
    for entry in entries:
        if isinstance(entry, URLResolver):
            yield from patterns(entry.url_patterns, f"{before}{entry.pattern}")
        elif isinstance(entry, URLPattern):
            yield f"/{before}{entry.pattern}"


def address(pattern):
    """With something in each place that a converter takes."""
    for kind, word in WORDS.items():
        while (start := pattern.find(f"<{kind}:")) >= 0:
            pattern = pattern[:start] + word + pattern[pattern.index(">", start) + 1 :]
    return pattern


EVERYWHERE = [address(one) for one in patterns(get_resolver().url_patterns)]


def test_every_address_is_there():
    assert len(EVERYWHERE) > 60
    assert [one for one in EVERYWHERE if "<" in one] == []


def test_in_the_query_of_every_address(desk):
    client, _ = desk
    absent = client.get(f"/desk/cases/{uuid.uuid4()}/").content
    for one in EVERYWHERE:
        for query in ("kind=%00", "%00", "tab=path&to=w-%00", "next=/%00"):
            for answer in (client.get(f"{one}?{query}"), client.post(f"{one}?{query}", keyed())):
                assert (one, answer.status_code) == (one, 404)
                assert answer.content == absent


@pytest.mark.parametrize("method", ["get", "post"])
def test_in_the_path_of_every_address(desk, method):
    client, _ = desk
    for one in EVERYWHERE:
        answer = getattr(client, method)(one.replace("/x/", "/%00/") + "%00/", keyed())
        assert (one, answer.status_code) == (one, 404)


def test_where_readers_found_it(desk):
    client, cast = desk
    with cast.acting("desk") as by:
        record = household_8050(by=by, at=cast.at)
    for one in (f"/desk/consultations/{record.pk}/?x=%00", "/desk/unsent/entry/%00/drop/"):
        assert client.get(one).status_code == 404
    assert client.get(f"/desk/consultations/{record.pk}/?x=%30%30").status_code == 200
    assert client.post("/desk/drafts/entry/%00/", {"body": "文"}).status_code == 404


def test_in_what_was_typed_it_is_left_out(desk):
    """A draft is kept without it; a form that is sent says so, as it always did."""
    client, _ = desk
    assert client.post("/desk/drafts/entry/x/", {"bo\x00dy": "文\x00章"}).status_code == 204
    assert "「文章」" in client.get("/desk/drafts/").content.decode()
