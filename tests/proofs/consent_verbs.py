"""本人同意 in the walk: asked, given, refused, changed, told of, taken back."""

from typing import Any

from ikue.directory.enums import AgencyKind
from ikue.directory.viewers import Viewer
from ikue.sharing.domain.consenting import Heard, Refused, record_answer, take_back
from ikue.sharing.domain.consents import (
    ConsentAnswer,
    ConsentScope,
    add_receiver,
    ask_consent,
    change_consent,
    give_consent,
    refuse_consent,
    tell_addition,
    wait_on,
)
from ikue.sharing.enums import ConsentGiver, ConsentMethod, ConsentState, FieldClass
from tests.proofs.verb import Verb
from tests.proofs.world import Handle, World

TALKED_OVER = FieldClass.F1 | FieldClass.F3
SCOPES = (TALKED_OVER, TALKED_OVER, TALKED_OVER, FieldClass.F1, TALKED_OVER | FieldClass.F2,
          FieldClass.F4)  # fmt: skip
"""What may be agreed to; strictly confidential content (F4) never is."""


def consent_answer(world: World) -> ConsentAnswer:
    return ConsentAnswer(
        giver=world.dice.choice((ConsentGiver.PERSON, ConsentGiver.PERSON, ConsentGiver.GUARDIAN)),
        giver_name=world.words("成年後見人"),
        method=world.dice.choice(ConsentMethod.values),
        words=world.words("はい、お願いします"),
    )


def consent_scope(world: World) -> ConsentScope:
    dice = world.dice
    codes = tuple(world.window(general=0.7).code for _ in range(dice.randrange(1, 7)))
    return ConsentScope(
        window_codes=codes, purpose=world.words("支援の調整"), until=world.far_day(),
        agency_kinds=dice.choice(((), tuple(AgencyKind.values), (AgencyKind.ENTRUSTED.value,))),
        classes=dice.choice(SCOPES),
    )  # fmt: skip


def do_ask_consent(world: World, by: Viewer, handle: Handle) -> Any:
    made = ask_consent(
        person_id=handle.more["person"],
        circle_id=world.wrong(handle.circle_id, "consultation", "circle_id"), by=by, at=world.at,
    )  # fmt: skip
    return world.keep("consent", made, made.owner_window_id, person=made.person_id)


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


def do_wait_on(world: World, by: Viewer, handle: Handle) -> Any:
    consent = world.load(handle)
    return wait_on(consent=consent, ask_again_on=world.some_day(), by=by, at=world.at)


def do_withdraw_consent(world: World, by: Viewer, handle: Handle) -> Any:
    said_by = world.dice.choice((ConsentGiver.PERSON, ConsentGiver.PERSON, ConsentGiver.PARENTAL))
    return take_back(consent=world.load(handle), said_by=said_by, by=by, at=world.at)


def do_change_consent(world: World, by: Viewer, handle: Handle) -> Any:
    made = change_consent(
        consent=world.load(handle), answer=consent_answer(world), scope=consent_scope(world),
        by=by, at=world.at,
    )  # fmt: skip
    return world.keep("consent", made, made.owner_window_id, person=made.person_id)


def do_add_receiver(world: World, by: Viewer, handle: Handle) -> Any:
    made = add_receiver(
        consent=world.load(handle), window=world.window(general=0.7), by=by, at=world.at
    )
    return world.keep("addition", made, made.owner_window_id)


def do_tell_addition(world: World, by: Viewer, handle: Handle) -> Any:
    return tell_addition(addition=world.load(handle), how=world.words("電話"), by=by, at=world.at)


def do_record_answer(world: World, by: Viewer, handle: Handle) -> Any:
    """What the desk does in one step: asked, and answered at once or not yet."""
    given = Heard(answer=consent_answer(world), scope=consent_scope(world))
    refused = Heard(
        refused=Refused(reason=world.words("迷っている"), ask_again_on=world.some_day())
    )
    later = Heard(ask_again_on=world.some_day())
    made = record_answer(
        circle_id=handle.circle_id, person_id=handle.more["person"],
        heard=world.dice.choice((given, given, given, refused, later)), by=by, at=world.at,
    )  # fmt: skip
    return world.keep("consent", made, made.owner_window_id, person=made.person_id)


OPEN = (ConsentState.ASKED, ConsentState.REFUSED)
GIVEN = (ConsentState.GIVEN,)

CONSENTS = (
    Verb("ask_consent", "consultation", do_ask_consent),
    Verb("give_consent", "consent", do_give_consent, 4, states=OPEN),
    Verb("refuse_consent", "consent", do_refuse_consent, 2, states=OPEN),
    Verb("wait_on", "consent", do_wait_on, states=OPEN),
    Verb("change_consent", "consent", do_change_consent, 2, states=GIVEN),
    Verb("withdraw_consent", "consent", do_withdraw_consent, 2, states=GIVEN),
    Verb("add_receiver", "consent", do_add_receiver, 6, states=GIVEN),
    Verb("tell_addition", "addition", do_tell_addition, 4),
    Verb("record_answer", "case", do_record_answer, 3),
)
