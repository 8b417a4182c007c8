"""What each verb of a referral asks, does and says; a programme may answer its kind its own way."""

from dataclasses import replace

from ikue.casework.domain import referrals
from ikue.casework.domain.calling import note_call
from ikue.casework.forms import answers
from ikue.casework.models import Referral
from ikue.casework.phrases import PARTNER_VERBS
from ikue.casework.views.several import Answer

ANSWERS: dict[str, Answer] = {
    "accept": Answer(
        form=answers.AcceptForm,
        carry_out=lambda referral, form, by: referrals.accept_referral(
            referral=referral, acceptance=form.to_acceptance(), by=by, at=by.at
        ),
        said="引き受けました。送り元に、担当者と最初に連絡する日が伝わりました。",
    ),
    "hold": Answer(
        form=answers.HoldForm,
        carry_out=lambda referral, form, by: referrals.hold_referral(
            referral=referral, by=by, at=by.at, **form.cleaned_data
        ),
        said="保留にしました。理由と期限が送り元に伝わりました。",
    ),
    "decline": Answer(
        form=answers.DeclineForm,
        is_grave=True,
        carry_out=lambda referral, form, by: referrals.decline_referral(
            referral=referral, refusal=form.to_refusal(), by=by, at=by.at
        ),
        said="返事をしました。理由と代わりの案が送り元に伝わり、つなぎの情報は閉じました。",
    ),
    "recall": Answer(
        form=answers.RecallForm,
        is_grave=True,
        carry_out=lambda referral, form, by: referrals.recall_referral(
            referral=referral, by=by, at=by.at, **form.cleaned_data
        ),
        said="取り下げました。相手はもう、つなぎの情報を読めません。",
    ),
    "arrive": Answer(
        form=answers.ArriveForm,
        carry_out=lambda referral, form, by: referrals.confirm_arrival(
            referral=referral,
            met_at=form.met_at(),
            how=form.cleaned_data["how"],
            next_action=form.to_next(),
            by=by,
            at=by.at,
        ),
        said="ご本人とつながったことを記録しました。",
    ),
    "finish": Answer(
        form=answers.FinishForm,
        carry_out=lambda referral, form, by: referrals.finish_referral(
            referral=referral, by=by, at=by.at, **form.cleaned_data
        ),
        said="結果を伝えました。",
    ),
    "call": Answer(
        form=answers.CallForm,
        carry_out=lambda referral, form, by: note_call(
            referral=referral, call=form.to_call(), by=by, at=by.at
        ),
        said="電話で確かめたことを記録しました。両方の窓口に見えます。期限は変わりません。",
        verb="電話で確かめた",
    ),
}
PARTNER_ACCEPT = Answer(
    form=answers.PartnerAcceptForm,
    carry_out=lambda referral, form, by: referrals.record_partner_acceptance(
        referral=referral, answer=form.to_answer(), by=by, at=by.at
    ),
    said="先方が引き受けたことを記録しました。",
    verb=PARTNER_VERBS["accept"],
)
PARTNER_FINISH = Answer(
    form=answers.PartnerFinishForm,
    carry_out=ANSWERS["finish"].carry_out,
    said="先方から聞いた結果を記録しました。",
    verb="結果を記録する",
)
PARTNER_ANSWERS = {
    "accept": PARTNER_ACCEPT,
    "hold": replace(ANSWERS["hold"], verb=PARTNER_VERBS["hold"]),
    "decline": replace(ANSWERS["decline"], verb=PARTNER_VERBS["decline"]),
    "finish": PARTNER_FINISH,
}
"""Where the destination does not answer itself: the sender writes down what it said."""


OF_KIND: dict[str, dict[str, Answer]] = {}
"""How a programme answers requests of its own kind; it says so once, when its app is ready."""


def answers_its_kind(kind: str, table: dict[str, Answer]) -> None:
    OF_KIND[kind] = table


def answer_to(referral: Referral, name: str) -> Answer:
    if referral.to_window_id is None:
        return PARTNER_ANSWERS.get(name, ANSWERS[name])
    return OF_KIND.get(referral.kind, ANSWERS).get(name, ANSWERS[name])
