"""つなぐ: to whom, about whom, what is asked; the basis is chosen once both are known."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from ikue.casework.domain.referrals import Sending, Words
from ikue.casework.enums import ReferralClock, ReferralKind
from ikue.programmes.consultation.domain.destinations import Destination
from ikue.programmes.consultation.forms.fields import line
from ikue.programmes.consultation.forms.reception import text
from ikue.sharing.domain.showing import ShownPerson
from ikue.ui.forms import BaseForm, CleanCharField

NEAR = "住所から見た担当"
KINDS = [row for row in ReferralKind.choices if row[0] != ReferralKind.MULTI_AGENCY]
PREVIEWED = (
    "to", "kind", "clock", "persons", "question", "done_already", "keep_doing", "complaint",
)  # fmt: skip
"""What the receiver will read or be bound by: changed after the preview, it is shown once more."""


class ReferralForm(BaseForm):
    to = forms.ChoiceField(label="つなぐ先")
    kind = forms.ChoiceField(
        label="つなぎの種類", choices=KINDS, initial=ReferralKind.LINK, widget=forms.RadioSelect
    )
    clock = forms.ChoiceField(
        label="返事の期限",
        choices=ReferralClock.choices,
        initial=ReferralClock.ORDINARY,
        widget=forms.RadioSelect,
    )
    persons = forms.MultipleChoiceField(
        label="だれのことを伝えるか", widget=forms.CheckboxSelectMultiple
    )
    question = text("お願いしたいこと", 2_000, 3)
    done_already = text("こちらでしたこと", 2_000, 2, required=False)
    keep_doing = text("こちらで続けること", 2_000, 2, required=False)
    complaint = text(
        "相談の内容（受付から写しました。伝えなくてよいところは消してください）",
        20_000,
        3,
        required=False,
    )
    basis = CleanCharField(**line("渡す根拠", 40))
    purpose = CleanCharField(**line("この根拠を選ぶ理由・目的", 200))
    confirmed = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        to: Sequence[Destination],
        near: Sequence[UUID] = (),
        members: Sequence[ShownPerson] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.destinations = {one.key: one for one in to}
        self._choose("to", [("", "選んでください"), *_grouped(to, near)])
        self._choose(
            "persons",
            [(str(one.person_id), f"{one.label}（{one.relationship}）") for one in members],
        )

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def fix(self, *, to: Destination, kind: str) -> None:
        """多機関協働へつなぐ: where and as what is settled, the rest is the same form."""
        self._choose("to", [(to.key, to.name)])
        self._choose("kind", [(kind, ReferralKind(kind).label)])
        self.initial.update({"to": to.key, "kind": kind})

    @property
    def destination(self) -> Destination:
        return self.destinations[self.cleaned_data["to"]]

    @property
    def person_ids(self) -> tuple[UUID, ...]:
        return tuple(UUID(one) for one in self.cleaned_data["persons"])

    @property
    def digest(self) -> str:
        """Of what would be sent, to know a preview that no longer tells the truth."""
        kept = [self.cleaned_data[name] for name in PREVIEWED]
        return hashlib.sha256(json.dumps(kept).encode()).hexdigest()

    def to_sending(self) -> Sending:
        typed = self.cleaned_data
        return Sending(
            person_ids=self.person_ids,
            basis=typed["basis"],
            to_window=self.destination.window,
            to_agency=self.destination.agency,
            kind=typed["kind"],
            clock=typed["clock"],
            purpose=typed["purpose"],
            words=Words(
                question=typed["question"],
                done_already=typed["done_already"],
                keep_doing=typed["keep_doing"],
                complaint=typed["complaint"],
            ),
        )


def _grouped(to: Sequence[Destination], near: Sequence[UUID]) -> list[Any]:
    """The branch that serves the address stands first, and again in its own field."""
    groups: dict[str, list[tuple[str, str]]] = {NEAR: []}
    for one in to:
        groups.setdefault(one.group, []).append((one.key, one.name))
        if one.window is not None and one.window.pk in near:
            groups[NEAR].append((one.key, one.name))
    return [(group, choices) for group, choices in groups.items() if choices]
