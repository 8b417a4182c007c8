"""助言だけ: ask the coordinator about an unnamed case; nobody is handed over."""

import re
import uuid
from collections.abc import Iterable
from datetime import datetime

from ikue.casework.domain.destinations import is_staffed
from ikue.directory.models import Window
from ikue.directory.viewers import Viewer
from ikue.kernel.expected import Expected
from ikue.kernel.transitions import NotAllowed
from ikue.programmes.consultation.models import Advice
from ikue.programmes.consultation.rules import is_window_worker, was_asked

UNNAMED = "〇〇"


class AdviceIncomplete(Expected):
    """Nothing was asked or answered; the message is for the clerk."""


def ask_advice(*, to_window: Window, question: str, by: Viewer, at: datetime) -> Advice:
    """The question lies in no circle: it is about a case without a name.

    Raises NotAllowed, AdviceIncomplete (also where nobody could open the question).
    """
    if not is_window_worker(by, to_window):
        raise NotAllowed("ask_advice")
    if not question:
        raise AdviceIncomplete("聞きたいことを書いてください（名前は書かないでください）。")
    if not is_staffed(to_window, at):
        raise AdviceIncomplete(
            "この窓口には、いま答えられる職員がいません。別の窓口を選んでください。"
        )
    return Advice.objects.create(
        circle_id=uuid.uuid4(), owner_window_id=by.window_id, written_by_id=by.appointment_id,
        to_window_id=to_window.pk, asked_by_id=by.appointment_id, asked_at=at, question=question,
    )  # fmt: skip


def without_names(words: str, names: Iterable[str]) -> str:
    """The words with what names somebody put out of sight: a proposal that the clerk reads over."""
    wanted = sorted({name for name in names if len(name) > 1}, key=len, reverse=True)
    hidden = [re.escape(name) for name in wanted] + [r"[0-9０-９][0-9０-９－ー-]{8,}[0-9０-９]"]
    return re.sub(rf"(?:(?:{'|'.join(hidden)})[ 　]*)+", UNNAMED, words)


def give_advice(*, advice: Advice, answer: str, by: Viewer, at: datetime) -> Advice:
    if not was_asked(by, advice):
        raise NotAllowed("give_advice")
    if not answer:
        raise AdviceIncomplete("助言の内容を書いてください。")
    advice.answer, advice.answered_at, advice.answered_by_id = answer, at, by.appointment_id
    said = {"answer": answer, "answered_at": at, "answered_by_id": by.appointment_id}
    # The wall lets only the window that was asked change the row; for others no row is there.
    if not Advice.objects.filter(pk=advice.pk).update(**said):
        raise NotAllowed("give_advice")
    return advice
