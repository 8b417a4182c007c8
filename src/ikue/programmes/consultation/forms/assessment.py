"""インテーク・アセスメントシート as a form: made from the dated fields, a part for each member."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django import forms

from ikue.kernel.wareki import format_wareki
from ikue.programmes.consultation.domain.assessing import AssessmentFacts
from ikue.programmes.consultation.enums import FieldKind, FieldScope
from ikue.programmes.consultation.models import AssessmentField
from ikue.ui.forms import AmountField, BaseForm, CleanCharField, CleanTextField, WarekiDateField

LONGEST = 4_000
Member = tuple[str, str]
"""(person, as the viewer may call them)."""


def _words(label: str, rows: int, hint: str = "") -> CleanTextField:
    area = forms.Textarea({"rows": str(rows)})
    return CleanTextField(
        label=label, max_length=LONGEST, required=False, widget=area, help_text=hint
    )


class AssessmentForm(BaseForm):
    """The person's own words first, then the sheet, then how the window understands it."""

    wishes = _words("どうなりたいか（ご本人の言葉で）", 3, "「　」に入れて、言われたとおりに")
    strengths = _words(
        "できること・強み（ご本人の言葉で）", 3, "好きなこと、続けていること、頼れる人"
    )
    complaint = _words("困っていること", 3)
    history = _words("相談までの経緯", 3)
    summary = _words("まとめ（背景・要因）", 4)
    direction = _words("支援の方向性", 3)
    seen_version = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    OWN_WORDS = ("wishes", "strengths", "complaint", "history")
    UNDERSTANDING = ("summary", "direction")

    rows: Sequence[AssessmentField] = ()
    members: Sequence[Member] = ()

    @property
    def own_words(self) -> list[forms.BoundField]:
        return [self[name] for name in self.OWN_WORDS]

    @property
    def understanding(self) -> list[forms.BoundField]:
        return [self[name] for name in self.UNDERSTANDING]

    @property
    def household_parts(self) -> list["Part"]:
        """The boxes about the household, by their section on the sheet."""
        rows = (row for row in self.rows if row.scope == FieldScope.HOUSEHOLD)
        return [
            Part(title, [self[_name(row.code)] for row in group])
            for title, group in groupby(rows, key=lambda row: row.section)
        ]

    @property
    def member_parts(self) -> list["Part"]:
        rows = [row for row in self.rows if row.scope == FieldScope.PERSON]
        return [
            Part(label, [self[_name(row.code, person)] for row in rows])
            for person, label in self.members
        ]

    def to_facts(self) -> AssessmentFacts:
        words = {name: self.cleaned_data[name] for name in (*self.OWN_WORDS, *self.UNDERSTANDING)}
        household = [row for row in self.rows if row.scope == FieldScope.HOUSEHOLD]
        each = [row for row in self.rows if row.scope == FieldScope.PERSON]
        by_member = {person: self._answers(each, person) for person, _ in self.members}
        return AssessmentFacts(
            **words,
            answers=self._answers(household),
            member_answers={person: answers for person, answers in by_member.items() if answers},
        )

    def _answers(self, rows: Iterable[AssessmentField], person: str = "") -> dict[str, Any]:
        given = ((row.code, self.cleaned_data[_name(row.code, person)]) for row in rows)
        return {
            code: value.isoformat() if isinstance(value, date) else value
            for code, value in given
            if value not in (None, "", [])
        }


def sheet_form(rows: Sequence[AssessmentField], members: Sequence[Member]) -> type[AssessmentForm]:
    """The form of these boxes and these members."""
    boxes = dict(_boxes(rows, members))
    return type("SheetForm", (AssessmentForm,), {"rows": rows, "members": members, **boxes})


@dataclass(frozen=True)
class Part:
    """A titled part of the sheet."""

    title: str
    boxes: list[forms.BoundField]


def initial_of(facts: AssessmentFacts, rows: Iterable[AssessmentField]) -> dict[str, Any]:
    """A stored sheet as the form shows it again."""
    dates = {row.code for row in rows if row.kind == FieldKind.DATE}
    words = (*AssessmentForm.OWN_WORDS, *AssessmentForm.UNDERSTANDING)
    initial: dict[str, Any] = {name: getattr(facts, name) for name in words}
    for person, answers in (("", facts.answers), *facts.member_answers.items()):
        for code, value in answers.items():
            shown = format_wareki(date.fromisoformat(value)) if code in dates else value
            initial[_name(code, person)] = shown
    return initial


def _name(code: str, person: str = "") -> str:
    return f"{code}-{person}" if person else code


def _boxes(
    rows: Sequence[AssessmentField], members: Sequence[Member]
) -> Iterator[tuple[str, forms.Field]]:
    for row in rows:
        if row.scope == FieldScope.HOUSEHOLD:
            yield _name(row.code), _box(row)
        else:
            for person, _ in members:
                yield _name(row.code, person), _box(row)


def _box(row: AssessmentField) -> forms.Field:
    common: dict[str, Any] = {"label": row.label, "required": False, "help_text": row.hint}
    match row.kind:
        case FieldKind.CHOICE:
            return forms.ChoiceField(choices=[("", "選んでください"), *row.options], **common)
        case FieldKind.MULTI:
            boxes = forms.CheckboxSelectMultiple
            return forms.MultipleChoiceField(choices=row.options, widget=boxes, **common)
        case FieldKind.NUMBER:
            return AmountField(min_value=0, max_value=99_999_999, **common)
        case FieldKind.DATE:
            return WarekiDateField(**(common if row.hint else {**common, "help_text": ""}))
        case FieldKind.TEXT:
            area = forms.Textarea({"rows": "2"})
            return CleanTextField(max_length=LONGEST, widget=area, **common)
    return CleanCharField(max_length=300, **common)
