"""引き受ける・差し戻す: how 多機関協働 answers requests of its kind, on the page of a つなぎ."""

from ikue.casework.forms.answers import AcceptForm
from ikue.casework.views.several import Answer
from ikue.programmes.multi_agency.domain.coordinations import return_request, take_up_request
from ikue.programmes.multi_agency.forms.coordinations import ReturnForm

TO_REQUESTS: dict[str, Answer] = {
    "accept": Answer(
        form=AcceptForm,
        carry_out=lambda referral, form, by: take_up_request(
            referral=referral, acceptance=form.to_acceptance(), by=by, at=by.at
        ),
        said="引き受けました。依頼した窓口も、手を離すまで支援の輪に残ります。",
    ),
    "decline": Answer(
        form=ReturnForm,
        carry_out=lambda referral, form, by: return_request(
            referral=referral, by=by, at=by.at, **form.said()
        ),
        said="差し戻しました。理由と助言が依頼した窓口に伝わり、つなぎの情報は閉じました。",
        verb="差し戻す",
        is_grave=True,
    ),
}
