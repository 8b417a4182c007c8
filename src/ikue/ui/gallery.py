"""Every component once, with invented neutral content: to look at and to test by machine."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ikue.ui.forms import BaseForm, CleanCharField, CleanTextField, WarekiDateField
from ikue.ui.static_pages import static_page

AT = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
"""The fixed moment of the page: the pictures stay comparable."""

COLOURS = (("ai", "藍"), ("matsu", "松葉"), ("kuri", "栗"))


class SampleForm(BaseForm):
    title = CleanCharField(label="題名", max_length=40)
    day = WarekiDateField(label="日付")
    count = forms.IntegerField(label="数", required=False, min_value=0)
    colour = forms.ChoiceField(label="色", choices=COLOURS, widget=forms.RadioSelect)
    places = forms.MultipleChoiceField(
        label="場所",
        choices=(("kita", "北側"), ("minami", "南側"), ("naka", "中ほど")),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="あてはまるものをすべて選んでください。",
    )
    size = forms.ChoiceField(
        label="大きさ", choices=(("", "選んでください"), ("l", "大"), ("s", "小"))
    )
    text = CleanTextField(
        label="本文", max_length=2000, help_text="まとまっていなくても大丈夫です。", required=False
    )
    checked = forms.BooleanField(label="内容を確かめました")


def forms_shown() -> dict[str, SampleForm]:
    wrong = {"title": "あ" * 41, "day": "きのうごろ", "count": "三つ", "colour": "", "size": ""}
    right = {"title": "見本", "day": "s15.3.2", "colour": "ai", "size": "l", "checked": "on"}
    return {
        "fresh": SampleForm(at=AT, auto_id="fresh_%s"),
        "wrong": SampleForm(wrong, at=AT, auto_id="wrong_%s"),
        "right": SampleForm(right, at=AT, auto_id="right_%s"),
    }


def dues() -> list[dict[str, Any]]:
    return [
        {"due": AT.date() - timedelta(days=3), "owner": "相手先の期限"},
        {"due": AT - timedelta(hours=2), "owner": "あなたの期限"},
        {"due": AT + timedelta(hours=5), "owner": "あなたの期限"},
        {"due": AT.date() + timedelta(days=2), "owner": ""},
        {"due": date(2027, 3, 31), "owner": "双方の期限"},
    ]


def steps() -> list[dict[str, Any]]:
    return [
        {"label": "受ける", "state": "done", "at": date(2026, 10, 1)},
        {"label": "確かめる", "state": "done", "at": date(2026, 10, 14)},
        {"label": "話し合う", "state": "skipped", "at": None},
        {"label": "進める", "state": "now", "at": date(2026, 11, 2)},
        {"label": "振り返る", "state": "next", "at": None},
        {"label": "終える", "state": "next", "at": None},
    ]


def entries() -> list[dict[str, Any]]:
    blank = {
        "at": AT,
        "about": "",
        "text": "",
        "badges": (),
        "url": "",
        "why_url": "",
        "closed": "",
    }
    return [
        blank
        | {
            "kind": "電話",
            "who": "北の窓口　見本 花子",
            "about": "品物Ａについて",
            "url": "#",
            "text": "午前にお電話がありました。届いた箱の色が違うとのことです。\n"
            "折り返しは夕方がよいとのこと。\n\n明日の午前に、もう一度こちらから電話します。",
            "badges": [
                {"label": "共有", "tone": "accent", "icon_name": "people"},
                {"label": "急ぎ", "tone": "alarm", "icon_name": "alert"},
            ],
        },
        blank | {"closed": "この部分は、書いた窓口だけが読めます。", "why_url": "#"},
        blank
        | {
            "at": AT - timedelta(days=12),
            "kind": "訪問",
            "who": "南の窓口　見本 太郎",
            "text": "髙橋と高橋、﨑と崎、葛󠄀と葛、𠮷と吉を見分けられる大きさです。",
        },
    ]


def rows() -> list[dict[str, Any]]:
    words = (
        ("箱　緑の棚", "返事が届きました。中身を見て、次を決めてください。", "読む"),
        ("箱　川沿い三", "色の確認がまだ済んでいません。相手先に尋ねる番です。", "尋ねる"),
        ("箱　坂の上", "昨日から新しくあなたの担当になりました。", "引き受ける"),
    )
    return [
        {"name": name, "what": what, "verb": verb} | clock
        for (name, what, verb), clock in zip(words, dues(), strict=False)
    ]


def samples() -> dict[str, Any]:
    return {
        "at": AT,
        **forms_shown(),
        "dues": dues(),
        "steps": steps(),
        "entries": entries(),
        "rows": rows(),
        "birth": date(1940, 3, 2),
        "verbs": [
            ("accept", "引き受ける", "#"),
            ("hold", "保留する", "#"),
            ("refuse", "引き受けられない", "#"),
        ],
        "facts": [
            ("番号", "R8-00001"),
            ("担当", "見本 花子", "北の窓口"),
            ("連絡先", ""),
            ("読み方", "髙﨑　みほん"),
        ],
        "tabs": [
            ("経過", "#", True),
            ("計画", "#", False),
            ("話し合い", "#", False),
            ("記録", "#", False),
        ],
        "page": Paginator(range(128), 20).page(2),
        "tones": [
            {"label": "ふつう", "tone": "", "icon_name": ""},
            {"label": "お知らせ", "tone": "accent", "icon_name": "info"},
            {"label": "済み", "tone": "good", "icon_name": "check"},
            {"label": "まもなく", "tone": "heed", "icon_name": "clock"},
            {"label": "急ぎ", "tone": "alarm", "icon_name": "alert"},
        ],
        "kinds": [
            {"kind": "success", "text": "保存しました。相手先には明日の朝に届きます。"},
            {"kind": "info", "text": "この画面は、読んだことが記録に残ります。"},
            {
                "kind": "warning",
                "text": "期限まであと1日です。間に合わないときは、理由を書いて延ばしてください。",
            },
            {
                "kind": "error",
                "text": "送れませんでした。書いたものは残っています。もう一度送ってください。",
            },
        ],
    }


def gallery(request: HttpRequest) -> HttpResponse:
    """Only in the demo; elsewhere the address does not exist."""
    if not settings.DEMO:
        return static_page(404)
    return render(request, "ui/gallery.html", samples())
