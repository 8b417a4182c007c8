"""本人: the fields of identity (F1), at the reception and when a caller gives a name later."""

from datetime import date, datetime
from typing import Any

from django import forms

from ikue.kernel import clock
from ikue.kernel.wareki import PartialDate
from ikue.people.domain.persons import PersonFacts
from ikue.people.enums import Interpreter, Sex
from ikue.people.models import Person
from ikue.programmes.consultation.forms.fields import BirthField, line
from ikue.ui.forms import BaseForm, CleanCharField

BIRTH_HINT = "S15.3.2、昭和15年ごろ、1940 など、分かるところまで"
NAMES = (
    "family_name",
    "given_name",
    "family_kana",
    "given_kana",
    "latin_name",
    "known_as",
    "sex",
    "language",
    "interpreter",
)


class IdentityForm(BaseForm):
    """Any one of the naming fields is enough; nobody needs a legal name to be helped."""

    family_name = CleanCharField(**line("姓", 80))
    given_name = CleanCharField(**line("名", 80))
    family_kana = CleanCharField(**line("せい", 120))
    given_kana = CleanCharField(**line("めい", 120))
    known_as = CleanCharField(**line("呼び名・特徴", 200))
    birth = BirthField(label="生年月日", required=False, help_text=BIRTH_HINT)
    sex = forms.ChoiceField(
        label="性別",
        choices=Sex.choices,
        initial=Sex.UNKNOWN,
        required=False,
        widget=forms.RadioSelect,
    )
    latin_name = CleanCharField(**line("ローマ字の氏名", 160))
    language = CleanCharField(**line("使う言葉", 40))
    interpreter = forms.ChoiceField(
        label="通訳", choices=Interpreter.choices, initial=Interpreter.NONE, required=False
    )

    def __init__(self, *args: Any, at: datetime | None = None, **kwargs: Any) -> None:
        super().__init__(*args, at=at, **kwargs)
        give_today(self, clock.today(at) if at else None)

    def to_facts(self) -> PersonFacts:
        typed = self.cleaned_data
        birth = typed["birth"]
        return PersonFacts(
            **{name: typed[name] for name in NAMES if name not in ("sex", "interpreter")},
            sex=typed["sex"] or Sex.UNKNOWN,
            interpreter=typed["interpreter"] or Interpreter.NONE,
            birth=birth,
            birth_is_approximate=bool(birth and birth.about),
        )

    def facts_so_far(self) -> PersonFacts:
        """Of a form half typed: what can already be read, for finding somebody known."""
        typed = self.cleaned_data
        return PersonFacts(
            family_name=typed.get("family_name", ""),
            given_name=typed.get("given_name", ""),
            family_kana=typed.get("family_kana", ""),
            given_kana=typed.get("given_kana", ""),
            known_as=typed.get("known_as", ""),
            birth=typed.get("birth"),
        )


class PersonForm(IdentityForm):
    """With the version that was on the screen, so that two editors see each other's text."""

    seen_version = forms.IntegerField(label="版", widget=forms.HiddenInput)


def give_today(form: forms.Form, today: date | None) -> None:
    for field in form.fields.values():
        if isinstance(field, BirthField):
            field.today = today


def facts_of(person: Person) -> dict[str, object]:
    """What stands there now, as initial values of the form."""
    known: dict[str, object] = {name: getattr(person, name) for name in NAMES}
    birth = person.birth
    known["birth"] = birth and PartialDate(
        birth.year, birth.month, birth.day, about=person.birth_is_approximate
    )
    known["seen_version"] = person.version
    return known
