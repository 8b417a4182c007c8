"""口頭の同意 of one person, on the page of sending: the words, and who said them."""

from typing import Any
from uuid import UUID

from django import forms

from ikue.casework.domain.speaking import Spoken
from ikue.sharing.domain.consents import ConsentAnswer
from ikue.sharing.enums import ConsentGiver
from ikue.ui.forms import BaseForm, CleanCharField, CleanTextField


class SpokenForm(BaseForm):
    """Empty where nobody was asked; the domain says what is missing once it counts."""

    words = CleanTextField(
        label="ご本人の言葉", max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="話されたとおりに。例：「包括さんには話していいよ」",
    )  # fmt: skip
    giver = forms.ChoiceField(
        label="同意した人", choices=ConsentGiver.choices, initial=ConsentGiver.PERSON,
        required=False,
    )  # fmt: skip
    giver_name = CleanCharField(
        label="同意した人の氏名（本人以外のとき）", max_length=80, required=False
    )

    def __init__(self, *args: Any, person_id: UUID, called: str, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"spoken-{person_id}", **kwargs)
        self.person_id, self.called = person_id, called

    @property
    def is_written(self) -> bool:
        """Something of it was sent along: not the first time that the page asks."""
        return self.add_prefix("words") in self.data

    def to_spoken(self) -> Spoken:
        typed = self.cleaned_data
        answer = ConsentAnswer(
            giver=typed["giver"] or ConsentGiver.PERSON, giver_name=typed["giver_name"],
            words=typed["words"],
        )  # fmt: skip
        return Spoken(person_id=self.person_id, answer=answer)
