"""Error pages: the same bytes for everybody, nothing personal, nothing to send."""

import pytest
from django.test import RequestFactory

from ikue.ui.static_pages import (
    PAGES,
    bad_request,
    not_found,
    permission_denied,
    server_error,
    static_page,
)


def test_the_closed_list():
    assert list(PAGES) == [400, 403, 404, 405, 413, 429, 500, 503]


@pytest.mark.parametrize("status", PAGES)
def test_constant_and_harmless(status):
    first, second = static_page(status), static_page(status)
    assert first.status_code == status
    assert first.content == second.content
    assert first.headers["Content-Type"] == "text/html; charset=utf-8"
    assert first.headers["Cache-Control"] == "no-store"
    html = first.content.decode()
    assert [
        word for word in ("<form", "<script", "nonce", "csrf", "<style", "style=") if word in html
    ] == []
    assert all(sentence in html for sentence in PAGES[status])


def test_plain_addresses_survive_a_broken_collection_of_files():
    html = static_page(503).content.decode()
    assert '<link rel="stylesheet" href="/static/ui/css/base.css">' in html


def test_handlers_of_the_urlconf():
    request = RequestFactory().get("/")
    answers = [
        bad_request(request, exception=ValueError()),
        permission_denied(request, exception=ValueError()),
        not_found(request, exception=ValueError()),
        server_error(request),
    ]
    assert [answer.status_code for answer in answers] == [400, 403, 404, 500]
