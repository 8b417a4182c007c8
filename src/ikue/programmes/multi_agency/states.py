"""多機関協働の調整・支援決定・案件の状態遷移: buttons, tests and docs come from these rows."""

from ikue.casework.rules import decides_for_the_ward
from ikue.kernel.transitions import Machine, Transition
from ikue.programmes.multi_agency.enums import CoordinationState, ItemState, SupportDecisionState
from ikue.programmes.multi_agency.rules import decides_it, keeps_conferences, keeps_it

COORDINATION = Machine(
    noun="多機関協働の調整",
    states=CoordinationState,
    rows=(
        Transition(
            name="take_up",
            verb="多機関協働で引き受ける",
            sources=(),
            target=CoordinationState.COORDINATING,
            may=keeps_conferences,
            sentence="多機関協働で引き受けた",
        ),
        Transition(
            name="step_out",
            verb="主担当に戻して手を離す",
            sources=(CoordinationState.COORDINATING,),
            target=CoordinationState.STEPPED_OUT,
            may=keeps_it,
            sentence="主担当に戻して手を離した",
        ),
    ),
)

SUPPORT_DECISION = Machine(
    noun="支援決定",
    states=SupportDecisionState,
    rows=(
        Transition(
            name="decide",
            verb="支援を決定する",
            sources=(),
            target=SupportDecisionState.DECIDED,
            may=decides_for_the_ward,
            sentence="支援を決定した",
        ),
        Transition(
            name="end",
            verb="支援決定を終える",
            sources=(SupportDecisionState.DECIDED,),
            target=SupportDecisionState.ENDED,
            may=decides_it,
            sentence="支援決定を終えた",
        ),
        Transition(
            name="hand_back",
            verb="手離れとともに終える",
            sources=(SupportDecisionState.DECIDED,),
            target=SupportDecisionState.ENDED,
            may=keeps_it,
            sentence="手離れで支援決定が終わった",
        ),
    ),
)

ITEM = Machine(
    noun="案件",
    states=ItemState,
    rows=(
        Transition(
            name="prepare",
            verb="案件を準備する",
            sources=(),
            target=ItemState.PREPARED,
            may=keeps_conferences,
            sentence="案件の準備を始めた",
        ),
        Transition(
            name="invite",
            verb="構成員を招く",
            sources=(ItemState.PREPARED,),
            target=ItemState.INVITED,
            may=keeps_it,
            sentence="案件に構成員を招いた",
        ),
        Transition(
            name="discuss",
            verb="話し合いを記録する",
            sources=(ItemState.INVITED,),
            target=ItemState.DISCUSSED,
            may=keeps_it,
            sentence="案件を話し合った",
        ),
        Transition(
            name="adjourn",
            verb="次の会議に延ばす",
            sources=(ItemState.INVITED, ItemState.DISCUSSED),
            target=ItemState.ADJOURNED,
            may=keeps_it,
            sentence="案件を次の会議に延ばした",
        ),
        Transition(
            name="call_again",
            verb="あらためて準備する",
            sources=(ItemState.ADJOURNED,),
            target=ItemState.PREPARED,
            may=keeps_it,
            sentence="案件をあらためて準備した",
        ),
        Transition(
            name="withdraw",
            verb="案件を取り下げる",
            sources=(ItemState.PREPARED, ItemState.INVITED, ItemState.ADJOURNED),
            target=ItemState.WITHDRAWN,
            may=keeps_it,
            sentence="案件を取り下げた",
        ),
        Transition(
            name="close",
            verb="案件を終える",
            sources=(ItemState.DISCUSSED,),
            target=ItemState.CLOSED,
            may=keeps_it,
            sentence="案件を終えた",
        ),
    ),
)
