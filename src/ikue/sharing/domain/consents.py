"""本人同意: asked, given, refused, withdrawn — per person (個人情報保護法 69条2項1号)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import prefetch_related_objects

from ikue.audit.perform import begin, perform, record_change
from ikue.directory.domain.queries import setting_number
from ikue.directory.models import Window
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.kernel.businessdays import add_business_days, months_after
from ikue.kernel.expected import Expected
from ikue.kernel.transitions import NotAllowed
from ikue.people.models import Person
from ikue.sharing.domain.deciding import rights_of
from ikue.sharing.domain.opening import (
    Extent,
    GroundFacts,
    Opening,
    end_resting,
    grant_to_window,
    open_ground,
    opening_on,
)
from ikue.sharing.enums import Act, Basis, ConsentGiver, ConsentMethod, FieldClass
from ikue.sharing.models import (
    Consent,
    ConsentAddition,
    ConsentReceiver,
    ConsentTelling,
    ConsentWords,
)
from ikue.sharing.states import CONSENT

CONSENT_ENDS = "同意の期限か撤回"


class ConsentNotValid(Expected):
    """What was typed does not make a consent; the message says what is missing."""


@dataclass(frozen=True, kw_only=True)
class ConsentScope:
    """To whom, what, for what, until when. What the law's row of consent does not name (F4) cannot
    be agreed to here."""

    purpose: str
    until: date
    window_codes: tuple[str, ...] = ()
    agency_kinds: tuple[str, ...] = ()
    classes: FieldClass = FieldClass.F1 | FieldClass.F3


@dataclass(frozen=True, kw_only=True)
class ConsentAnswer:
    """Who gave it and how, who explained it. Family is never the giver, no child interprets."""

    giver: str = ConsentGiver.PERSON
    giver_name: str = ""
    method: str = ConsentMethod.ORAL
    words: str = ""
    language: str = ""
    interpreted_by: str = ""
    explained_by_id: UUID | None = None
    """The appointment of a colleague; whoever asked, where nothing else is said."""


def ask_consent(
    *,
    person_id: UUID,
    circle_id: UUID,
    by: Viewer,
    at: datetime,
    ask_again_on: date | None = None,
    replaces: Consent | None = None,
) -> Consent:
    """`ask_again_on`: where the answer is still to come, the day on which one asks for it.

    Raises NotAllowed to a window that owes nothing there, DoesNotExist for a stranger,
    ConsentNotValid of somebody who has died, and for a day that does not lie ahead."""
    if not rights_of(by, [circle_id]).on_duty_in(circle_id):
        raise NotAllowed("ask_consent")
    person = Person.objects.only("died_on").get(pk=person_id, circle_id=circle_id)
    if person.died_on is not None:
        raise ConsentNotValid("亡くなった方の同意は、もう聞けません。")
    if ask_again_on is not None:
        _require_ahead(ask_again_on, at)
    consent = Consent(
        person_id=person_id, circle_id=circle_id, owner_window_id=by.window_id,
        written_by_id=by.appointment_id, asked_at=at, explained_by_id=by.appointment_id,
        ask_again_on=ask_again_on, replaces=replaces,
    )  # fmt: skip
    begin(machine=CONSENT, name="ask", record=consent, by=by, at=at)
    return consent


def give_consent(
    *, consent: Consent, answer: ConsentAnswer, scope: ConsentScope, by: Viewer, at: datetime
) -> Consent:
    """Record the consent and open its grants at once. Raises ConsentNotValid, NoBasis (more than
    the law's row of consent opens)."""
    CONSENT.check("give", record=consent, viewer=by)
    if not rights_of(by, [consent.circle_id]).on_duty_in(consent.circle_id):
        raise NotAllowed("give_consent")
    _check_answer(answer, scope, at)
    _check_giver(answer, consent.person_id, at)
    _record_answer(consent, answer, scope, by, at)
    perform(machine=CONSENT, name="give", record=consent, by=by, at=at)
    _note_words(
        consent, by, words=answer.words, giver_name=answer.giver_name, language=answer.language,
        interpreted_by=answer.interpreted_by,
    )  # fmt: skip
    for window in _windows(scope.window_codes, clock.today(at)):
        _open_to(consent, window, by, at)
    return consent


def _record_answer(
    consent: Consent, answer: ConsentAnswer, scope: ConsentScope, by: Viewer, at: datetime
) -> None:
    facts = GroundFacts(basis=Basis.CONSENT, what="本人同意", purpose=scope.purpose)
    ground = open_ground(circle_id=consent.circle_id, facts=facts, by=by, at=at)
    consent.ground = ground
    consent.answered_at = at
    consent.until = scope.until
    consent.class_names = [one.name for one in FieldClass if one in scope.classes]
    consent.giver, consent.method = answer.giver, answer.method
    consent.explained_by_id = answer.explained_by_id or consent.explained_by_id
    named = [{"code": code} for code in dict.fromkeys(scope.window_codes)]
    kinds = [{"kind": kind} for kind in dict.fromkeys(scope.agency_kinds)]
    ConsentReceiver.objects.bulk_create(
        ConsentReceiver(
            consent=consent, circle_id=consent.circle_id, owner_window_id=consent.owner_window_id,
            written_by_id=by.appointment_id, **one,
        )
        for one in (*named, *kinds)
    )  # fmt: skip
    prefetch_related_objects([consent], "receivers")


def _note_words(consent: Consent, by: Viewer, **said: str) -> None:
    ConsentWords.objects.update_or_create(
        consent=consent, defaults=said,
        create_defaults={
            "circle_id": consent.circle_id, "owner_window_id": consent.owner_window_id,
            "written_by_id": by.appointment_id, **said,
        },
    )  # fmt: skip


def _open_to(consent: Consent, window: Window, by: Viewer, at: datetime) -> None:
    """The grants of one receiver: what the person agreed to, and the place in the circle."""
    if consent.ground is None or consent.until is None:
        raise ConsentNotValid("同意の記録がまだありません。先に同意を記録してください。")
    on, ends_at = clock.today(at), clock.end_of(consent.until)
    for one in (_agreed(consent, on, ends_at), *_involvement(window, by, on, ends_at)):
        grant_to_window(ground=consent.ground, window_id=window.pk, opening=one, by=by, at=at)


def _agreed(consent: Consent, on: date, ends_at: datetime) -> Opening:
    wanted = Extent(
        classes=consent.classes, acts=_acts(consent.classes), person_id=consent.person_id,
        end_event=CONSENT_ENDS, ends_at=ends_at,
    )  # fmt: skip
    return opening_on(Basis.CONSENT, wanted, on=on, agreed=consent.classes)


def _acts(classes: FieldClass) -> Act:
    """Whereabouts are opened one by one, also where somebody agreed that they are told."""
    acts = Act.READ | Act.PRINT
    return acts | Act.REVEAL if FieldClass.F2 in classes else acts


def _involvement(window: Window, by: Viewer, on: date, ends_at: datetime) -> Iterator[Opening]:
    """Consent brings its receiver into the circle (F0); a hidden window's circle shows nobody."""
    is_hidden = Window.objects.filter(pk=by.window_id, hidden_involvement=True).exists()
    if window.pk != by.window_id and not is_hidden:
        wanted = Extent(
            classes=FieldClass.F0, acts=Act.READ, end_event=CONSENT_ENDS, ends_at=ends_at
        )
        yield opening_on(Basis.CONSENT, wanted, on=on, agreed=FieldClass.F0)


def refuse_consent(
    *, consent: Consent, reason: str, ask_again_on: date, by: Viewer, at: datetime
) -> Consent:
    """The person does not agree, for now; 「次にお願いする日」 is part of the answer."""
    _require_ahead(ask_again_on, at)
    consent.ask_again_on = ask_again_on
    consent.answered_at = at
    perform(machine=CONSENT, name="refuse", record=consent, by=by, at=at)
    _note_words(consent, by, refused_reason=reason)
    return consent


def wait_on(*, consent: Consent, ask_again_on: date, by: Viewer, at: datetime) -> Consent:
    """Asked once more and still no answer: the day on which one comes back to it is set anew."""
    consent = Consent.objects.select_for_update().get(pk=consent.pk)
    CONSENT.check("give", record=consent, viewer=by)
    _require_ahead(ask_again_on, at)
    consent.ask_again_on = ask_again_on
    consent.save(update_fields=["ask_again_on"])
    record_change(
        noun=CONSENT.noun, record=consent, name="wait_on", source=consent.state,
        target=consent.state, sentence="返事を待って、次にお願いする日を決め直した", by=by, at=at,
    )  # fmt: skip
    return consent


def _require_ahead(ask_again_on: date, at: datetime) -> None:
    if ask_again_on <= clock.today(at):
        raise ConsentNotValid("次にお願いする日は、きょうより後の日にしてください。")


def withdraw_consent(
    *, consent: Consent, by: Viewer, at: datetime, said_by: str = ConsentGiver.PERSON
) -> Consent:
    """Ends its grants from the next request on; what was already seen stays in the record.

    A withdrawal holds at whichever window of the circle it is said. Raises ConsentNotValid where a
    guardian would take back what an understanding minor gave.
    """
    if consent.giver == ConsentGiver.PERSON and said_by == ConsentGiver.PARENTAL:
        raise ConsentNotValid(
            "ご本人が自分で決めた同意は、保護者からは取り消せません。ご本人の気持ちを聞いてください。"
        )
    consent.withdrawn_at = at
    perform(machine=CONSENT, name="withdraw", record=consent, by=by, at=at)
    said = f"撤回を言った方：{ConsentGiver(said_by).label}"
    record_change(
        noun=CONSENT.noun, record=consent, name="withdraw_said", source=consent.state,
        target=consent.state, sentence=said, by=by, at=at,
    )  # fmt: skip
    end_resting(consent_id=consent.pk, at=at)
    return consent


def change_consent(
    *, consent: Consent, answer: ConsentAnswer, scope: ConsentScope, by: Viewer, at: datetime
) -> Consent:
    """範囲を変える: the old consent ends and a new one stands in its place, in one transaction."""
    consent = Consent.objects.select_for_update().get(pk=consent.pk)
    _check_answer(answer, scope, at)
    _check_giver(answer, consent.person_id, at)
    consent.withdrawn_at = at
    perform(machine=CONSENT, name="change", record=consent, by=by, at=at)
    end_resting(consent_id=consent.pk, at=at)
    asked = ask_consent(
        person_id=consent.person_id, circle_id=consent.circle_id, by=by, at=at, replaces=consent
    )
    return give_consent(consent=asked, answer=answer, scope=scope, by=by, at=at)


def add_receiver(*, consent: Consent, window: Window, by: Viewer, at: datetime) -> ConsentAddition:
    """A window of a kind that the consent names is added; the person is told by a date.

    Raises NotAllowed, ConsentNotValid (no such kind, ended, or named already).
    """
    if consent.owner_window_id not in by.window_ids or not by.works_with_cases:
        raise NotAllowed("add_receiver")
    _require_in_force(consent, at)
    if window.agency.kind not in consent.agency_kinds:
        raise ConsentNotValid(
            "この同意では、その種類の機関に伝えられません。同意を変えてください。"
        )
    if window.code in consent.window_codes or consent.additions.filter(window_id=window.pk):
        raise ConsentNotValid("この窓口は、もう伝える相手に入っています。")
    addition = ConsentAddition.objects.create(
        circle_id=consent.circle_id, owner_window_id=by.window_id,
        written_by_id=by.appointment_id, consent=consent, window_id=window.pk, added_at=at,
        tell_by=add_business_days(
            clock.today(at), setting_number("consent_tell_business_days", clock.today(at))
        ),
    )  # fmt: skip
    _open_to(consent, window, by, at)
    return addition


def tell_addition(
    *, addition: ConsentAddition, how: str, by: Viewer, at: datetime
) -> ConsentAddition:
    """本人に知らせた: how it was said. Raises NotAllowed, ConsentNotValid."""
    if addition.owner_window_id not in by.window_ids:
        raise NotAllowed("tell_addition")
    if not how:
        raise ConsentNotValid("どのように知らせたか（電話・面談など）を書いてください。")
    addition = ConsentAddition.objects.select_for_update().get(pk=addition.pk)
    if addition.told_at is not None:
        raise ConsentNotValid("ご本人に知らせたことは、もう記録されています。")
    ConsentTelling.objects.create(
        addition=addition, circle_id=addition.circle_id, owner_window_id=addition.owner_window_id,
        written_by_id=by.appointment_id, how=how,
    )  # fmt: skip
    addition.told_at = at
    addition.save(update_fields=["told_at"])
    return addition


def usual_end(at: datetime) -> date:
    """A year less a day, unless another day is named: the ward's longest term, not reached."""
    today = clock.today(at)
    return months_after(today, setting_number("consent_max_months", today)) - timedelta(days=1)


def _require_in_force(consent: Consent, at: datetime) -> None:
    if not consent.is_in_force(clock.today(at)):
        raise ConsentNotValid("この同意は、もう終わっています。あらためてご本人に聞いてください。")


def _check_answer(answer: ConsentAnswer, scope: ConsentScope, at: datetime) -> None:
    if scope.until <= clock.today(at):
        raise ConsentNotValid("同意の期限は、きょうより後の日にしてください。")
    months = setting_number("consent_max_months", clock.today(at))
    if scope.until > months_after(clock.today(at), months):
        raise ConsentNotValid(f"同意の期限は、{months}か月以内の日にしてください。")
    if not (scope.window_codes or scope.agency_kinds):
        raise ConsentNotValid("伝えてよい窓口か、機関の種類を選んでください。")
    if not scope.classes:
        raise ConsentNotValid("伝えてよい情報を選んでください。")
    wanted = Extent(classes=scope.classes, acts=Act.READ)
    opening_on(Basis.CONSENT, wanted, on=clock.today(at), agreed=scope.classes)
    if answer.giver not in ConsentGiver.values or answer.method not in ConsentMethod.values:
        raise ConsentNotValid("同意した人と、同意の方法を選んでください。")
    if answer.method == ConsentMethod.ORAL and not answer.words:
        raise ConsentNotValid("口頭の同意は、ご本人の言葉をひとこと書いてください。")
    if answer.giver != ConsentGiver.PERSON and not answer.giver_name:
        raise ConsentNotValid("ご本人以外が同意したときは、その方の氏名を書いてください。")


def _check_giver(answer: ConsentAnswer, person_id: UUID, at: datetime) -> None:
    """A parent gives it for a minor alone (民法4条・818条); whose age nobody knows may be one."""
    if answer.giver != ConsentGiver.PARENTAL:
        return
    today = clock.today(at)
    age = Person.objects.get(pk=person_id).age(today)
    if age is not None and age >= setting_number("age_of_majority", today):
        raise ConsentNotValid(
            "成人の方の同意は、親やほかの家族からは得られません。ご本人に聞いてください。"
        )


def _windows(codes: Iterable[str], on: date) -> list[Window]:
    return list(Window.objects.in_force(on).filter(code__in=list(codes)))
