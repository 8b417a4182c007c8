"""追記: one text below those that stand there."""

from ikue.programmes.consultation.forms.reception import text
from ikue.ui.forms import BaseForm


class AdditionForm(BaseForm):
    body = text(
        "書き足すこと・訂正", 20_000, 5, help_text="前に書いたものは消えません。", autofocus=True
    )
