"""つなぎ in the walk: sent on a basis, answered by the receiver or for a partner, met, finished."""

from datetime import timedelta
from typing import Any

from ikue.casework.domain.calling import Call, note_call
from ikue.casework.domain.destinations import kind_for
from ikue.casework.domain.referrals import (
    Acceptance,
    PartnerAnswer,
    Refusal,
    Sending,
    Words,
    accept_referral,
    confirm_arrival,
    decline_referral,
    finish_referral,
    hold_referral,
    recall_referral,
    record_partner_acceptance,
    send_referral,
)
from ikue.casework.domain.speaking import Spoken
from ikue.casework.enums import ReferralClock, ReferralKind, ReferralState
from ikue.casework.models import Case
from ikue.directory.models import Agency
from ikue.directory.viewers import Viewer
from ikue.programmes.multi_agency.domain.coordinations import return_request, take_up_request
from ikue.sharing.enums import Basis
from tests.proofs.consent_verbs import consent_answer
from tests.proofs.verb import Verb
from tests.proofs.world import Handle, World

FITTING = {
    "hospital": Basis.SPECIAL_REASON,
    "housing_support": Basis.SPECIAL_REASON,
    "probation_officers": Basis.OTHER_PUBLIC_BODY,
    "police": Basis.OTHER_PUBLIC_BODY,
    "tax": Basis.WARD_PURPOSE,
}
PARTNERS = tuple(FITTING)
BASES = (*Basis.values, "no_such_basis")


def sending(world: World, handle: Handle) -> Sending:
    dice = world.dice
    to_window, to_agency = world.window(general=0.8), None
    if dice.random() < 0.25:
        to_window = world.windows["multi_agency"]
    if dice.random() < 0.25:
        to_window, to_agency = None, Agency.objects.get(code=dice.choice(PARTNERS))
    elif dice.random() < 0.03:
        to_agency = Agency.objects.get(code="hospital")
    person = world.wrong(handle.more["person"], "consultation", "pk")
    fitting = FITTING[to_agency.code] if to_agency else Basis.WARD_PURPOSE
    basis = fitting if dice.random() < 0.75 else dice.choice(BASES)
    return Sending(
        person_ids=() if dice.random() < 0.04 else (person,),
        basis=basis,
        spoken=(Spoken(person_id=person, answer=consent_answer(world)),)
        if basis == Basis.CONSENT
        else (),
        words=Words(
            question=world.words("介護の相談を"),
            done_already=world.words("話を聞いた"),
            keep_doing=world.words("家計の相談"),
        ),
        to_window=to_window,
        to_agency=to_agency,
        kind=kind_for(to_window) if dice.random() < 0.85 else dice.choice(ReferralKind.values),
        clock=dice.choice(ReferralClock.values),
    )


def do_send(world: World, by: Viewer, handle: Handle) -> Any:
    circle = world.wrong(handle.circle_id, "consultation", "circle_id")
    made = send_referral(circle_id=circle, sending=sending(world, handle), by=by, at=world.at)
    return keep_referral(world, made, handle)


def keep_referral(world: World, made: Any, handle: Handle) -> Any:
    windows = [made.to_window_id] if made.to_window_id else [made.owner_window_id]
    world.keep(
        "referral", made, *windows, sender=made.owner_window_id, person=handle.more["person"]
    )
    world.keep("sent", made, made.owner_window_id)
    if made.kind == ReferralKind.MULTI_AGENCY:
        world.keep("request", made, *windows, person=handle.more["person"])
    world.keep(
        "asked" if made.to_window_id else "partner", made, *windows, person=handle.more["person"]
    )
    return made


def do_accept(world: World, by: Viewer, handle: Handle) -> Any:
    referral = world.load(handle)
    is_request = referral.kind == ReferralKind.MULTI_AGENCY
    acceptance = Acceptance(
        named=world.appointment(handle.windows), first_contact_on=world.some_day()
    )
    take = take_up_request if is_request else accept_referral
    done = take(referral=referral, acceptance=acceptance, by=by, at=world.at)
    circle_id = referral.receiving_circle_id
    if is_request and done.pk not in {one.pk for one in world.handles.get("coordination", [])}:
        world.keep("coordination", done, done.owner_window_id, person=handle.more["person"])
    opened = Case.objects.filter(circle_id=circle_id, opened_at=world.at).first()
    if opened is not None:
        world.keep("case", opened, opened.lead_window_id, person=handle.more["person"])
    return done


def do_return_request(world: World, by: Viewer, handle: Handle) -> Any:
    return return_request(
        referral=world.load(handle), reason=world.words("情報が足りない"),
        advice=world.words("まず訪問を"), by=by, at=world.at,
        proposed_window=world.dice.choice((None, world.window())),
    )  # fmt: skip


def do_note_call(world: World, by: Viewer, handle: Handle) -> Any:
    call = Call(
        spoke_with=world.words("課長"), text=world.words("見ておきます"),
        promised_on=world.dice.choice((None, world.some_day())),
    )  # fmt: skip
    return note_call(referral=world.load(handle), call=call, by=by, at=world.at)


def do_partner_accepts(world: World, by: Viewer, handle: Handle) -> Any:
    answer = PartnerAnswer(
        who=world.words("医療相談員"), how=world.words("電話"), first_contact_on=world.some_day()
    )
    return record_partner_acceptance(referral=world.load(handle), answer=answer, by=by, at=world.at)


def do_hold(world: World, by: Viewer, handle: Handle) -> Any:
    return hold_referral(
        referral=world.load(handle), reason=world.words("担当が不在"), until=world.some_day(),
        by=by, at=world.at,
    )  # fmt: skip


def do_decline(world: World, by: Viewer, handle: Handle) -> Any:
    refusal = Refusal(
        reason=world.words("対象ではない"),
        proposed_window=world.dice.choice((None, world.window())),
        proposed_note=world.words("社協へ"),
    )
    return decline_referral(referral=world.load(handle), refusal=refusal, by=by, at=world.at)


def do_recall(world: World, by: Viewer, handle: Handle) -> Any:
    return recall_referral(
        referral=world.load(handle), reason=world.words("状況が変わった"), by=by, at=world.at
    )


def do_arrive(world: World, by: Viewer, handle: Handle) -> Any:
    met = world.at - timedelta(hours=world.dice.choice((-2, 0, 1, 30)))
    return confirm_arrival(
        referral=world.load(handle), met_at=met, how=world.words("訪問"), by=by, at=world.at
    )


def do_finish(world: World, by: Viewer, handle: Handle) -> Any:
    return finish_referral(
        referral=world.load(handle), outcome=world.words("サービスにつながった"), by=by, at=world.at
    )


WAITS = (ReferralState.SENT, ReferralState.ON_HOLD)
TAKEN = (ReferralState.ACCEPTED, ReferralState.ARRIVED)

REFERRALS = (
    Verb("send", "case", do_send, 6),
    Verb("accept", "asked", do_accept, 12, states=WAITS),
    Verb("accept_any", "referral", do_accept, 3),
    Verb("return_request", "request", do_return_request, 3, states=WAITS),
    Verb("note_call", "sent", do_note_call, 2, states=WAITS),
    Verb("partner_accepts", "partner", do_partner_accepts, 4, states=WAITS),
    Verb("hold", "referral", do_hold, 2, states=WAITS),
    Verb("decline", "referral", do_decline, 2, states=WAITS),
    Verb("recall", "sent", do_recall, 2, states=WAITS),
    Verb("arrive", "referral", do_arrive, 4, states=(ReferralState.ACCEPTED,)),
    Verb("finish", "referral", do_finish, 4, states=TAKEN),
)
