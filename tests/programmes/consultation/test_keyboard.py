"""A plain phone call by keyboard alone, in Chromium: keystrokes counted, reading order kept."""

from itertools import pairwise

import pytest
from django.db import connections
from django.test import Client
from playwright.sync_api import sync_playwright

from ikue.kernel import clock
from ikue.people.models import Person
from ikue.programmes.consultation.models import Consultation
from tests.cast import assemble
from tests.client import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MOST = 80
ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
FREE_TEXT = "家賃を三か月払えていない。息子は二十年部屋から出ていない。"


@pytest.fixture
def browser(monkeypatch):
    # The driver keeps an event loop in this thread; the tests talk to the database beside it.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=ARGS)
        yield browser
        browser.close()


@pytest.fixture
def cast(browser):
    yield assemble(at=clock.now())
    # Connections belong to the driver's loop here: the next test must not find them dropped.
    connections.close_all()


@pytest.fixture
def page(browser, cast, live_server):
    client = sign_in(Client(), cast, "desk")
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    cookie = client.cookies["ikue"].value
    context.add_cookies([{"name": "ikue", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/desk/consultations/new/")
    page.wait_for_load_state("networkidle")
    return page


class Keys:
    """Every press counts; the caller's own words are free text and do not."""

    def __init__(self, page):
        self.page = page
        self.count = 0

    def press(self, key, times=1):
        for _ in range(times):
            self.page.keyboard.press(key)
        self.count += times

    def tab_to(self, name):
        while self.page.evaluate("document.activeElement.name") != name:
            self.press("Tab")
            assert self.count < 300, name

    def type(self, text):
        self.page.keyboard.type(text)
        self.count += len(text)


def test_a_plain_phone_call_takes_few_keystrokes(page, cast):
    keys = Keys(page)
    assert page.evaluate("document.activeElement.name") == "complaint"
    page.keyboard.type(FREE_TEXT)
    keys.tab_to("family_name")
    keys.type("みほん")
    keys.tab_to("given_name")
    keys.type("はなこ")
    keys.tab_to("birth")
    keys.type("s15.3.2")
    keys.tab_to("phone")
    keys.type("0300000009")
    keys.press("Control+Enter")
    page.wait_for_url("**/desk/consultations/*-*-*/", timeout=8000)
    assert "相談受付 受R8-00001" in page.inner_text("h1")
    assert keys.count <= MOST
    cast.at = clock.now()
    with cast.acting("desk"):
        assert Consultation.objects.get().complaint == FREE_TEXT
        assert Person.objects.get().name == "みほん はなこ"


def test_a_call_without_a_name_takes_fewer(page):
    keys = Keys(page)
    page.keyboard.type(FREE_TEXT)
    keys.tab_to("unnamed")
    keys.press("Space")
    keys.press("Control+Enter")
    page.wait_for_url("**/desk/consultations/*-*-*/", timeout=8000)
    assert keys.count <= 20


def test_enter_goes_to_the_next_field_and_never_sends(page, cast):
    """A clerk presses Enter after each kana conversion; a radio and a tick pass it on as well."""
    address = page.url
    page.keyboard.type(FREE_TEXT)
    page.keyboard.press("Enter")
    assert page.locator("[name=complaint]").input_value() == f"{FREE_TEXT}\n"
    page.locator("[name=family_name]").focus()
    reached = []
    for text in ("みほん", "はなこ", "みほん", "はなこ", "", "s15.3.2"):
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        reached.append(page.evaluate("document.activeElement.name"))
    assert reached == ["given_name", "family_kana", "given_kana", "known_as", "birth", "sex"]
    for name in ("urgency", "unnamed"):
        page.locator(f"[name={name}]").first.focus()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.name") != name
    assert page.url == address
    cast.at = clock.now()
    with cast.acting("desk"):
        assert Consultation.objects.count() == 0


def test_what_was_begun_goes_on_at_its_end(page):
    page.keyboard.type(FREE_TEXT)
    page.locator("[data-draft-status][data-state=saved]").wait_for()
    page.reload()
    page.keyboard.type("続き")
    assert page.locator("[name=complaint]").input_value() == f"{FREE_TEXT}続き"


def test_danger_proposes_today_and_says_why(page):
    page.keyboard.type("夫に殴られた")
    today = page.get_by_role("button", name="今日中にする")
    today.wait_for()
    assert page.locator("[name=urgency]:checked").input_value() == "ordinary"
    today.click()
    assert page.locator("[name=urgency]:checked").input_value() == "today"
    assert page.locator("[name=urgency_reason]").input_value() == "「殴」と話があった"
    assert today.count() == 0


def test_at_double_zoom_urgency_and_safe_contact_stay_above_the_fold(page):
    page.set_viewport_size({"width": 640, "height": 450})
    page.reload()
    bar = page.locator(".bar[data-stay]").bounding_box()
    for text in ("緊急度", "安全な連絡方法"):
        box = page.locator("legend", has_text=text).bounding_box()
        assert box["y"] + box["height"] <= bar["y"], text
    tick = page.locator("[name=safe_secret]").bounding_box()
    assert tick["y"] + tick["height"] <= bar["y"]


def test_urgency_and_safe_contact_are_above_the_fold(page):
    for name in ("urgency", "safe_secret", "safe_no_message", "safe_hours", "safe_note"):
        box = page.locator(f"[name={name}]").last.bounding_box()
        bar = page.locator(".bar[data-stay]").bounding_box()
        assert box["y"] + box["height"] <= min(800, bar["y"]), name


def test_tab_order_is_reading_order(page):
    stops = []
    for _ in range(30):
        page.keyboard.press("Tab")
        box = page.evaluate(
            "(({top, left}) => [top + scrollY, left])"
            "(document.activeElement.getBoundingClientRect())"
        )
        stops.append(tuple(box))
    falls = [(a, b) for a, b in pairwise(stops) if b[0] < a[0] - 60 and b[1] <= a[1]]
    assert falls == []


def test_suggestions_rows_and_drafts_while_one_types(page):
    page.keyboard.type("母は物忘れがひどい")
    tick = page.get_by_role("button", name="印を付ける")
    tick.wait_for()
    tick.click()
    assert page.locator("input[name=issues][value=dementia]").is_checked()
    page.get_by_role("button", name="もっと追加").click()
    assert page.locator("[data-member]").count() == 4
    page.keyboard.press("Tab")
    page.keyboard.type("四人目")
    page.locator("[data-draft-status][data-state=saved]").wait_for()
    page.wait_for_timeout(1500)
    page.reload()
    assert page.locator("[name=complaint]").input_value() == "母は物忘れがひどい"
    assert page.locator("[name=m3-family_name]").input_value() == "四人目"
    assert page.locator("input[name=issues][value=dementia]").is_checked()
