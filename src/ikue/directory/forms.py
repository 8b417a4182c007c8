from uuid import UUID

from django import forms

from ikue.directory.models import Appointment
from ikue.ui.forms import BaseForm


class ChooseForm(BaseForm):
    """Under which appointment somebody works now (兼務)."""

    appointment = forms.ChoiceField(label="どの所属で仕事をしますか", widget=forms.RadioSelect)

    def __init__(self, *args: object, appointments: list[Appointment], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["appointment"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), f"{one.window.name}　{one.get_role_display()}") for one in appointments
        ]

    @property
    def chosen(self) -> UUID:
        return UUID(self.cleaned_data["appointment"])
