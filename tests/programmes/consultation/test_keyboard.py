"""A plain phone call by keyboard alone, in Chromium: keystrokes counted, reading order kept.

From the desk to the number of the reception. Chromium gets the converted text, without an input
method; its keys are counted by a rule (`ime`): kana as they are typed in ローマ字, a space to
convert and an Enter to commit each word, an Enter after figures. The caller's own words are free
text: no part of the number of keys, but of the time, which is estimated (Keystroke-Level Model):
0.28 s a key, 1.35 s of thought for each field, and the pages waited for as measured.
"""

import time
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
SECONDS = 90
KEY_SECONDS, THOUGHT_SECONDS = 0.28, 1.35
ONE_LETTER = "あいうえおっゃゅょー、。"
ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
FREE_TEXT = "家賃を三か月払えていない。息子は二十年部屋から出ていない。"
FREE_WORDS = (
    "やちんを", "さんかげつ", "はらえていない。",
    "むすこは", "にじゅうねん", "へやから", "でていない。",
)  # fmt: skip
"""As it is read, in the pieces that one converts."""


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
def desk(browser, cast, live_server):
    client = sign_in(Client(), cast, "desk")
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    cookie = client.cookies["ikue"].value
    context.add_cookies([{"name": "ikue", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/desk/")
    page.wait_for_load_state("networkidle")
    return page


@pytest.fixture
def page(desk, live_server):
    desk.goto(f"{live_server.url}/desk/consultations/new/")
    desk.wait_for_load_state("networkidle")
    return desk


def ime(reading: str) -> int:
    """Keys for one word: vowels, small kana and ー one letter, others two; convert, commit."""
    return sum(1 if kana in ONE_LETTER else 2 for kana in reading) + 2


class Keys:
    """Every press counts, and what it takes to think and to wait."""

    def __init__(self, page):
        self.page = page
        self.count = self.spoken = self.thoughts = 0
        self.waited = 0.0

    def press(self, key, times=1):
        for _ in range(times):
            self.page.keyboard.press(key)
        self.count += times

    def go(self, key, address):
        """A key that opens a page."""
        began = time.monotonic()
        self.press(key)
        self.page.wait_for_url(address, timeout=8000)
        self.waited += time.monotonic() - began

    def tab_to(self, name):
        self.thoughts += 1
        while self.page.evaluate("document.activeElement.name") != name:
            self.press("Tab")
            assert self.count < 300, name

    def choose(self, name, value, arrow):
        self.tab_to(name)
        for _ in range(6):
            chosen = "document.querySelector(`[name=${name}]:checked`)?.value"
            if self.page.evaluate(f"(name) => {chosen}", name) == value:
                return
            self.press(arrow)
        raise AssertionError(f"{name} is not {value}")

    def type(self, text):
        """Figures and the letters among them; one Enter leaves the input method."""
        self.page.keyboard.type(text)
        self.count += len(text) + 1

    def convert(self, text, reading):
        self.page.keyboard.insert_text(text)
        self.count += ime(reading)

    def write_down(self, text, words):
        self.page.keyboard.type(text)
        self.thoughts += 1
        self.spoken += sum(ime(word) for word in words)

    @property
    def seconds(self) -> float:
        typed = (self.count + self.spoken) * KEY_SECONDS
        return typed + self.thoughts * THOUGHT_SECONDS + self.waited


def test_a_plain_phone_call_takes_few_keystrokes(desk, cast):
    keys = Keys(desk)
    keys.go("n", "**/desk/consultations/new/*-*-*/")
    desk.wait_for_function("document.activeElement.name === 'complaint'")
    keys.write_down(FREE_TEXT, FREE_WORDS)
    keys.choose("urgency", "soon", "ArrowUp")
    keys.choose("caller", "family", "ArrowDown")
    keys.tab_to("family_name")
    keys.convert("見本", "みほん")
    keys.tab_to("given_name")
    keys.convert("花子", "はなこ")
    keys.tab_to("birth")
    keys.type("s15.3.2")
    keys.tab_to("phone")
    keys.type("0300000009")
    keys.go("Control+Enter", "**/desk/consultations/*-*-*/")
    assert "相談受付 受R8-00001" in desk.inner_text("h1")
    assert keys.count <= MOST
    assert keys.seconds <= SECONDS
    cast.at = clock.now()
    with cast.acting("desk"):
        made = Consultation.objects.get()
        assert (made.complaint, made.urgency, made.caller) == (FREE_TEXT, "soon", "family")
        assert Person.objects.get().name == "見本 花子"


@pytest.mark.parametrize(
    ("reading", "keys"),
    [("みほん", 8), ("はなこ", 8), ("あい", 4), ("きょう", 6), ("がっこう", 8), ("", 2)],
)
def test_how_the_keys_of_an_input_method_are_estimated(reading, keys):
    assert ime(reading) == keys


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
