"""名前がわかった: the anonymous caller gives a name; two editors see each other's text (409)."""

from typing import Any

from ikue.directory.viewers import Viewer
from ikue.directory.views.acting import Visit
from ikue.directory.views.acting import screen as screen_of
from ikue.kernel.expected import EditedMeanwhile
from ikue.kernel.transitions import NotAllowed
from ikue.people.models import Person
from ikue.programmes.consultation.domain.naming import name_caller
from ikue.programmes.consultation.domain.queries import (
    LastChange,
    ShownConsultation,
    last_change,
)
from ikue.programmes.consultation.exports import identity_text
from ikue.programmes.consultation.forms.person import PersonForm, facts_of
from ikue.programmes.consultation.rules import wrote_down
from ikue.programmes.consultation.views.acts import on_reception, received


def caller_of(shown: ShownConsultation) -> Person:
    person = shown.principal.person if shown.principal else None
    if person is None:
        raise NotAllowed("name_caller")
    return person


def wrote_the_caller_down(viewer: Viewer, shown: ShownConsultation) -> None:
    received(viewer, shown)
    if not wrote_down(viewer, caller_of(shown)):
        raise NotAllowed("name_caller")


def as_written(viewer: Viewer, shown: ShownConsultation) -> dict[str, Any]:
    return facts_of(caller_of(shown))


def carry_name(shown: ShownConsultation, form: PersonForm, viewer: Viewer) -> Person:
    return name_caller(
        consultation=shown.record, facts=form.to_facts(), by=viewer, at=viewer.at,
        seen_version=form.cleaned_data["seen_version"],
    )  # fmt: skip


def both_texts(visit: Visit, form: PersonForm, changed: EditedMeanwhile) -> dict[str, Any]:
    person = caller_of(visit.subject)
    last = last_change(person.pk) or LastChange(who="ほかの職員", at=visit.viewer.at)
    return {
        "theirs": identity_text(**facts_of(person)),
        "mine": identity_text(**form.cleaned_data), "who": last.who, "at": last.at,
    }  # fmt: skip


def said(named: Person) -> str:
    return f"{named.name} さんとして登録を直しました。前の呼び名でも探せます。"


screen = screen_of(
    on_reception(
        name="name-caller", title="名前・生年月日を直す", button="保存する", form=PersonForm,
        lead="前の呼び名は消えません。前の呼び名でも、新しい名前でも探せます。",
        may=wrote_the_caller_down, first=as_written, carry_out=carry_name, compare=both_texts,
        done=said, template="consultation/person.html",
    )
)  # fmt: skip
