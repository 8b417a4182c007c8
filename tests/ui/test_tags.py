"""Filters and tags, with values worked out by hand."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django import forms
from django.template import Context, Template

from ikue.kernel.clock import TOKYO
from ikue.ui.templatetags import ikue

AT = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)  # 10:30 in Tokyo


def rendered(source, **variables):
    return Template(source).render(Context(variables))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (
            date(2026, 11, 23),
            '<time datetime="2026-11-23" title="2026年11月23日">令和8年11月23日</time>',
        ),
        (
            # 16:00 UTC is already the next day in Tokyo.
            datetime(2019, 4, 30, 16, 0, tzinfo=UTC),
            '<time datetime="2019-05-01" title="2019年5月1日">令和元年5月1日</time>',
        ),
        (None, ""),
    ],
)
def test_wareki(value, shown):
    assert ikue.wareki(value) == shown


def test_wareki_with_time_is_tokyo_time():
    assert ikue.wareki_time(AT) == (
        '<time datetime="2026-11-23T10:30+09:00" title="2026年11月23日">'
        "令和8年11月23日 10:30</time>"
    )
    assert ikue.wareki_time(None) == ""


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (date(2026, 11, 20), "令和8年11月20日"),
        (datetime(2026, 11, 20, 17, 15, tzinfo=TOKYO), "令和8年11月20日"),
        (datetime(2026, 11, 20, 18, 10, tzinfo=TOKYO), "令和8年11月20日 18:10"),
        (datetime(2026, 11, 20, 0, 0, tzinfo=TOKYO), "令和8年11月20日 00:00"),
    ],
)
def test_a_limit_says_its_hour_unless_the_day_ends_it(due, said):
    assert f">{said}</time>" in ikue.wareki_due(due)


def test_both_calendars():
    assert ikue.both(date(1940, 3, 2)) == '<time datetime="1940-03-02">昭和15(1940)年3月2日</time>'
    assert ikue.both(None) == ""


@pytest.mark.parametrize(
    ("due", "words", "level"),
    [
        (date(2026, 11, 27), "あと4日", "later"),
        (date(2026, 11, 26), "あと3日", "soon"),
        (date(2026, 11, 24), "あと1日", "soon"),
        (date(2026, 11, 23), "今日まで", "today"),
        (date(2026, 11, 20), "3日超過", "over"),
        (AT + timedelta(hours=5), "今日15:30まで", "today"),
        (AT, "今日10:30まで", "today"),
        (AT - timedelta(seconds=1), "1分超過", "over"),
        (AT - timedelta(minutes=59), "59分超過", "over"),
        (AT - timedelta(minutes=150), "2時間超過", "over"),
        # 23:59 of yesterday in Tokyo, ten and a half hours ago: another day.
        (AT - timedelta(hours=10, minutes=31), "1日超過", "over"),
        # 00:00 of tomorrow in Tokyo, still the 23rd in UTC.
        (AT + timedelta(hours=13, minutes=30), "あと1日", "soon"),
        (None, "", "later"),
    ],
)
def test_clock(due, words, level):
    assert ikue.clock_words(due, AT) == words
    assert ikue.clock_level(due, AT) == level


def test_a_day_has_no_hours():
    assert ikue.clock_words(AT, date(2026, 11, 23)) == "今日まで"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("一行", "<p>一行</p>"),
        ("上\n下", "<p>上<br>下</p>"),
        ("一段\r\n\r\n二段\n　\n\n三段\n", "<p>一段</p><p>二段</p><p>三段</p>"),
        ("<b>&", "<p>&lt;b&gt;&amp;</p>"),
        ("", ""),
    ],
)
def test_paragraphs(text, shown):
    assert ikue.nl2p(text) == shown


def test_every_shown_form_has_its_own_key():
    pattern = r'<input type="hidden" name="_key" value="([0-9a-f-]{36})">'
    first, second = (re.fullmatch(pattern, rendered("{% form_key %}")) for _ in range(2))
    assert first[1] != second[1]


def test_icon_is_silent_beside_words_and_speaks_alone():
    assert 'aria-hidden="true"' in rendered('{% icon "check" %}')
    assert 'role="img" aria-label="誤り"' in rendered('{% icon "error" "誤り" %}')


def test_what_is_captured_can_be_shown_twice():
    shown = rendered("{% capture a %} <b>{{ x }}</b> {% endcapture %}{{ a }}{{ a }}", x="<")
    assert shown == "<b>&lt;</b><b>&lt;</b>"


@pytest.mark.parametrize(
    ("name", "shown"),
    [("髙橋さん世帯", "（髙橋さん世帯）"), ("（名前は開いてから）", "（名前は開いてから）")],
)
def test_brackets_are_not_doubled(name, shown):
    assert ikue.bracketed(name) == shown


class Picking(forms.Form):
    """Boxes in groups, as a consent lists its receivers."""

    pick = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        choices=[("高齢", [("a", "包括"), ("b", "なんでも相談")]), ("女性", [("c", "女性相談")])],
    )


def test_a_group_of_boxes_has_each_id_once():
    ids = re.findall(r' id="([^"]+)"', rendered("{% field form.pick %}", form=Picking()))
    assert sorted(ids) == ["id_pick", "id_pick_0_0", "id_pick_0_1", "id_pick_1_0"]


def test_boxes_stand_under_their_headings():
    found = ikue.by_heading(Picking()["pick"])
    assert [(heading, [box.choice_label for box in boxes]) for heading, boxes in found] == [
        ("高齢", ["包括", "なんでも相談"]), ("女性", ["女性相談"]),
    ]  # fmt: skip
