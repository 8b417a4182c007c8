"""The verbs of the walk: each picks its records and arguments, good and bad, and calls the domain.

`who` names the windows whose staff would do it; `call` runs under the chosen actor's eyes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from ikue.casework.domain.cases import (
    HandOverBook,
    Next,
    hand_over_case,
    open_case,
    reopen_case,
    set_next_action,
    suspend_case,
)
from ikue.casework.domain.destinations import kind_for
from ikue.casework.domain.ending import Completion, complete_case
from ikue.casework.domain.entries import EntryFacts, correct_entry, hold_entry, write_entry
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
from ikue.casework.enums import CompleteReason, ReferralClock, ReferralKind, SuspendReason
from ikue.casework.models import Case
from ikue.directory.models import Agency
from ikue.directory.viewers import Viewer
from ikue.programmes.consultation.domain.adding import add_to_reception
from ikue.programmes.consultation.domain.advice import ask_advice, give_advice
from ikue.programmes.consultation.domain.receiving import (
    ConsentGiven,
    MemberFacts,
    Principal,
    Reception,
    receive,
)
from ikue.programmes.consultation.domain.screening import (
    close_as_misregistered,
    close_with_information,
    refer,
    stop_before_judgement,
    support_here,
    work_toward_consent,
)
from ikue.programmes.consultation.enums import ConsentVariant, Urgency
from ikue.programmes.multi_agency.domain.coordinations import take_up_request
from ikue.sharing.domain.consents import (
    ConsentAnswer,
    ConsentScope,
    ask_consent,
    give_consent,
    refuse_consent,
    withdraw_consent,
)
from ikue.sharing.enums import Basis, ConsentGiver, ConsentMethod
from tests.proofs.people_verbs import person_facts
from tests.proofs.world import Handle, World

Call = Callable[[World, Viewer, Handle], Any]


@dataclass(frozen=True)
class Verb:
    """`on` is the kind of record it needs ("" for none); `below` marks verbs under the rules, for
    which the wall itself is the refusal."""

    name: str
    on: str
    call: Call
    weight: int = 3
    below: bool = False


def do_receive(world: World, by: Viewer, _: Handle) -> Any:
    dice = world.dice
    variant = dice.choice(ConsentVariant.values)
    consent = None
    if (variant == ConsentVariant.GIVEN) != (dice.random() < 0.05):
        consent = ConsentGiven(answer=consent_answer(world), scope=consent_scope(world))
    made = receive(
        reception=Reception(
            received_at=world.at - timedelta(minutes=dice.choice((-5, 0, 0, 10, 3000))),
            complaint=world.words("家賃が払えない", "母の物忘れ"),
            urgency=dice.choice(Urgency.values),
            urgency_reason=world.words("今夜寝る所がない"),
            issues=("housing", "dementia"),
            consent_variant=variant,
            no_consent_reason=world.words("考えたい"),
            next_on=dice.choice((None, world.some_day())),
        ),
        principal=Principal(facts=person_facts(world)),
        members=tuple(
            MemberFacts(facts=person_facts(world), supported=dice.random() < 0.5)
            for _ in range(dice.randrange(3))
        ),
        consent=consent,
        by=by,
        at=world.at,
    )
    world.keep("consultation", made, made.owner_window_id, person=made.person_id)
    return made


def consent_answer(world: World) -> ConsentAnswer:
    return ConsentAnswer(
        giver=world.dice.choice((ConsentGiver.PERSON, ConsentGiver.PERSON, ConsentGiver.GUARDIAN)),
        giver_name=world.words("成年後見人"),
        method=world.dice.choice(ConsentMethod.values),
        words=world.words("はい、お願いします"),
    )


def consent_scope(world: World) -> ConsentScope:
    codes = tuple(world.window().code for _ in range(world.dice.randrange(1, 4)))
    return ConsentScope(
        window_codes=codes, purpose=world.words("支援の調整"), until=world.some_day()
    )


def do_inform(world: World, by: Viewer, handle: Handle) -> Any:
    return close_with_information(
        consultation=world.load(handle), told=world.words("制度の案内"), by=by, at=world.at
    )


def do_support(world: World, by: Viewer, handle: Handle) -> Any:
    made = support_here(
        consultation=world.load(handle), responsible=world.appointment(handle.windows),
        next_action=next_action(world), reason=world.words("この窓口で"), by=by, at=world.at,
    )  # fmt: skip
    world.keep("case", made, made.lead_window_id, person=handle.more["person"])
    return made


def next_action(world: World) -> Next:
    return Next(what=world.words("電話する", "訪問する"), due_on=world.some_day())


def sending(world: World, handle: Handle) -> Sending:
    dice = world.dice
    to_window, to_agency = world.window(general=0.8), None
    if dice.random() < 0.25:
        to_window, to_agency = None, Agency.objects.get(code=dice.choice(PARTNERS))
    elif dice.random() < 0.03:
        to_agency = Agency.objects.get(code="hospital")
    person = world.wrong(handle.more["person"], "consultation", "pk")
    fitting = FITTING[to_agency.code] if to_agency else Basis.WARD_PURPOSE
    return Sending(
        person_ids=() if dice.random() < 0.04 else (person,),
        basis=fitting if dice.random() < 0.75 else dice.choice(BASES),
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


FITTING = {
    "hospital": Basis.SPECIAL_REASON,
    "housing_support": Basis.SPECIAL_REASON,
    "probation_officers": Basis.OTHER_PUBLIC_BODY,
    "police": Basis.OTHER_PUBLIC_BODY,
    "tax": Basis.WARD_PURPOSE,
}
PARTNERS = tuple(FITTING)
BASES = (*Basis.values, "no_such_basis")


def do_refer(world: World, by: Viewer, handle: Handle) -> Any:
    wanted = sending(world, handle)
    made = refer(consultation=world.load(handle), sending=wanted, by=by, at=world.at)
    return keep_referral(world, made, handle)


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
    world.keep(
        "asked" if made.to_window_id else "partner", made, *windows, person=handle.more["person"]
    )
    return made


def do_work_toward_consent(world: World, by: Viewer, handle: Handle) -> Any:
    return work_toward_consent(
        consultation=world.load(handle), next_what=world.words("また会う"),
        next_on=world.some_day(), by=by, at=world.at,
    )  # fmt: skip


def do_stop(world: World, by: Viewer, handle: Handle) -> Any:
    return stop_before_judgement(
        consultation=world.load(handle), reason=world.words("電話が切れた"), by=by, at=world.at
    )


def do_misregister(world: World, by: Viewer, handle: Handle) -> Any:
    return close_as_misregistered(
        consultation=world.load(handle), reason=world.words("二重"), by=by, at=world.at
    )


def do_add(world: World, by: Viewer, handle: Handle) -> Any:
    return add_to_reception(
        consultation=world.load(handle), body=world.words("もう一つ"), by=by, at=world.at
    )


def do_ask_advice(world: World, by: Viewer, _: Handle) -> Any:
    made = ask_advice(to_window=world.window(), question=world.words("どこに"), by=by, at=world.at)
    return world.keep("advice", made, made.to_window_id)


def do_give_advice(world: World, by: Viewer, handle: Handle) -> Any:
    return give_advice(
        advice=world.load(handle), answer=world.words("こうしては"), by=by, at=world.at
    )


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


def do_open_case(world: World, by: Viewer, handle: Handle) -> Any:
    made = open_case(
        circle_id=world.wrong(handle.circle_id, "consultation", "circle_id"),
        responsible=world.appointment(handle.windows), next_action=next_action(world),
        by=by, at=world.at,
    )  # fmt: skip
    world.keep("case", made, made.lead_window_id, person=handle.more["person"])
    return made


def do_next(world: World, by: Viewer, handle: Handle) -> Any:
    return set_next_action(
        case=world.load(handle), next_action=next_action(world), by=by, at=world.at
    )


def do_hand_over(world: World, by: Viewer, handle: Handle) -> Any:
    to = world.appointment(windows_around(world, handle))
    made = hand_over_case(
        case=world.load(handle), to=to, reason=world.words("異動"),
        book=HandOverBook(promise=world.words("電話する")), by=by, at=world.at,
    )  # fmt: skip
    handle.windows = [to.window_id]
    return made


def windows_around(world: World, handle: Handle) -> list[UUID]:
    taken = [
        window
        for referral in world.handles.get("referral", [])
        if referral.circle_id == handle.circle_id
        for window in referral.windows
    ]
    return [*handle.windows, *taken]


def do_suspend(world: World, by: Viewer, handle: Handle) -> Any:
    reason = world.words(*SuspendReason.values)
    return suspend_case(
        case=world.load(handle), reason=reason, look_again_on=world.some_day(), by=by, at=world.at
    )


def do_reopen(world: World, by: Viewer, handle: Handle) -> Any:
    return reopen_case(
        case=world.load(handle), responsible=world.appointment(handle.windows),
        next_action=next_action(world), by=by, at=world.at,
    )  # fmt: skip


def do_complete(world: World, by: Viewer, handle: Handle) -> Any:
    completion = Completion(
        reason=world.words(*CompleteReason.values),
        lead_afterwards=world.words("地域包括"),
        follow_up_on=world.dice.choice((None, world.some_day(), world.some_day())),
        not_transferred=world.dice.choice(("", "転出先が分からない")),
    )
    return complete_case(case=world.load(handle), completion=completion, by=by, at=world.at)


def do_write_entry(world: World, by: Viewer, handle: Handle) -> Any:
    facts = EntryFacts(
        at=world.at - timedelta(hours=world.dice.choice((-1, 0, 1, 48))),
        body=world.words("訪問した"),
        tag=world.dice.choice(("", "", "mental_health")),
        person_id=world.dice.choice((None, handle.more["person"])),
    )
    circle = world.wrong(handle.circle_id, "consultation", "circle_id")
    made = write_entry(circle_id=circle, case=world.load(handle), facts=facts, by=by, at=world.at)
    return world.keep("entry", made, made.owner_window_id)


def do_correct_entry(world: World, by: Viewer, handle: Handle) -> Any:
    return correct_entry(entry=world.load(handle), text=world.words("訂正"), by=by, at=world.at)


def do_hold_entry(world: World, by: Viewer, handle: Handle) -> Any:
    return hold_entry(entry=world.load(handle), reason=world.words("別の人"), by=by, at=world.at)


def do_ask_consent(world: World, by: Viewer, handle: Handle) -> Any:
    made = ask_consent(
        person_id=handle.more["person"],
        circle_id=world.wrong(handle.circle_id, "consultation", "circle_id"), by=by, at=world.at,
    )  # fmt: skip
    return world.keep("consent", made, made.owner_window_id)


def do_give_consent(world: World, by: Viewer, handle: Handle) -> Any:
    return give_consent(
        consent=world.load(handle), answer=consent_answer(world), scope=consent_scope(world),
        by=by, at=world.at,
    )  # fmt: skip


def do_refuse_consent(world: World, by: Viewer, handle: Handle) -> Any:
    return refuse_consent(
        consent=world.load(handle), reason=world.words("こわい"), ask_again_on=world.some_day(),
        by=by, at=world.at,
    )  # fmt: skip


def do_withdraw_consent(world: World, by: Viewer, handle: Handle) -> Any:
    return withdraw_consent(consent=world.load(handle), by=by, at=world.at)


FLOW = (
    Verb("receive", "", do_receive, 6),
    Verb("inform", "consultation", do_inform),
    Verb("support", "consultation", do_support, 6),
    Verb("refer", "consultation", do_refer, 8),
    Verb("send", "case", do_send, 6),
    Verb("work_toward_consent", "consultation", do_work_toward_consent),
    Verb("stop", "consultation", do_stop, 2),
    Verb("misregister", "consultation", do_misregister, 1),
    Verb("add_to_reception", "consultation", do_add, 2),
    Verb("ask_advice", "", do_ask_advice, 2),
    Verb("give_advice", "advice", do_give_advice, 2),
    Verb("accept", "asked", do_accept, 12),
    Verb("accept_any", "referral", do_accept, 1),
    Verb("partner_accepts", "partner", do_partner_accepts, 4),
    Verb("hold", "referral", do_hold),
    Verb("decline", "referral", do_decline, 2),
    Verb("recall", "sent", do_recall, 2),
    Verb("arrive", "referral", do_arrive, 5),
    Verb("finish", "referral", do_finish, 5),
    Verb("open_case", "consultation", do_open_case),
    Verb("next", "case", do_next, 5),
    Verb("hand_over", "case", do_hand_over, 10),
    Verb("suspend", "case", do_suspend),
    Verb("reopen", "case", do_reopen, 4),
    Verb("complete", "case", do_complete),
    Verb("write_entry", "case", do_write_entry, 4),
    Verb("correct_entry", "entry", do_correct_entry, 2),
    Verb("hold_entry", "entry", do_hold_entry, 2),
    Verb("ask_consent", "consultation", do_ask_consent, 3),
    Verb("give_consent", "consent", do_give_consent, 4),
    Verb("refuse_consent", "consent", do_refuse_consent, 2),
    Verb("withdraw_consent", "consent", do_withdraw_consent, 3),
)
