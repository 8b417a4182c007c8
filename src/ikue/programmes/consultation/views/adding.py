"""追記: a page on which words are added below those of a reception; nothing there is replaced."""

from ikue.directory.viewers import Viewer
from ikue.directory.views.acting import screen as screen_of
from ikue.programmes.consultation.domain.adding import add_to_reception
from ikue.programmes.consultation.domain.queries import ShownConsultation
from ikue.programmes.consultation.forms.adding import AdditionForm
from ikue.programmes.consultation.phrases import ADDITION_FORM
from ikue.programmes.consultation.views.acts import on_reception


def carry_addition(shown: ShownConsultation, form: AdditionForm, viewer: Viewer) -> object:
    body = form.cleaned_data["body"]
    return add_to_reception(consultation=shown.record, body=body, by=viewer, at=viewer.at)


screen = screen_of(
    on_reception(
        name=ADDITION_FORM, title="追記する", button="追記する", form=AdditionForm,
        lead="話されたことの下に、書いた時刻と名前を付けて残します。訂正も、書き足して残します。",
        carry_out=carry_addition, template="consultation/add.html",
        done="追記しました。前に書いたものは、そのまま残っています。",
    )
)  # fmt: skip
