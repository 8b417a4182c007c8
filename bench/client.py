"""A client like a browser: cookies, the CSRF token, a new connection for each request."""

import re
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import urlencode

from bench.staff import password

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    body: bytes
    seconds: float
    """From the first packet of the connection to the last byte of the answer."""


class UnexpectedAnswer(Exception):
    """The page did not answer as it must; what was timed would not be the page."""


@dataclass
class Browser:
    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        return self._ask("POST", path, urlencode(fields | {"csrfmiddlewaretoken": self.token}))

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = FORM
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        started = time.perf_counter()
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read()
            seconds = time.perf_counter() - started
        finally:
            connection.close()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(response.status, response.headers.get("Location", ""), text, seconds)


def log_in(port: int, username: str) -> Browser:
    """Through the login page, as a member of staff does, to the desk."""
    browser = Browser(port)
    _take_token(browser, browser.get("/accounts/login/"))
    answer = browser.post("/accounts/login/", {"login": username, "password": password()})
    for _ in range(5):
        if answer.status != 302:
            break
        answer = browser.get(answer.location)
    if answer.status != 200 or b'name="q"' not in answer.body:
        raise UnexpectedAnswer(f"the login of {username} ended with {answer.status}")
    _take_token(browser, answer)
    return browser


def _take_token(browser: Browser, answer: Answer) -> None:
    found = TOKEN.search(answer.body)
    if found is None:
        raise UnexpectedAnswer(f"a page without a form's token ({answer.status})")
    browser.token = found[1].decode()
