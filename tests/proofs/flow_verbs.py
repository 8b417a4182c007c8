"""flow.verbs: whatever anybody does, in whatever order, what must hold goes on holding.

A walk through random worlds: random staff, verbs, records, arguments, moments moving forward. Each
verb is one transaction of the application role, as at the door. Texts and codes are those a cleaned
form can hand over; who does it to what is wild: outsiders, people who left, stopped accounts, forms
left open while somebody else went on. After it:

- every invariant that the apps declare holds (asked as keeper, every few verbs);
- a refused verb has changed nothing: number of rows and newest writer of every table are the same;
- a refusal is Expected, NotAllowed or absence. The wall's own refusal counts only for verbs that
  lie below the rules, and for actors who would not have passed the door;
- nobody without case work or without an appointment in force has carried anything out.
"""

import json
import random
import time
from collections import Counter
from pathlib import Path
from typing import Any

import psycopg
from django.core.exceptions import ObjectDoesNotExist
from django.db import ProgrammingError, transaction

from ikue.audit.context import acting_as
from ikue.directory.viewers import Viewer
from ikue.kernel.expected import Expected
from ikue.kernel.invariants import examine
from ikue.kernel.transitions import NotAllowed
from ikue.local import postgres
from tests import database
from tests.proofs import people_verbs as people
from tests.proofs.coordination_verbs import COORDINATION
from tests.proofs.registry import Outcome, Proof
from tests.proofs.verbs import FLOW, Verb
from tests.proofs.world import Handle, World

SEEDS = Path(__file__).with_name("seeds.json")
WORLD_SIZE = 500
RETRACED = 320
"""How far a kept seed is walked again: past the step at which it failed."""
EXAMINED_EVERY = 40
NEW_PERSONS = "consultation"

PEOPLE = (
    Verb("register", NEW_PERSONS, people.do_register, 4, below=True),
    Verb("correct", "person", people.do_correct, 3, below=True),
    Verb("add_name", "person", people.do_add_name, 1, below=True),
    Verb("add_contact", "person", people.do_add_contact, 2, below=True),
    Verb("end_contact", "contact", people.do_end_contact, 1, below=True),
    Verb("safe_contact", "person", people.do_safe_contact, 1, below=True),
    Verb("support_person", "person", people.do_support_person, 2, below=True),
    Verb("form_household", NEW_PERSONS, people.do_form_household, 1, below=True),
    Verb("add_member", "person", people.do_add_member, 2, below=True),
    Verb("leave", "membership", people.do_leave, 1, below=True),
    Verb("relate", "person", people.do_relate, 2, below=True),
)
DIRECTORY = (
    Verb("end_appointment", "", people.do_end_appointment, 1),
    Verb("stop_account", "", people.do_stop_account, 1),
    Verb("appoint", "", people.do_appoint, 3),
    Verb("cover", "", people.do_cover, 2),
)
VERBS = (*FLOW, *COORDINATION, *PEOPLE, *DIRECTORY)
STAFFING = frozenset(verb.name for verb in DIRECTORY)
"""Whoever keeps the directory does these; authority over them is not yet a rule of the program."""

REFUSALS = (Expected, NotAllowed, ObjectDoesNotExist)
TABLES = (
    "accounts_account", "audit_change", "casework_case", "casework_entry", "casework_handover",
    "casework_handovernote", "casework_nextaction", "casework_packet", "casework_referral",
    "casework_referraloutcome", "consultation_advice", "consultation_consultation",
    "directory_appointment", "directory_cover",
    "people_contactpoint", "people_gram", "people_household", "people_membership", "people_person",
    "people_personname", "people_relation", "people_safecontact", "people_support",
    "sharing_circle", "sharing_consent", "sharing_grant", "sharing_ground",
)  # fmt: skip
DIGEST = " UNION ALL ".join(
    f"SELECT count(*), max(xmin::text::bigint) FROM {table}" for table in TABLES
)


class Walk:
    """One world, walked until `n` verbs or the time is over; `failures` says what broke where."""

    def __init__(
        self, seed: int, verbs: tuple[Verb, ...] = VERBS, every: int = EXAMINED_EVERY
    ) -> None:
        database.renew()
        self.seed, self.verbs, self.every = seed, verbs, every
        self.world = World(seed)
        self.keeper = psycopg.connect(
            postgres.url(database.where(), "ikue_owner", database.own_name()), autocommit=True
        )
        self.keeper.execute("SET ROLE ikue_keeper")
        self.digest = self.digest_now()
        self.failures: list[str] = []
        self.tried: Counter[str] = Counter()
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.examined = 0
        self.steps = 0

    def go(self, n: int, until: float) -> "Walk":
        weights = [verb.weight for verb in self.verbs]
        while self.steps < n and time.monotonic() < until and not self.failures:
            self.step(self.world.dice.choices(self.verbs, weights)[0])
            if self.steps % self.every == 0 or self.failures:
                self.examine()
        self.examine()
        self.keeper.close()
        return self

    def step(self, verb: Verb) -> None:
        self.steps += 1
        self.world.pass_time()
        handle = self.world.pick(verb.on) if verb.on else Handle(None, None)
        if handle is None:
            verb, handle = self.verbs[0], Handle(None, None)
        self.tried[verb.name] += 1
        actor = self.world.appointment(handle.windows)
        before = {kind: len(known) for kind, known in self.world.handles.items()}
        staff = len(self.world.appointments)
        viewer = self.world.viewer(actor)
        refusal = self.attempt(verb, actor, viewer, handle)
        if refusal is None:
            self.done[verb.name] += 1
            self.digest = self.digest_now()
            if verb.name not in STAFFING:
                self.require_authority(verb, actor, viewer)
        else:
            self.refused[refusal] += 1
            self.forget(before, staff)
            if self.digest_now() != self.digest:
                self.fail(verb, "refused, and changed something")

    def attempt(self, verb: Verb, actor: Any, viewer: Viewer, handle: Handle) -> str | None:
        """The name of the refusal, or None when it was carried out."""
        try:
            with transaction.atomic(), acting_as(viewer.acting):
                verb.call(self.world, viewer, handle)
        except REFUSALS as refusal:
            return kind_of(refusal)
        except ProgrammingError as error:
            if not self.may_meet_the_wall(verb, actor, viewer, error):
                self.fail(verb, f"{type(error).__name__}: {first_line(error)}")
            return "wall"
        except Exception as error:  # noqa: BLE001 - whatever else comes out is what we look for
            self.fail(verb, f"{type(error).__name__}: {first_line(error)}")
            return "fault"
        return None

    def may_meet_the_wall(
        self, verb: Verb, actor: Any, viewer: Viewer, error: ProgrammingError
    ) -> bool:
        if not isinstance(error.__cause__, psycopg.errors.InsufficientPrivilege):
            return False
        return verb.below or not self.world.is_serving(actor) or not viewer.works_with_cases

    def require_authority(self, verb: Verb, actor: Any, viewer: Viewer) -> None:
        if not (viewer.works_with_cases and self.world.is_serving(actor)):
            self.fail(
                verb, f"carried out by {viewer.role}, in force: {self.world.is_serving(actor)}"
            )

    def forget(self, before: dict[str, int], staff: int) -> None:
        """What a refused verb made, it has not made."""
        del self.world.appointments[staff:]
        for kind, known in self.world.handles.items():
            del known[before.get(kind, 0) :]

    def examine(self) -> None:
        with self.keeper.cursor() as cursor:
            for found in examine(cursor, at=self.world.at):
                self.examined += found.examined
                for record, sentence in found.violations:
                    number = found.invariant.number
                    self.failures.append(
                        f"seed {self.seed} step {self.steps}: [{number}] {sentence} {record}"
                    )

    def digest_now(self) -> list[Any]:
        return self.keeper.execute(DIGEST).fetchall()

    def fail(self, verb: Verb, sentence: str) -> None:
        self.failures.append(f"seed {self.seed} step {self.steps}: {verb.name}: {sentence}")


def kind_of(refusal: Exception) -> str:
    for kind, name in ((NotAllowed, "not_allowed"), (ObjectDoesNotExist, "absent")):
        if isinstance(refusal, kind):
            return name
    return "expected"


def first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0][:160]


def run(n: int, seed: int, until: float) -> Outcome:
    """Seeds that failed once come first; then fresh worlds until `n` verbs are done."""
    outcome = Outcome(control=controls_are_caught())
    tally: Counter[str] = Counter()
    done: Counter[str] = Counter()
    started, number = time.monotonic(), 0
    worlds = [
        *((kept, RETRACED) for kept in json.loads(SEEDS.read_text())),
        *((seed * 1000 + one, WORLD_SIZE) for one in range(n)),
    ]
    while outcome.n < n and time.monotonic() < until:
        walk_seed, size = worlds[number]
        walk = Walk(walk_seed).go(min(size, n - outcome.n), until)
        number += 1
        outcome.n += walk.steps
        outcome.failures.extend(walk.failures)
        tally.update(walk.refused)
        tally["examined"] += walk.examined
        done.update(walk.done)
    outcome.notes = {
        "worlds": number,
        "carried_out": sum(done.values()),
        **{
            f"refused_{kind}": tally[kind] for kind in ("expected", "not_allowed", "absent", "wall")
        },
        "rows_examined": tally["examined"],
        "per_second": outcome.n / (time.monotonic() - started),
    }
    return outcome


def controls_are_caught() -> bool:
    """Each mutant, walked among sound verbs, must be found out."""
    return all(
        Walk(7, (*VERBS, mutant)).go(400, time.monotonic() + 60).failures for mutant in MUTANTS
    )


def mutant_hand_over(world: World, by: Viewer, handle: Handle) -> Any:
    """Moves the case and keeps no record of it: nobody handed anything over."""
    case = world.load(handle)
    case.responsible_id = random.Random(world.today.toordinal()).choice(world.appointments).pk
    case.save(update_fields=["responsible_id"])


def mutant_accept(world: World, by: Viewer, handle: Handle) -> Any:
    """Accepts without naming anybody of the window."""
    handle.model.objects.filter(pk=handle.pk, to_window_id__isnull=False).update(
        state="accepted", first_contact_on=world.today, answered_by="だれか"
    )


def mutant_next(world: World, by: Viewer, handle: Handle) -> Any:
    """Ends what was to be done next and sets nothing in its place."""
    world.load(handle).next_actions.filter(done_at=None).update(done_at=world.at)


def mutant_fault(world: World, by: Viewer, handle: Handle) -> Any:
    """Runs into a constraint instead of saying what is wrong."""
    handle.model.objects.filter(pk=handle.pk).update(next_on=None, state="open")
    world.load(handle).next_actions.create(circle_id=handle.circle_id)


def mutant_refusal(world: World, by: Viewer, handle: Handle) -> Any:
    """Refuses after another connection has already written."""
    with psycopg.connect(
        postgres.url(database.where(), "ikue_app", database.own_name()), autocommit=True
    ) as other:
        other.execute("UPDATE directory_appointment SET order_number = order_number || '。'")
    raise Expected("できません。")


MUTANTS: tuple[Verb, ...] = tuple(
    Verb(f"mutant_{name}", kind, call, 15)
    for name, kind, call in (
        ("hand_over", "case", mutant_hand_over),
        ("accept", "referral", mutant_accept),
        ("next", "case", mutant_next),
        ("fault", "case", mutant_fault),
        ("refusal", "", mutant_refusal),
    )
)

FLOW_VERBS = Proof(id="flow.verbs", full=20_000, seed=1, run=run, shards=2)
