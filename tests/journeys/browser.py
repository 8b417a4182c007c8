"""Chromium as members of staff use it, and what every page that they open must hold to."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from ikue.kernel import clock
from tests.cast import Cast
from tests.client import sign_in

PROGRAM = "/usr/bin/chromium"
ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE_MS = 30_000
"""A journey is no stopwatch: on a busy machine a page may take long."""
GRAVE = ("serious", "critical")
RESIDENTS = ("髙橋", "高橋", "トメ", "一郎", "山本", "さくら", "みほん", "見本")
"""Names of the residents of these stories: none may stand in the title of a window."""
ANSWERED = (
    "Failed to load resource: the server responded with a status of",
    "Response Status Error Code 401 from",
)
"""Chromium says this of our own 404, 409 and 422 pages, htmx of a part asked for after the login
ended; subresources are checked by themselves."""
LOOK = """
document.addEventListener("securitypolicyviolation", (event) =>
  window.journeyViolated(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
document.addEventListener("DOMContentLoaded", () => window.journeyOpened({
  path: location.pathname, title: document.title,
  headings: document.querySelectorAll("h1").length}));
"""


@dataclass(frozen=True)
class Opened:
    """One page as the browser showed it."""

    who: str
    path: str
    title: str
    headings: int

    @property
    def complaints(self) -> list[str]:
        found = [f"the title names {name}" for name in RESIDENTS if name in self.title]
        if self.headings != 1:
            found.append(f"{self.headings} h1")
        if not self.title:
            found.append("no title")
        return [f"{self.path}: {one}" for one in found]


@dataclass
class Watch:
    """Listens to every context: errors, violations, other hosts, broken files, headings, titles."""

    host: str
    heard: list[str] = field(default_factory=list)
    opened: list[Opened] = field(default_factory=list)

    def over(self, context: BrowserContext, who: str) -> None:
        context.expose_binding("journeyOpened", lambda _, page: self._open(who, page))
        context.expose_binding("journeyViolated", lambda _, what: self.heard.append(f"CSP: {what}"))
        context.add_init_script(LOOK)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.heard.append(f"script: {error.error}"))
        context.on("request", self._request)
        context.on("response", self._response)

    def _open(self, who: str, page: dict) -> None:
        self.opened.append(Opened(who=who, **page))

    def _console(self, message) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(ANSWERED):
            self.heard.append(f"console: {message.text}")

    def _request(self, request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws") and address.netloc != self.host:
            self.heard.append(f"another host: {request.url}")

    def _response(self, response) -> None:
        is_page = response.request.resource_type in ("document", "xhr", "fetch")
        if response.status >= (500 if is_page else 400):
            self.heard.append(f"{response.status}: {response.url}")

    def complaints(self) -> list[str]:
        pages = [one for page in self.opened for one in page.complaints]
        return [*self.heard, *sorted(set(pages))]


@dataclass
class WardClock:
    """The server's clock and the test's own, set together where a story takes weeks.

    The server answers each request in a thread of its own, which sees nothing of `clock.frozen`
    here: its application is told the moment request by request.
    """

    at: datetime | None = None

    @contextmanager
    def over(self, server) -> Iterator[None]:
        """`server`: of the live server, for the length of one test."""
        application = server.get_app()

        def answered(environ, start_response):
            if self.at is None:
                return application(environ, start_response)
            with clock.frozen(self.at):
                return application(environ, start_response)

        server.set_app(answered)
        yield
        server.set_app(application)

    @contextmanager
    def standing(self, at: datetime) -> Iterator[None]:
        before, self.at = self.at, at
        with clock.frozen(at):
            yield
        self.at = before


@dataclass
class Screens:
    """The ward's terminals: a browser context for each member of staff."""

    browser: Browser
    url: str
    cast: Cast
    watch: Watch
    clock: WardClock

    @contextmanager
    def on(self, at: datetime) -> Iterator[None]:
        """Inside, it is that moment: for the cast, for this test and for every page."""
        before, self.cast.at = self.cast.at, at
        with self.clock.standing(at):
            yield
        self.cast.at = before

    def open_as(self, name: str, path: str = "/desk/") -> Page:
        """Signed in by the session's cookie alone, past the login page."""
        context = self._context(name)
        cookie = sign_in(Client(), self.cast, name).cookies["ikue"].value
        context.add_cookies([{"name": "ikue", "value": cookie, "url": self.url}])
        return self._page(context, path)

    def open_at_the_door(self, path: str = "/desk/") -> Page:
        """Nobody is signed in: the login page answers."""
        return self._page(self._context("nobody"), path)

    def _context(self, who: str) -> BrowserContext:
        context = self.browser.new_context(
            base_url=self.url, locale="ja-JP", timezone_id="Asia/Tokyo",
            viewport={"width": 1280, "height": 900},
        )  # fmt: skip
        context.set_default_timeout(PATIENCE_MS)
        self.watch.over(context, who)
        return context

    def _page(self, context: BrowserContext, path: str) -> Page:
        page = context.new_page()
        page.goto(path)
        return page


def barriers(page: Page) -> list[str]:
    """What axe calls serious or critical on this page as it stands."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found if one["impact"] in GRAVE
    ]
