"""同意: the page of a circle, and each verb on it as a page of one form."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from ikue.audit import door
from ikue.desk.domain.consents import consent_page
from ikue.desk.domain.my_consents import ended_consent
from ikue.desk.views.common import page
from ikue.directory.domain.queries import staff_at
from ikue.directory.viewers import Viewer, viewer_of
from ikue.directory.views.acting import Act, as_told
from ikue.kernel import clock
from ikue.kernel.transitions import NotAllowed
from ikue.people.domain.finding import circle_of
from ikue.sharing.domain.consent_finding import (
    find_addition,
    find_consent,
    find_member,
    possible_receivers,
    windows_to_add,
)
from ikue.sharing.domain.consent_readers import already_given
from ikue.sharing.domain.consenting import added_words, record_answer, take_back, what_follows
from ikue.sharing.domain.consents import add_receiver, change_consent, tell_addition
from ikue.sharing.forms.consents import (
    AddReceiverForm,
    ChangeForm,
    RecordForm,
    ToldForm,
    WithdrawForm,
    standing_values,
)
from ikue.sharing.models import Consent, ConsentAddition
from ikue.sharing.states import CONSENT


@dataclass(frozen=True, kw_only=True)
class Subject:
    """Whose consent it is, and the record that the verb is about; neither for a fresh question."""

    circle_id: UUID
    person_id: UUID
    called: str = ""
    consent: Consent | None = None
    addition: ConsentAddition | None = None

    @property
    def standing(self) -> Consent:
        assert self.consent is not None
        return self.consent

    @property
    def key(self) -> UUID:
        """What the draft is kept under."""
        record = self.addition or self.consent
        return record.pk if record else self.person_id


@door.read()
def consents(request: HttpRequest, circle: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    context = {"viewer": viewer, "at": viewer.at, "page": consent_page(viewer, circle)}
    return page(request, "consents", context)


@door.read()
def ended(request: HttpRequest, pk: UUID) -> HttpResponse:
    """終わった同意, for the window that read on it: who to call, never whom it was about."""
    viewer = viewer_of(request)
    return page(request, "consent_ended", {"viewer": viewer, "one": ended_consent(viewer, pk)})


def find_person(viewer: Viewer, pk: UUID) -> Subject:
    circle_id = circle_of(pk)
    member = find_member(viewer, circle_id, pk)
    return Subject(circle_id=circle_id, person_id=pk, called=member.label)


def find_standing(viewer: Viewer, pk: UUID) -> Subject:
    consent = find_consent(viewer, pk)
    return replace(_of_member(viewer, consent), consent=consent)


def find_added(viewer: Viewer, pk: UUID) -> Subject:
    addition = find_addition(viewer, pk)
    subject = _of_member(viewer, addition.consent)
    return replace(subject, consent=addition.consent, addition=addition)


def _of_member(viewer: Viewer, consent: Consent) -> Subject:
    """Also where this window knows the member only as 続柄: a withdrawal is heard everywhere."""
    member = find_member(viewer, consent.circle_id, consent.person_id)
    return Subject(circle_id=consent.circle_id, person_id=consent.person_id, called=member.label)


def _walks(verb: str) -> Callable[[Viewer, Subject], object]:
    """Open where the row of the table of transitions is."""
    return lambda viewer, subject: CONSENT.check(verb, record=subject.standing, viewer=viewer)


def _only_who_asked(viewer: Viewer, subject: Subject) -> None:
    """The windows still to be added tell which are named already, hidden ones too."""
    if subject.standing.owner_window_id not in viewer.window_ids:
        raise NotAllowed("consent_of_another_window")


def _choices(viewer: Viewer, subject: Subject) -> dict[str, Any]:
    windows, agencies = possible_receivers(viewer)
    staff = staff_at(viewer.window_id, viewer.at)
    return {"staff": staff, "windows": windows, "agencies": agencies}


def _explainer(viewer: Viewer, subject: Subject) -> dict[str, Any]:
    return {"explained_by": str(viewer.appointment_id)}


def _to_consents(subject: Subject) -> str:
    return reverse("desk:consents", args=[subject.circle_id])


on_consent = partial(
    Act, find=find_standing, back=_to_consents, key=lambda viewer, subject: subject.key,
    done=as_told, template="desk/consent_act.html",
)  # fmt: skip


def _record(subject: Subject, form: RecordForm, viewer: Viewer) -> str:
    consent = record_answer(
        circle_id=subject.circle_id, person_id=subject.person_id, heard=form.to_heard(),
        by=viewer, at=viewer.at,
    )  # fmt: skip
    return what_follows(consent, subject.called)


def _change(subject: Subject, form: ChangeForm, viewer: Viewer) -> str:
    changed = change_consent(
        consent=subject.standing, answer=form.to_answer(), scope=form.to_scope(), by=viewer,
        at=viewer.at,
    )  # fmt: skip
    return f"前の同意はここで終わりました。{what_follows(changed, subject.called)}"


def _withdraw(subject: Subject, form: WithdrawForm, viewer: Viewer) -> str:
    said_by = form.cleaned_data["said_by"]
    return take_back(consent=subject.standing, said_by=said_by, by=viewer, at=viewer.at)


def _add(subject: Subject, form: AddReceiverForm, viewer: Viewer) -> str:
    window = form.chosen
    addition = add_receiver(consent=subject.standing, window=window, by=viewer, at=viewer.at)
    return added_words(window, addition.tell_by)


def _tell(subject: Subject, form: ToldForm, viewer: Viewer) -> str:
    assert subject.addition is not None
    how = form.cleaned_data["how"]
    tell_addition(addition=subject.addition, how=how, by=viewer, at=viewer.at)
    return "ご本人に知らせたことを記録しました。"


RECORD = on_consent(
    name="consent_record", find=find_person, title="同意を聞く", button="記録する",
    template="desk/consent_record.html",
    lead="個人情報の扱いを説明し、ご本人に一人ずつ聞きます。断られても、支援は続けられます。",
    form=RecordForm, carry_out=_record, options=_choices, first=_explainer,
)  # fmt: skip
CHANGE = on_consent(
    name="consent_change", title="同意の範囲を変える", button="変える",
    template="desk/consent_record.html",
    lead="あらためてご本人に聞いて記録します。前の同意は同時に終わり、外した相手は読めなくなります。",
    form=ChangeForm, carry_out=_change, options=_choices, may=_walks("change"),
    first=lambda viewer, subject: standing_values(subject.standing) | _explainer(viewer, subject),
)  # fmt: skip
WITHDRAW = on_consent(
    name="consent_withdraw", title="撤回を記録する", button="撤回を記録する",
    template="desk/consent_withdraw.html",
    lead="取り消しは、どの窓口で言われても、その場で記録します。理由は聞かなくてかまいません。",
    form=WithdrawForm, carry_out=_withdraw, may=_walks("withdraw"),
    beside=lambda visit, form: {"given": already_given(visit.subject.standing)},
)  # fmt: skip
ADD = on_consent(
    name="consent_add", title="伝える相手を加える", button="加える",
    lead="同意にある種類の機関の窓口だけを加えられます。加えた窓口は、すぐに読めるようになります。",
    form=AddReceiverForm, carry_out=_add, may=_only_who_asked,
    options=lambda viewer, subject: {
        "windows": windows_to_add(subject.standing, clock.today(viewer.at))
    },
)  # fmt: skip
TOLD = on_consent(
    name="consent_told", find=find_added, title="本人に知らせた", button="記録する",
    lead="どの窓口に伝えるようになったかを、ご本人に知らせたことを記録します。",
    form=ToldForm, carry_out=_tell, may=_only_who_asked,
)  # fmt: skip
