"""同意の状態遷移. Expiry is derived from the date, never stored."""

from ikue.kernel.transitions import Machine, Transition
from ikue.sharing.enums import ConsentState
from ikue.sharing.guards import person_died
from ikue.sharing.rules import hears_it, is_window_worker, wrote_it

CONSENT = Machine(
    noun="同意",
    states=ConsentState,
    rows=(
        Transition(
            name="ask",
            verb="同意をお願いする",
            sources=(),
            target=ConsentState.ASKED,
            may=is_window_worker,
            sentence="同意をお願いした",
        ),
        Transition(
            name="give",
            verb="同意を記録する",
            sources=(ConsentState.ASKED, ConsentState.REFUSED),
            target=ConsentState.GIVEN,
            may=wrote_it,
            sentence="同意を得た",
        ),
        Transition(
            name="refuse",
            verb="同意なしを記録する",
            sources=(ConsentState.ASKED, ConsentState.REFUSED),
            target=ConsentState.REFUSED,
            may=wrote_it,
            sentence="同意は得られなかった",
        ),
        Transition(
            name="change",
            verb="同意の範囲を変える",
            sources=(ConsentState.GIVEN,),
            target=ConsentState.CHANGED,
            may=wrote_it,
            sentence="同意の範囲が変わった",
        ),
        Transition(
            name="lapse",
            verb="死亡により終える",
            sources=(ConsentState.ASKED, ConsentState.REFUSED, ConsentState.GIVEN),
            target=ConsentState.DIED,
            may=hears_it,
            sentence="本人が亡くなり、同意が終わった",
            guard=person_died,
        ),
        Transition(
            name="withdraw",
            verb="撤回を記録する",
            sources=(ConsentState.GIVEN,),
            target=ConsentState.WITHDRAWN,
            may=hears_it,
            sentence="同意が撤回された",
        ),
    ),
)
