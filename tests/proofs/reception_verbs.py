"""① in the walk: a reception is written, screened, understood; advice without a name."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from ikue.directory.viewers import Viewer
from ikue.people.models import Person
from ikue.programmes.consultation.domain.adding import add_to_reception
from ikue.programmes.consultation.domain.advice import ask_advice, give_advice
from ikue.programmes.consultation.domain.assessing import (
    confirm_assessment,
    draft_of,
    first_facts,
    save_assessment,
)
from ikue.programmes.consultation.domain.joining import known_person
from ikue.programmes.consultation.domain.naming import name_caller
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
from ikue.programmes.consultation.states import UNDECIDED
from tests.proofs.case_verbs import next_action
from tests.proofs.consent_verbs import consent_answer, consent_scope
from tests.proofs.people_verbs import person_facts
from tests.proofs.referral_verbs import keep_referral, sending
from tests.proofs.verb import Verb
from tests.proofs.world import Handle, World


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
        known=known_to(world, by),
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


def known_to(world: World, by: Viewer) -> Person | None:
    """Now and then it is about somebody whom the window knows."""
    handle = world.pick("person")
    if handle is None or world.dice.random() < 0.8:
        return None
    return known_person(by, handle.pk)


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


def do_refer(world: World, by: Viewer, handle: Handle) -> Any:
    wanted = sending(world, handle)
    made = refer(consultation=world.load(handle), sending=wanted, by=by, at=world.at)
    return keep_referral(world, made, handle)


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


def do_name_caller(world: World, by: Viewer, handle: Handle) -> Any:
    person = Person.objects.get(pk=handle.more["person"])
    return name_caller(
        consultation=world.load(handle), facts=person_facts(world),
        seen_version=person.version - (world.dice.random() < 0.1), by=by, at=world.at,
    )  # fmt: skip


def do_save_assessment(world: World, by: Viewer, handle: Handle) -> Any:
    draft = draft_of(circle_id=handle.circle_id, by=by)
    seen = draft.version if draft else 0
    facts = replace(
        first_facts(circle_id=handle.circle_id, by=by),
        wishes=world.words("この家で暮らしたい"), strengths=world.words("料理が得意"),
        summary=world.words("孤立している"), direction=world.words("まず受診"),
    )  # fmt: skip
    made = save_assessment(
        circle_id=world.wrong(handle.circle_id, "consultation", "circle_id"), facts=facts,
        seen_version=seen - (world.dice.random() < 0.1), by=by, at=world.at,
    )  # fmt: skip
    return world.keep("assessment", made, made.owner_window_id)


def do_confirm_assessment(world: World, by: Viewer, handle: Handle) -> Any:
    return confirm_assessment(assessment=world.load(handle), by=by, at=world.at)


RECEPTION = (
    Verb("receive", "", do_receive, 6),
    Verb("inform", "consultation", do_inform, 2, states=UNDECIDED),
    Verb("support", "consultation", do_support, 6, states=UNDECIDED),
    Verb("refer", "consultation", do_refer, 8, states=UNDECIDED),
    Verb("work_toward_consent", "consultation", do_work_toward_consent, 2, states=UNDECIDED),
    Verb("stop", "consultation", do_stop, 2, states=UNDECIDED),
    Verb("misregister", "consultation", do_misregister, 2, states=UNDECIDED),
    Verb("add_to_reception", "consultation", do_add, 2),
    Verb("name_caller", "consultation", do_name_caller, 2),
    Verb("ask_advice", "", do_ask_advice, 2),
    Verb("give_advice", "advice", do_give_advice, 2),
)
ASSESSMENTS = (
    Verb("save_assessment", "consultation", do_save_assessment, 4),
    Verb("confirm_assessment", "assessment", do_confirm_assessment, 3, states=("draft",)),
)
