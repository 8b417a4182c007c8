"""支援ケースとつなぎの状態遷移: buttons, tests and docs come from these rows."""

from ikue.casework.enums import CaseState, ReferralState
from ikue.casework.rules import answers_it, is_window_worker, leads, sent_it
from ikue.kernel.transitions import Machine, Transition

CASE = Machine(
    noun="支援ケース",
    states=CaseState,
    rows=(
        Transition(
            name="open",
            verb="支援を始める",
            sources=(),
            target=CaseState.OPEN,
            may=is_window_worker,
            sentence="支援を始めた",
        ),
        Transition(
            name="suspend",
            verb="中断する",
            sources=(CaseState.OPEN,),
            target=CaseState.SUSPENDED,
            may=leads,
            sentence="支援を中断した",
        ),
        Transition(
            name="reopen",
            verb="再開する",
            sources=(CaseState.SUSPENDED, CaseState.COMPLETED),
            target=CaseState.OPEN,
            may=leads,
            sentence="支援を再開した",
        ),
        Transition(
            name="complete",
            verb="終える",
            sources=(CaseState.OPEN, CaseState.SUSPENDED),
            target=CaseState.COMPLETED,
            may=leads,
            sentence="支援を終えた",
        ),
    ),
)

REFERRAL = Machine(
    noun="つなぎ",
    states=ReferralState,
    rows=(
        Transition(
            name="send",
            verb="つなぐ",
            sources=(),
            target=ReferralState.SENT,
            may=is_window_worker,
            sentence="つないだ",
        ),
        Transition(
            name="accept",
            verb="引き受ける",
            sources=(ReferralState.SENT, ReferralState.ON_HOLD),
            target=ReferralState.ACCEPTED,
            may=answers_it,
            sentence="引き受けた",
        ),
        Transition(
            name="hold",
            verb="保留する",
            sources=(ReferralState.SENT, ReferralState.ON_HOLD),
            target=ReferralState.ON_HOLD,
            may=answers_it,
            sentence="保留した",
        ),
        Transition(
            name="decline",
            verb="引き受けられない",
            sources=(ReferralState.SENT, ReferralState.ON_HOLD),
            target=ReferralState.DECLINED,
            may=answers_it,
            sentence="引き受けられないと返事した",
        ),
        Transition(
            name="recall",
            verb="取り下げる",
            sources=(ReferralState.SENT, ReferralState.ON_HOLD),
            target=ReferralState.RECALLED,
            may=sent_it,
            sentence="取り下げた",
        ),
        Transition(
            name="arrive",
            verb="本人とつながった",
            sources=(ReferralState.ACCEPTED,),
            target=ReferralState.ARRIVED,
            may=answers_it,
            sentence="本人とつながったことを確かめた",
        ),
        Transition(
            name="finish",
            verb="結果を伝える",
            sources=(ReferralState.ACCEPTED, ReferralState.ARRIVED),
            target=ReferralState.DONE,
            may=answers_it,
            sentence="結果を送り元に伝えた",
        ),
    ),
)
