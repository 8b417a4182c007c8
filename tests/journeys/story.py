"""What a clerk does and sees, in a line each: found by role and label, as one finds it by eye."""

import re
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from ikue.casework.domain.referrals import Sending
from ikue.casework.models import Referral
from ikue.directory.models import Window
from ikue.kernel import clock
from ikue.programmes.consultation.domain import screening
from ikue.sharing.enums import Basis
from tests.cast import Cast
from tests.factories.receptions import household_8050
from tests.factories.referrals import WORDS

CALL = "母の物忘れがひどく、息子は二十年部屋から出ない。"
EMPTY = "急ぐものはありません。お疲れさまです。"
DAY = re.compile(r"\s*(令和|平成|昭和).*$")


def day(ahead: int) -> str:
    """As a clerk may type it; relative to the ward's own today."""
    return (clock.today(clock.now()) + timedelta(days=ahead)).isoformat()


def today() -> date:
    return clock.today(clock.now())


def told(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


# What the eye sees


def heading(page: Page) -> str:
    return told(page.get_by_role("heading", level=1).inner_text())


def said(page: Page) -> str:
    """The sentence on top, just after an act."""
    return told(page.get_by_role("main").get_by_role("status").first.inner_text())


def says(page: Page, text: str) -> int:
    """How often the eye finds it on the page; what is folded away does not count."""
    found = page.get_by_role("main").get_by_text(text).all()
    return sum(one.is_visible() for one in found)


def fact(page: Page, term: str) -> str:
    """What stands beside a term of a description list."""
    name = page.get_by_role("term").filter(has_text=re.compile(f"^{term}$"))
    return told(name.first.locator("xpath=following-sibling::dd[1]").inner_text())


def here(page: Page, track: str = "いまここ") -> str:
    """The present step of the track; where none is present, the last one that is done."""
    steps = page.get_by_role("list", name=track).get_by_role("listitem").all()
    now = [one for one in steps if one.get_attribute("aria-current")]
    chosen = now or [one for one in steps if "済み" in one.text_content()][-1:]
    words = told(chosen[0].text_content()).replace("いまここ", "").replace("済み", "")
    return DAY.sub("", words).strip()


def rows(page: Page, title: str) -> list[str]:
    """The rows below a heading of a list of work, each as one line; empty without the heading."""
    part = page.get_by_role("region", name=re.compile(f"^{title}"))
    return [told(one.inner_text()) for one in part.get_by_role("listitem").all()]


def names(page: Page, title: str) -> list[str]:
    """Whose rows stand below that heading."""
    part = page.get_by_role("region", name=re.compile(f"^{title}"))
    items = part.get_by_role("listitem").all()
    return [told(one.get_by_role("link").first.inner_text()) for one in items]


def next_verbs(page: Page) -> list[str]:
    """The acts that the page of a reception offers."""
    part = page.get_by_role("heading", name="次にどうするか")
    if not part.count():
        return []
    return [told(one) for one in part.locator("xpath=..").get_by_role("listitem").all_inner_texts()]


def case_verbs(page: Page) -> list[str]:
    """The acts that the head of a case offers."""
    main = page.get_by_role("main")
    known = ("次の行動を決める", "中断する", "再開する", "終える", "引き継ぐ", "つなぐ")
    return [one for one in known if main.get_by_role("link", name=one, exact=True).count()]


def answers(page: Page) -> list[str]:
    """The verbs open on a referral, in their order."""
    part = page.get_by_role("region", name="できること")
    return [told(one) for one in part.locator("summary").all_inner_texts()]


# What the hand does


def press(page: Page, name: str, *, within: Locator | None = None) -> None:
    """A button that sends the form: the page asks first whether the login stands, then goes."""
    with page.expect_navigation():
        (within or page.get_by_role("main")).get_by_role("button", name=name).first.click()


def follow(page: Page, name: str, *, exact: bool = False) -> None:
    page.get_by_role("main").get_by_role("link", name=name, exact=exact).first.click()
    page.wait_for_load_state()


def open_row(page: Page, text: str) -> None:
    """The row of a list that says this, whoever it is about."""
    row = page.get_by_role("main").get_by_role("listitem").filter(has_text=text)
    row.get_by_role("link").first.click()
    page.wait_for_load_state()


def go(page: Page, place: str) -> None:
    """A place of the navigation."""
    page.get_by_role("navigation", name="主な画面").get_by_role("link", name=place).click()
    page.wait_for_load_state()


def fill(scope: Page | Locator, **typed: str) -> None:
    """By the label's words; a field that is required says so in its label."""
    for label, text in typed.items():
        words = re.compile(f"^{re.escape(label)}(必須)?$")
        scope.get_by_label(words).first.fill(text)


def path_of(page: Page) -> str:
    return urlsplit(page.url).path


# Steps that several stories take


def receive(page: Page, words: str = CALL, *, urgent: str = "", **typed: str) -> str:
    """相談受付 from the navigation on; returns the address of the reception."""
    go(page, "相談を受け付ける")
    page.get_by_label("相談の内容（話されたことばで）").fill(words)
    fill(page, **typed)
    if urgent:
        page.get_by_role("radio", name="今日中").check()
        page.get_by_label("「今日中」の理由").fill(urgent)
    press(page, "受け付ける")
    expect(page.get_by_role("heading", level=1)).to_contain_text("相談受付 受R")
    return path_of(page)


def receive_takahashi(page: Page) -> str:
    return receive(page, 姓="髙橋", 名="トメ", せい="たかはし", めい="とめ", 生年月日="s19.3.2")


def support_here(page: Page, *, next_what: str, on: str, reason: str) -> str:
    """From the page of a reception; returns the address of the case."""
    follow(page, "この窓口で支援する")
    fill(page, 次にすること=next_what, いつまでに=on, この窓口で支援する理由=reason)
    press(page, "この窓口で支援する")
    expect(page.get_by_text("この窓口で支援を始めたことを記録しました。")).to_be_visible()
    return path_of(page)


def write_on_case(page: Page, words: str, **typed: str) -> None:
    fill(page, 内容=words, **typed)
    press(page, "記録する")
    expect(page.get_by_text("経過を記録しました。")).to_be_visible()


def refer(page: Page, *, to: str, question: str, basis: str, reason: str = "") -> None:
    """From the form of つなぐ: written, looked at as the receiver reads it, sent."""
    page.get_by_label("つなぐ先").select_option(label=to)
    send(page, to=to, question=question, basis=basis, reason=reason)


def send(page: Page, *, to: str, question: str, basis: str, reason: str = "") -> None:
    fill(page, お願いしたいこと=question)
    page.get_by_role("button", name="相手に見える内容を確かめる").last.click()
    shown = page.get_by_role("region", name="相手に見える内容")
    expect(shown.get_by_text(f"{to}が読むのは、次の枠の中です。")).to_be_visible()
    shown.get_by_role("radio", name=re.compile(f"^{basis}")).check()
    if reason:
        shown.get_by_label("この根拠を選ぶ理由・目的").fill(reason)
    press(page, f"{to}へ送る")


def answer(page: Page, verb: str, **typed: str) -> None:
    """One verb of a referral: opened where it is closed, filled in, pressed."""
    part = page.get_by_role("region", name="できること").locator("details")
    mine = part.filter(has=page.locator("summary", has_text=re.compile(f"^{verb}$")))
    if mine.get_attribute("open") is None:
        mine.locator("summary").click()
    fill(mine, **typed)
    press(page, verb, within=mine)


def referred_at(cast: Cast, at: datetime, *, to: str, clock_kind: str) -> Referral:
    """Received and passed on at a moment that has passed: the server's own clock is real."""
    present, cast.at = cast.at, at
    with cast.acting("desk") as viewer:
        consultation = household_8050(by=viewer, at=at)
        sending = Sending(
            person_ids=(consultation.person_id,), basis=Basis.WARD_PURPOSE, words=WORDS,
            to_window=Window.objects.get(code=to), clock=clock_kind,
        )  # fmt: skip
        referral = screening.refer(consultation=consultation, sending=sending, by=viewer, at=at)
    cast.at = present
    return referral
