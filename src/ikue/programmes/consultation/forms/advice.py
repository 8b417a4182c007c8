"""助言だけ: asked without a name, answered in words."""

from ikue.programmes.consultation.forms.reception import text
from ikue.ui.forms import BaseForm


class AskForm(BaseForm):
    question = text(
        "聞きたいこと",
        4_000,
        5,
        help_text="名前、住所、電話は書かないでください。年代や世帯のようすで十分です。",
    )


class AnswerForm(BaseForm):
    answer = text("助言", 4_000, 5)
