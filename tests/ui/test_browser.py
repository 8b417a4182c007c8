"""The gallery in Chromium under our Content-Security-Policy: reflow, axe, keys, drafts, copying."""

import mimetypes
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.test import RequestFactory
from playwright.sync_api import sync_playwright

from ikue.ui.gallery import AT, gallery

CHROMIUM = "/usr/bin/chromium"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

pytestmark = [pytest.mark.browser, pytest.mark.slow]


class Site(BaseHTTPRequestHandler):
    page = b""
    answers: list[int] = []
    received: list[dict[str, list[str]]] = []
    login: tuple = (200, b'{"token": "t"}', "application/json")

    def send(self, status, body=b"", kind="text/html; charset=utf-8"):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path == "/session":
            return self.send(*self.login)
        if not self.path.startswith("/static/"):
            return self.send(200, self.page)
        found = finders.find(self.path.removeprefix("/static/").partition("?")[0])
        if not found:
            return self.send(404)
        return self.send(200, Path(found).read_bytes(), mimetypes.guess_type(found)[0])

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.received.append(parse_qs(body, keep_blank_values=True))
        self.send(self.answers.pop(0) if self.answers else 204)

    def log_message(self, *args):
        """Quiet."""


@pytest.fixture
def site(settings):
    settings.DEMO = True
    request = RequestFactory().get("/")
    request.band = {"who": "見本 花子", "window": "北の窓口", "deputy_of": "", "locks_at": AT}
    request.nav = [
        ("いま私に", "/desk/", "g h", True),
        ("新しい受付", "/desk/new/", "n", False),
    ]
    html = gallery(request).content.replace(b'data-draft-url="#draft"', b'data-draft-url="/draft"')
    state = {"page": html, "answers": [], "received": []}
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Here", (Site,), state))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@contextmanager
def opened(server, width=1280, **options):
    """The gallery in a fresh browser; at the end nothing may have been complained about."""
    complaints = []
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": width, "height": 900}, **options)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        page.wait_for_load_state("networkidle")
        yield page
        browser.close()
    expected = ("403", "409", "503", "ERR_FAILED", "ERR_ABORTED")
    assert [text for text in complaints if not any(one in text for one in expected)] == []


@pytest.mark.parametrize("width", [1280, 640, 360])
def test_no_violation_and_no_sideways_scrolling(site, width):
    with opened(site, width) as page:
        result = Axe().run(page, options={"runOnly": LEVELS})
        assert [(one["id"], one["help"]) for one in result.response["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
        small = """[...document.querySelectorAll('a, button, input, select')]
          .filter(e => e.offsetParent && e.getBoundingClientRect().height < 23.9)
          .map(e => e.outerHTML)"""
        assert page.evaluate(small) == []


def test_a_refused_form_has_the_focus_also_where_the_address_names_a_part(site):
    with opened(site) as page:
        address = page.url
        page.goto("about:blank")
        page.goto(f"{address}#page")
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(200)
        assert page.evaluate("document.activeElement.className") == "errors"


def test_keys(site):
    with opened(site) as page:
        focused = "document.activeElement.textContent"
        page.keyboard.press("j")
        page.keyboard.press("j")
        assert page.evaluate(focused) == "箱　川沿い三"
        page.keyboard.press("k")
        assert page.evaluate(focused) == "箱　緑の棚"
        page.keyboard.press("?")
        assert page.locator("dialog[open]").count() == 1
        page.get_by_role("button", name="一文字のキーを使わない").click()
        page.keyboard.press("Escape")
        page.keyboard.press("?")
        assert page.locator("dialog[open]").count() == 0
        page.get_by_role("button", name="キー操作").click()
        page.get_by_role("button", name="一文字のキーを使う").click()
        page.keyboard.press("Escape")
        page.locator("#fresh_title").fill("")
        page.keyboard.type("n?")
        assert page.locator("#fresh_title").input_value() == "n?"
        page.locator("#fresh_title").blur()
        page.keyboard.press("g")
        page.keyboard.press("h")
        page.wait_for_url("**/desk/")


def test_what_is_typed_is_sent_and_what_failed_is_sent_again(site):
    here = site.RequestHandlerClass
    with opened(site) as page:
        status = page.locator("[data-draft-status]")
        page.locator("#fresh_title").fill("見本の題")
        page.locator("#fresh_places_1").check()
        page.wait_for_selector("[data-draft-status][data-state=saved]")
        assert here.received == [{"title": ["見本の題"], "places": ["minami"]}]
        assert status.text_content().startswith("書きかけを保存しました ")
        here.answers.append(503)
        page.locator("#fresh_places_1").uncheck()
        page.wait_for_selector("[data-draft-status][data-state=unsaved]")
        assert status.text_content() == "保存できていません。この画面を閉じないでください"
        page.wait_for_selector("[data-draft-status][data-state=saved]")
        assert here.received[1:] == [{"places": [""]}, {"places": [""]}]


@pytest.fixture
def logged_in(site):
    """The same page, which can ask whether the login still stands."""
    here = site.RequestHandlerClass
    here.page = here.page.replace(b"<body ", b'<body data-session-url="/session" ')
    here.page = here.page.replace(
        b'data-draft-url="/draft"', b'data-draft-url="/draft" action="/sent"'
    )
    return site


def leaves_with_a_question(page):
    asked = []

    def stay(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.evaluate("setTimeout(() => location.reload(), 0)")
    page.wait_for_timeout(700)
    return asked == ["beforeunload"]


def type_into(page, text):
    page.locator("#fresh_title").click()
    page.keyboard.type(text)


def test_the_server_is_gone_and_comes_back(logged_in):
    """It says that nothing answers, not that the login ended; and keeps trying by itself."""
    here = logged_in.RequestHandlerClass
    with opened(logged_in) as page:
        status = page.locator("[data-draft-status]")
        for address in ("**/draft", "**/session"):
            page.route(address, lambda route: route.abort())
        type_into(page, "見本の題")
        page.wait_for_selector("[data-draft-status][data-state=unsaved]")
        assert "サーバーから返事がありません" in status.text_content()
        assert page.get_by_text("答えが返ってきませんでした。").is_visible()
        page.locator("#fresh_title").evaluate("field => field.form.requestSubmit()")
        page.wait_for_timeout(300)
        assert "サーバーから返事がありません" in status.text_content()
        assert not page.get_by_text("ログインが切れています。", exact=False).first.is_visible()
        assert here.received == []
        for address in ("**/draft", "**/session"):
            page.unroute(address)
        page.wait_for_selector("[data-draft-status][data-state=saved]", timeout=8000)
        assert here.received == [{"title": ["見本の題"]}]
        assert not page.get_by_text("答えが返ってきませんでした。").is_visible()


def test_nobody_is_logged_in_any_more(logged_in):
    here = logged_in.RequestHandlerClass
    here.login = (403,)
    with opened(logged_in) as page:
        here.answers.extend([503, 503])
        type_into(page, "見本の題")
        page.wait_for_selector("[data-draft-status][data-state=unsaved]")
        assert "ログインが切れています" in page.locator("[data-draft-status]").text_content()


def test_leaving_asks_while_something_is_unsaved(site):
    here = site.RequestHandlerClass
    with opened(site) as page:
        here.answers.extend([503] * 9)
        type_into(page, "見本の題")
        page.wait_for_selector("[data-draft-status][data-state=unsaved]")
        assert leaves_with_a_question(page)
        assert page.locator("#fresh_title").input_value() == "見本の題"


def test_of_two_tabs_the_one_that_is_not_kept_asks_before_it_is_closed(site):
    here = site.RequestHandlerClass
    with opened(site) as page:
        here.answers.extend([409] * 9)
        type_into(page, "二枚目の文")
        page.wait_for_selector("[data-draft-status][data-state=unsaved]")
        assert "別の画面でも書いています" in page.locator("[data-draft-status]").text_content()
        assert leaves_with_a_question(page)
        assert page.locator("#fresh_title").input_value() == "二枚目の文"


def test_one_click_copies(site):
    with opened(site, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.get_by_role("button", name="写す").click()
        page.wait_for_function(
            "document.querySelector('[data-copy-status]').textContent === '写しました'"
        )
        assert page.evaluate("navigator.clipboard.readText()").startswith("見本の箱が届きました。")


def test_without_javascript_nothing_is_promised_that_does_not_work(site):
    with opened(site, java_script_enabled=False) as page:
        assert page.get_by_role("button", name="キー操作").count() == 0
        assert page.get_by_role("button", name="写す").count() == 0
        assert page.get_by_text("見本の箱が届きました。").is_visible()
