"""同意の記録: asked and answered in one step or in two, and what is said after each save."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ikue.directory.models import Window
from ikue.directory.viewers import Viewer
from ikue.kernel.wareki import format_wareki
from ikue.sharing.domain.consent_lines import receivers_of, with_receivers
from ikue.sharing.domain.consent_readers import already_given, given_words
from ikue.sharing.domain.consents import (
    ConsentAnswer,
    ConsentScope,
    ask_consent,
    give_consent,
    refuse_consent,
    wait_on,
    withdraw_consent,
)
from ikue.sharing.enums import CLASS_LABELS, ConsentState, FieldClass
from ikue.sharing.models import Consent
from ikue.sharing.states import CONSENT


@dataclass(frozen=True, kw_only=True)
class Refused:
    """得られなかった: why, and when to ask again."""

    reason: str
    ask_again_on: date


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What the person said: yes with a scope, no with a day, or nothing yet (and a day)."""

    answer: ConsentAnswer | None = None
    scope: ConsentScope | None = None
    refused: Refused | None = None
    ask_again_on: date | None = None
    """Where the answer is still to come."""


def record_answer(
    *, circle_id: UUID, person_id: UUID, heard: Heard, by: Viewer, at: datetime
) -> Consent:
    """同意を聞いた: the question that is open at the own window is answered, else one is asked.

    Raises NotAllowed, ConsentNotValid, DoesNotExist for somebody who is not in the circle.
    """
    consent = open_question(by, circle_id, person_id)
    again = heard.ask_again_on
    if consent is None:
        consent = ask_consent(
            person_id=person_id, circle_id=circle_id, by=by, at=at, ask_again_on=again
        )
    elif again is not None:
        return wait_on(consent=consent, ask_again_on=again, by=by, at=at)
    if heard.answer is not None and heard.scope is not None:
        return give_consent(consent=consent, answer=heard.answer, scope=heard.scope, by=by, at=at)
    if heard.refused is not None:
        return refuse_consent(
            consent=consent, reason=heard.refused.reason, by=by, at=at,
            ask_again_on=heard.refused.ask_again_on,
        )  # fmt: skip
    return consent


def open_question(by: Viewer, circle_id: UUID, person_id: UUID) -> Consent | None:
    """The last question of the own window, while it waits for an answer or for the next try."""
    rows = Consent.objects.filter(
        circle_id=circle_id, person_id=person_id, owner_window_id__in=by.window_ids
    )
    last = rows.order_by("asked_at", "recorded_at").last()
    if last is None or not any(
        row.name == "give" for row in CONSENT.open_to(record=last, viewer=by)
    ):
        return None
    return last


def take_back(*, consent: Consent, said_by: str, by: Viewer, at: datetime) -> str:
    """撤回を記録する; the sentence says what ends, and what was given before."""
    given = already_given(consent)
    withdraw_consent(consent=consent, by=by, at=at, said_by=said_by)
    return (
        "撤回を記録しました。この同意で読んでいた窓口は、次に開こうとしたときから読めません。"
        f"{given_words(given)}"
    )


def what_follows(consent: Consent, called: str) -> str:
    """だれが何を読めるようになったか, in one sentence."""
    if consent.state == ConsentState.ASKED:
        said = "お願いしたことを記録しました。返事を記録するまで、だれにも伝わりません。"
        return f"{said}{_comes_back(consent)}"
    if consent.state == ConsentState.REFUSED:
        said = "同意が得られなかったことを記録しました。だれにも伝わりません。"
        return f"{said}{_comes_back(consent)}"
    return f"同意を記録しました。{_read_from_now(consent, called)}"


def _comes_back(consent: Consent) -> str:
    if consent.ask_again_on is None:
        return ""
    return f"{format_wareki(consent.ask_again_on)}に、もう一度お願いする日としてホームに出ます。"


def _read_from_now(consent: Consent, called: str) -> str:
    assert consent.until is not None
    told = receivers_of(with_receivers(Consent.objects.filter(pk=consent.pk)).get())
    what = "・".join(CLASS_LABELS[FieldClass[name]] for name in consent.class_names)
    until = format_wareki(consent.until)
    parts = []
    if told.names:
        whom = "、".join(told.names)
        parts.append(f"これから{until}まで、{whom}が、{called}さんの{what}を読めます。")
    if told.kinds:
        parts.append(
            f"{'、'.join(told.kinds)}の窓口は、「伝える相手を加える」で一つ加えるごとに読めるようになります。"
        )
    return f"{''.join(parts)}ほかの方のことは、だれにも開きません。"


def added_words(window: Window, tell_by: date) -> str:
    return (
        f"{window.short_name}を加えました。いまから読めます。"
        f"{format_wareki(tell_by)}までに、加えたことをご本人に知らせてください。"
    )
