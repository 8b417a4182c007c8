"""Pages that need no database, no session and no name: the same bytes for everybody.

A refusal must not tell whether a record exists, and a breakdown must not break again, so these are
rendered once and then only handed out (house rule "error pages are static").
"""

from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string


class Sentences(NamedTuple):
    """What happened, what is safe, what to do."""

    title: str
    happened: str
    safe: str
    todo: str


UNCHANGED = "記録は何も変わっていません。"
ONCE = "同じ画面からもう一度送っても、二重には登録されません。"

PAGES = {
    400: Sentences(
        "送られた内容を読み取れませんでした",
        "送られた内容の一部が欠けているか、形が違っていました。",
        UNCHANGED,
        "前の画面に戻り、画面を読み込み直してから、もう一度お試しください。",
    ),
    403: Sentences(
        "この操作は受け付けられませんでした",
        "この操作ができる立場でないか、画面を開いてから時間がたち、確認の印が切れています。",
        UNCHANGED,
        "前の画面に戻り、画面を読み込み直してください。それでも進めないときは、所属の管理者にお尋ねください。",
    ),
    404: Sentences(
        "お探しのものは見つかりませんでした",
        "このアドレスでお見せできるものはありません。",
        UNCHANGED,
        "アドレスをもう一度お確かめいただくか、はじめの画面から探してください。",
    ),
    405: Sentences(
        "この開き方はできません",
        "ボタンから進む画面を、アドレスで直接開こうとしました。",
        UNCHANGED,
        "前の画面に戻り、ボタンから進んでください。",
    ),
    413: Sentences(
        "送られたものが大きすぎます",
        "文章またはファイルが、受け取れる大きさを超えていました。",
        UNCHANGED,
        "ファイルを小さくするか、いくつかに分けて送ってください。",
    ),
    429: Sentences(
        "少し時間をおいてください",
        "短い時間に何度も試されたため、この端末からの受け付けを一時止めています。",
        "ほかの人の利用には影響していません。",
        "15分ほど待ってから、もう一度お試しください。急ぐときは、所属の管理者にお知らせください。",
    ),
    500: Sentences(
        "画面を用意できませんでした",
        "こちらの仕組みの不具合です。あなたの操作の誤りではありません。",
        "すでに保存されている記録は失われていません。" + ONCE,
        "少し待って、もう一度お試しください。続くときは、起きた時刻を添えて所属の管理者にお知らせください。",
    ),
    503: Sentences(
        "ただいま利用できません",
        "記録を安全に読み書きできる状態でないため、画面をお出ししていません。",
        "すでに保存されている記録は失われていません。" + ONCE,
        "数分待って、もう一度お試しください。急ぎの対応は、電話と紙の手順で進めてください。",
    ),
}

STYLES = ("vendor/design-tokens/tokens.css", "css/fonts.css", "css/base.css", "css/layout.css")


@cache
def page_bytes(status: int) -> bytes:
    """Plain addresses, not hashed ones: this page must not break with the collected files."""
    context = {
        **PAGES[status]._asdict(),
        "styles": [f"{settings.STATIC_URL}ui/{style}" for style in STYLES],
        "icon": f"{settings.STATIC_URL}ui/favicon.svg",
        "desk_url": settings.LOGIN_REDIRECT_URL,
    }
    return render_to_string("ui/static_page.html", context).encode()


def static_page(status: int) -> HttpResponse:
    response = HttpResponse(page_bytes(status), status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def bad_request(*_request: object, **_why: object) -> HttpResponse:
    return static_page(400)


def permission_denied(*_request: object, **_why: object) -> HttpResponse:
    return static_page(403)


def not_found(*_request: object, **_why: object) -> HttpResponse:
    return static_page(404)


def server_error(*_request: object) -> HttpResponse:
    return static_page(500)
