"""相談受付とアセスメントの状態遷移: reception, screening (スクリーニング), the intake sheet."""

from ikue.kernel.transitions import Machine, Transition
from ikue.programmes.consultation.enums import AssessmentState
from ikue.programmes.consultation.enums import ConsultationState as S
from ikue.programmes.consultation.guards import nothing_is_out, understood
from ikue.programmes.consultation.rules import is_window_worker, keeps_assessment, received_it

UNDECIDED = (S.RECEIVED, S.PRE_CONSENT, S.REFERRED, S.HANDOVER_REQUESTED)
"""Also after a referral came back: nobody is sent away because one window could not take it."""

CONSULTATION = Machine(
    noun="相談受付",
    states=S,
    rows=(
        Transition(
            name="receive",
            verb="相談を受け付ける",
            sources=(),
            target=S.RECEIVED,
            may=is_window_worker,
            sentence="相談を受け付けた",
        ),
        Transition(
            name="inform",
            verb="情報提供で終える",
            sources=UNDECIDED,
            target=S.INFO_ONLY,
            may=received_it,
            sentence="情報提供で終えた",
        ),
        Transition(
            name="refer",
            verb="ほかの窓口へつなぐ",
            sources=UNDECIDED,
            target=S.REFERRED,
            may=received_it,
            sentence="ほかの窓口へつないだ",
        ),
        Transition(
            name="support",
            verb="この窓口で支援する",
            sources=UNDECIDED,
            target=S.SUPPORTING,
            may=received_it,
            sentence="この窓口で支援を始めた",
        ),
        Transition(
            name="request_multi_agency",
            verb="多機関協働へつなぐ",
            sources=UNDECIDED,
            target=S.HANDOVER_REQUESTED,
            may=received_it,
            sentence="多機関協働へつないだ",
        ),
        Transition(
            name="work_toward_consent",
            verb="同意に向けて関わる",
            sources=UNDECIDED,
            target=S.PRE_CONSENT,
            may=received_it,
            sentence="同意に向けて関わり始めた",
        ),
        Transition(
            name="stop",
            verb="判断の前に中断する",
            sources=UNDECIDED,
            target=S.STOPPED,
            may=received_it,
            sentence="判断の前に中断した",
        ),
        Transition(
            name="misregister",
            verb="誤登録として閉じる",
            sources=UNDECIDED,
            target=S.STOPPED,
            may=received_it,
            sentence="誤登録として閉じた",
            guard=nothing_is_out,
        ),
    ),
)

ASSESSMENT = Machine(
    noun="アセスメント",
    states=AssessmentState,
    rows=(
        Transition(
            name="draft",
            verb="アセスメントを書き始める",
            sources=(),
            target=AssessmentState.DRAFT,
            may=is_window_worker,
            sentence="アセスメントを書き始めた",
        ),
        Transition(
            name="confirm",
            verb="アセスメントを確定する",
            sources=(AssessmentState.DRAFT,),
            target=AssessmentState.CONFIRMED,
            may=keeps_assessment,
            sentence="アセスメントを確定した",
            guard=understood,
        ),
    ),
)
