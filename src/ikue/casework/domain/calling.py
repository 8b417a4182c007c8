"""電話で確かめた: an answer is late, somebody rang; both ends read what was said and promised.

The clock goes on as before: a promise is shown beside the limit and moves nothing silently.
"""

from dataclasses import dataclass
from datetime import date, datetime

from ikue.audit.perform import lock, record_change
from ikue.casework.domain.packets import note_all_named
from ikue.casework.domain.referrals import ReferralNotPossible
from ikue.casework.enums import UNANSWERED
from ikue.casework.models import Referral, ReferralNote
from ikue.casework.rules import sent_it
from ikue.casework.states import REFERRAL
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.kernel.transitions import NotAllowed
from ikue.sharing.domain.deciding import Information, rights_of
from ikue.sharing.enums import FieldClass


@dataclass(frozen=True, kw_only=True)
class Call:
    """With whom, what was said, and by when the answer was promised, if it was."""

    spoke_with: str
    text: str
    promised_on: date | None = None


def may_call(viewer: Viewer, referral: Referral) -> bool:
    """A window that should answer itself; what a partner says is written down as its answer."""
    waits = referral.to_window_id is not None and referral.state in UNANSWERED
    return waits and sent_it(viewer, referral)


def note_call(*, referral: Referral, call: Call, by: Viewer, at: datetime) -> ReferralNote:
    """Raises NotAllowed, ReferralNotPossible (answered, nothing said, a day gone by),
    NotPossible (answered meanwhile)."""
    if not sent_it(by, referral):
        raise NotAllowed("note_call")
    lock(referral)
    if referral.state not in UNANSWERED:
        raise ReferralNotPossible("もう返事が来ています。画面を開き直して確かめてください。")
    if not call.text:
        raise ReferralNotPossible("電話で聞いたことを書いてください。")
    if call.promised_on is not None and call.promised_on < clock.today(at):
        raise ReferralNotPossible("返事の約束の日は、きょうかそれより後の日にしてください。")
    note = ReferralNote.objects.create(
        circle_id=referral.circle_id, owner_window_id=by.window_id,
        written_by_id=by.appointment_id, referral=referral, at=at, text=call.text,
        spoke_with=call.spoke_with, promised_on=call.promised_on,
    )  # fmt: skip
    record_change(
        noun=REFERRAL.noun, record=referral, name="call", source=referral.state,
        target=referral.state, sentence="返事がまだのため、電話で確かめた", by=by, at=at,
    )  # fmt: skip
    return note


def show_calls(viewer: Viewer, referral: Referral) -> tuple[ReferralNote, ...]:
    """Newest first, recorded as shown of everybody the referral names: each end's own work."""
    notes = tuple(ReferralNote.objects.filter(referral=referral).order_by("-at"))
    if notes:
        own_end = referral if referral.owner_window_id in viewer.window_ids else None
        decision = rights_of(viewer, [referral.circle_id]).decide(
            Information.of(
                own_end or referral.packet, FieldClass.F3 if own_end else FieldClass.PACKET
            )
        )
        note_all_named(decision, referral.packet, FieldClass.F3)
    return notes
