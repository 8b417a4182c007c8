"""The journeys' terminals: closed at the end, when no page may have left a complaint."""

from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.db import connections
from playwright.sync_api import sync_playwright

from ikue.kernel import clock
from tests.cast import assemble
from tests.journeys.browser import ARGS, PROGRAM, Screens, WardClock, Watch


@pytest.fixture
def screens(monkeypatch, live_server):
    # The driver keeps an event loop in this thread; the tests talk to the database beside it.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    cache.clear()
    ward_clock = WardClock()
    with ward_clock.over(live_server.thread.httpd), sync_playwright() as play:
        browser = play.chromium.launch(executable_path=PROGRAM, args=ARGS)
        watch = Watch(host=urlsplit(live_server.url).netloc)
        yield Screens(browser, live_server.url, assemble(at=clock.now()), watch, ward_clock)
        browser.close()
        # Connections belong to the driver's loop: the next test must not find them dropped.
        connections.close_all()
    assert watch.complaints() == []


@pytest.fixture
def cast(screens):
    return screens.cast
