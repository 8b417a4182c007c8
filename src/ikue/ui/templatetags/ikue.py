"""Dates in the Japanese calendar, clocks in words, fields, icons: available in every template."""

import re
import uuid
from datetime import date, datetime
from itertools import islice
from typing import Any

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput
from django.template.base import NodeList, Parser, Token
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from ikue.kernel.businessdays import CLOSING
from ikue.kernel.clock import TOKYO, today
from ikue.kernel.text import quoted
from ikue.kernel.wareki import format_both, format_wareki

register = template.Library()
register.filter("quoted", quoted)

Moment = date | datetime


def day_of(value: Moment) -> date:
    return today(value) if isinstance(value, datetime) else value


@register.filter
def wareki(value: Moment | None) -> str:
    """令和8年11月23日, with the Western year on hover and for machines."""
    if value is None:
        return ""
    day = day_of(value)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        day.isoformat(),
        western(day),
        format_wareki(day),
    )


@register.filter
def wareki_time(value: datetime | None) -> str:
    """令和8年11月23日 14:03, always Tokyo time."""
    if value is None:
        return ""
    local = value.astimezone(TOKYO)
    return format_html(
        '<time datetime="{}" title="{}">{} {}</time>',
        local.isoformat(timespec="minutes"),
        western(local.date()),
        format_wareki(local.date()),
        f"{local:%H:%M}",
    )


@register.filter
def wareki_due(value: Moment | None) -> str:
    """A limit: the day, and the hour where it is not the end of a business day (urgent clocks)."""
    if isinstance(value, datetime) and value.astimezone(TOKYO).time() != CLOSING:
        return wareki_time(value)
    return wareki(value)


@register.filter
def both(value: Moment | None) -> str:
    """和暦 and 西暦 together, where a date must be copied elsewhere."""
    if value is None:
        return ""
    day = day_of(value)
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), format_both(day))


@register.filter
def clock_words(due: Moment | None, at: Moment) -> str:
    """How long until `due`, seen from `at`: あと2日, 今日まで, 3日超過; hours within one day."""
    if due is None:
        return ""
    days = (day_of(due) - day_of(at)).days
    if days > 0:
        return f"あと{days}日"
    if days < 0:
        return f"{-days}日超過"
    if not (isinstance(due, datetime) and isinstance(at, datetime)):
        return "今日まで"
    if due >= at:
        return f"今日{due.astimezone(TOKYO):%H:%M}まで"
    return overdue_today(int((at - due).total_seconds()) // 60)


@register.filter
def clock_level(due: Moment | None, at: Moment) -> str:
    """`over`, `today`, `soon` (three days) or `later`: for the look, never instead of words."""
    if due is None:
        return "later"
    if isinstance(due, datetime) and isinstance(at, datetime) and due < at:
        return "over"
    days = (day_of(due) - day_of(at)).days
    return "over" if days < 0 else "today" if days == 0 else "soon" if days <= 3 else "later"


def overdue_today(minutes: int) -> str:
    return f"{minutes // 60}時間超過" if minutes >= 60 else f"{max(minutes, 1)}分超過"


def western(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@register.inclusion_tag("ui/_field.html", name="field")
def field_tag(
    field: BoundField, *, label: str = "", hint: str = "", required: bool = False
) -> dict[str, Any]:
    """Everything `ui/_field.html` names; label and hint may be said otherwise, and a field that
    must be filled in only where it is shown may be marked."""
    said = {
        "hint": hint or field.help_text,
        "understood": understood_by(field),
        "error": " ".join(map(str, field.errors)),
    }
    ids = {part: f"{field.auto_id}_{part}" for part, words in said.items() if words}
    described = " ".join(ids.values())
    return {
        "kind": kind_of(field),
        "id": field.auto_id,
        "for_id": field.id_for_label,
        "label": label or field.label,
        "hint": said["hint"],
        "required": required or field.field.required,
        "understood": said["understood"],
        "ids": ids,
        "described": described,
        "widget": widget_of(field, described),
        "errors": list(field.errors),
    }


@register.filter
def by_heading(field: BoundField) -> list[tuple[str, list[Any]]]:
    """(heading, boxes) of a field of many boxes whose choices stand in groups, in their order."""
    boxes = iter(field.subwidgets)
    return [
        (heading, list(islice(boxes, len(options))))
        for heading, options in field.field.choices  # type: ignore[attr-defined]
    ]


@register.simple_tag
def draft_whole(form: BaseForm) -> SafeString:
    """On a form that came back as it was sent: the autosave may lie behind it, so drafts.js sends
    the whole as soon as the page opens. Not where a version is kept: its draft stays with the one
    before which it was typed, or a conflict would be lost."""
    is_newer = form.is_bound and "seen_version" not in form.fields
    return SafeString(" data-draft-whole" if is_newer else "")


@register.filter
def bracketed(name: str) -> str:
    """（name）: what stands in brackets of its own gets no second pair."""
    return name if name.startswith("（") else f"（{name}）"


def understood_by(field: BoundField) -> str:
    """What a field with a reading of its own made of the text that was sent."""
    reading = getattr(field.field, "understood", None)
    return reading(field.value()) if reading and field.form.is_bound and not field.errors else ""


def kind_of(field: BoundField) -> str:
    if field.use_fieldset:
        return "group"
    return "check" if isinstance(field.field.widget, CheckboxInput) else "line"


def widget_of(field: BoundField, described: str) -> SafeString:
    """No placeholders: a hint that vanishes while one types helps nobody."""
    attrs: dict[str, Any] = {"placeholder": False}
    if described and not field.use_fieldset:
        attrs["aria-describedby"] = described
    widget = field.as_widget(attrs=attrs)
    if not field.use_fieldset:
        return widget
    # The fieldset around the boxes carries this id: no page has it twice.
    return mark_safe(widget.replace(f' id="{field.auto_id}"', "", 1))  # noqa: S308


@register.tag
def capture(parser: Parser, token: Token) -> "Captured":
    """{% capture name %}…{% endcapture %}: a block that is shown in two places of one page."""
    (_, name) = token.split_contents()
    nodelist = parser.parse(("endcapture",))
    parser.delete_first_token()
    return Captured(name, nodelist)


class Captured(template.Node):
    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        context[self.name] = mark_safe(self.nodelist.render(context).strip())  # noqa: S308
        return SafeString("")


@register.simple_tag
def form_key() -> SafeString:
    """The idempotency key of one shown form: sent twice, it is done once."""
    return format_html('<input type="hidden" name="_key" value="{}">', uuid.uuid4())


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A drawing from `ui/icons.svg`; with a label it speaks, without it stands beside words."""
    address = f"{static('ui/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>',
            label,
            address,
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', address)


@register.simple_tag
def nl2p(text: str) -> SafeString:
    """Typed text as paragraphs: a blank line parts them, a single break stays a break."""
    blocks = [
        block for block in re.split(r"\n[ \t　]*\n\s*", text.replace("\r\n", "\n").strip()) if block
    ]
    return format_html_join("", "<p>{}</p>", ((with_breaks(block),) for block in blocks))


def with_breaks(block: str) -> SafeString:
    return mark_safe("<br>".join(conditional_escape(line) for line in block.split("\n")))  # noqa: S308
