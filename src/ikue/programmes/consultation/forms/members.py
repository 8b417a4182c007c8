"""世帯員: repeatable rows; a row in which nothing was typed is nobody."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms

from ikue.kernel import clock
from ikue.people.domain.persons import PersonFacts
from ikue.people.enums import Relationship, Sex
from ikue.programmes.consultation.domain.receiving import MemberFacts
from ikue.programmes.consultation.forms.fields import BirthField, line
from ikue.programmes.consultation.forms.person import give_today
from ikue.ui.forms import BaseForm, CleanCharField

FIRST_ROWS = 3
MOST_ROWS = 20
NAME_UNKNOWN = "{label}（氏名は未確認）"
RELATIONSHIPS = [
    ("", "続柄"),
    *((value, label) for value, label in Relationship.choices if value != Relationship.SELF),
]


class MemberForm(BaseForm):
    relationship = forms.ChoiceField(label="続柄", choices=RELATIONSHIPS, required=False)
    family_name = CleanCharField(**line("姓", 80, size=8))
    given_name = CleanCharField(**line("名", 80, size=8))
    sex = forms.ChoiceField(label="性別", choices=Sex.choices, initial=Sex.UNKNOWN, required=False)
    birth = BirthField(label="生年月日", required=False, widget=forms.TextInput({"size": 14}))
    lives_there = forms.BooleanField(label="同居", required=False, initial=True)
    supported = forms.BooleanField(label="この人も支援する", required=False)

    def __init__(self, *args: Any, at: datetime | None = None, **kwargs: Any) -> None:
        super().__init__(*args, at=at, **kwargs)
        give_today(self, clock.today(at) if at else None)

    @property
    def is_somebody(self) -> bool:
        typed = ("relationship", "family_name", "given_name", "birth")
        return any(self.cleaned_data.get(name) for name in typed)

    def to_member(self) -> MemberFacts:
        typed = self.cleaned_data
        named = typed["family_name"] or typed["given_name"]
        relationship = Relationship(typed["relationship"] or Relationship.UNKNOWN)
        birth = typed["birth"]
        return MemberFacts(
            facts=PersonFacts(
                family_name=typed["family_name"],
                given_name=typed["given_name"],
                known_as="" if named else NAME_UNKNOWN.format(label=_called(relationship)),
                sex=typed["sex"] or Sex.UNKNOWN,
                birth=birth,
                birth_is_approximate=bool(birth and birth.about),
            ),
            relationship=relationship,
            lives_there=typed["lives_there"],
            supported=typed["supported"],
        )


def _called(relationship: Relationship) -> str:
    return "世帯の人" if relationship == Relationship.UNKNOWN else relationship.label


def prefix_of(row: int) -> str:
    return f"m{row}"


def rows_in(names: Iterable[str]) -> int:
    """How many rows were shown, told by the names of the fields that came back."""
    rows = [int(found[1]) for name in names if (found := re.match(r"m(\d{1,2})-", name))]
    return min(max([FIRST_ROWS, *(row + 1 for row in rows)]), MOST_ROWS)
