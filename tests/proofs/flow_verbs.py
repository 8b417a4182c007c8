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
import math
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db import ProgrammingError, transaction

from ikue.audit.context import acting_as
from ikue.directory.enums import Role
from ikue.directory.viewers import Viewer
from ikue.kernel.expected import Expected
from ikue.kernel.invariants import examine
from ikue.kernel.transitions import NotAllowed
from ikue.local import postgres
from tests import database
from tests.proofs import head_start
from tests.proofs.case_verbs import CASES
from tests.proofs.conference_verbs import CONFERENCES
from tests.proofs.consent_verbs import CONSENTS
from tests.proofs.coordination_verbs import COORDINATION
from tests.proofs.desk_verbs import DESK
from tests.proofs.every_act import machines
from tests.proofs.mutants import CONTROLS, Control
from tests.proofs.people_verbs import DIRECTORY, PEOPLE
from tests.proofs.plan_verbs import PLANS
from tests.proofs.reception_verbs import ASSESSMENTS, RECEPTION
from tests.proofs.referral_verbs import REFERRALS
from tests.proofs.registry import Outcome, Proof
from tests.proofs.verb import Verb
from tests.proofs.world import Handle, World

SEEDS = Path(__file__).with_name("seeds.json")
WORLD_SIZE = 400
RETRACED = 320
"""How far a kept seed is walked again: past the step at which it failed."""
EXAMINED_EVERY = 40

ROOMS = (
    RECEPTION, ASSESSMENTS, REFERRALS, CASES, CONSENTS, COORDINATION, CONFERENCES, PLANS, DESK,
    PEOPLE, DIRECTORY,
)  # fmt: skip
VERBS = tuple(verb for room in ROOMS for verb in room)
ROWS = tuple(f"{machine.noun} {row.name}" for machine in machines() for row in machine)
EVERYTHING = dict.fromkeys((*(verb.name for verb in VERBS), *ROWS), 0)
"""What a full run must have reached: every verb, and every row of the tables of transitions."""
STAFFING = frozenset(verb.name for verb in DIRECTORY)

REFUSALS = (Expected, NotAllowed, ObjectDoesNotExist)
BESIDES = (
    "accounts_account", "directory_appointment", "directory_cover", "multi_agency_meeting",
    "sharing_circle", "tally_event",
)  # fmt: skip
"""What lies in no circle, and is changed by verbs all the same."""


def tables() -> tuple[str, ...]:
    """Every table of the records of a household, and `BESIDES`; the record of looking is kept of
    refused verbs too."""
    of_households = {
        model._meta.db_table
        for model in apps.get_models()
        if any(field.attname == "circle_id" for field in model._meta.fields)
        and model._meta.app_label != "audit"
    }
    return (*sorted(of_households), "audit_change", *BESIDES)


TABLES = tables()
DIGEST = " UNION ALL ".join(
    f"SELECT count(*), max(xmin::text::bigint) FROM {table}" for table in TABLES
)


MEMBERS = """
SELECT m.id, CASE WHEN m.left_at IS NULL THEN i.state ELSE 'left' END
FROM multi_agency_itemmember m JOIN multi_agency_agendaitem i ON i.id = m.item_id
WHERE m.circle_id = %(circle)s
"""
STATES = " UNION ALL ".join(
    f"SELECT id, state FROM {model._meta.db_table} WHERE circle_id = %(circle)s"
    for model in apps.get_models()
    if {"circle_id", "state"} <= {field.attname for field in model._meta.fields}
)


class Walk:
    """One world, walked until `n` verbs or the time is over; `failures` says what broke where."""

    def __init__(
        self,
        seed: int,
        verbs: tuple[Verb, ...] = VERBS,
        every: int = EXAMINED_EVERY,
        far: int | None = None,
    ) -> None:
        database.renew()
        self.seed, self.verbs, self.every = seed, verbs, every
        self.world = World(seed)
        head_start.begin(self.world, far)
        self.keeper = psycopg.connect(
            postgres.url(database.where(), "ikue_owner", database.own_name()), autocommit=True
        )
        self.keeper.execute("SET ROLE ikue_keeper")
        self.digest = self.digest_now()
        self.begun = self.moves_made()
        self.failures: list[str] = []
        self.done: Counter[str] = Counter({verb.name: 0 for verb in verbs})
        self.refused: Counter[str] = Counter()
        self.examined = 0
        self.steps = 0
        self.moved: Counter[str] = Counter()

    def go(self, n: int, until: float = math.inf) -> "Walk":
        weights = [verb.weight for verb in self.verbs]
        while self.steps < n and time.monotonic() < until and not self.failures:
            self.step(self.draw(weights))
            if self.steps % self.every == 0 or self.failures:
                self.examine()
        self.examine()
        self.moved = self.moves_made() - self.begun
        self.keeper.close()
        return self

    def draw(self, weights: list[float]) -> Verb:
        """Mostly a verb for which something stands ready; never one that has no record at all."""
        while True:
            verb = self.world.dice.choices(self.verbs, weights)[0]
            is_wild = self.world.dice.random() < 0.1
            if not verb.on or self.world.standing(verb.on, () if is_wild else verb.states):
                return verb

    def step(self, verb: Verb) -> None:
        self.steps += 1
        self.world.pass_time()
        handle = self.world.pick(verb.on, verb.states) if verb.on else Handle(None, None)
        assert handle is not None
        actor = self.world.one_of(verb.who(self.world, handle))
        before = {kind: len(known) for kind, known in self.world.handles.items()}
        staff = len(self.world.appointments)
        viewer = self.world.viewer(actor)
        refusal = self.attempt(verb, actor, viewer, handle)
        if refusal is None:
            self.done[verb.name] += 1
            self.digest = self.digest_now()
            self.world.see(self.states_now(handle))
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
        is_member = verb.in_person and viewer.role == Role.CONFERENCE_MEMBER
        if not ((viewer.works_with_cases or is_member) and self.world.is_serving(actor)):
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

    def states_now(self, handle: Handle) -> dict[UUID, str]:
        """Where the records of that circle stand; of the walk's own dice, not of anybody's eyes."""
        rows = self.keeper.execute(
            f"{STATES} UNION ALL {MEMBERS}", {"circle": handle.circle_id}
        ).fetchall()
        return dict(rows)

    def moves_made(self) -> Counter[str]:
        """How often each row of the tables of transitions was walked, as the record of changes has
        it."""
        rows = self.keeper.execute("SELECT noun, name, count(*) FROM audit_change GROUP BY 1, 2")
        return Counter({f"{noun} {name}": count for noun, name, count in rows})

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
    outcome = Outcome(control=controls_are_caught(), reached=Counter(EVERYTHING))
    started, number = time.monotonic(), 0
    worlds = [
        *((kept, RETRACED) for kept in json.loads(SEEDS.read_text())),
        *((seed * 1000 + one, WORLD_SIZE) for one in range(n)),
    ]
    refused: Counter[str] = Counter()
    while outcome.n < n and time.monotonic() < until:
        walk_seed, size = worlds[number]
        walk = Walk(walk_seed).go(min(size, n - outcome.n), until)
        number += 1
        outcome.n += walk.steps
        outcome.failures.extend(walk.failures)
        outcome.carried_out += sum(walk.done.values())
        outcome.reached.update(walk.done)
        outcome.reached.update({row: walk.moved[row] for row in ROWS})
        refused.update(walk.refused)
        refused["examined"] += walk.examined
    outcome.notes = {
        "worlds": number,
        **{
            f"refused_{kind}": refused[kind]
            for kind in ("expected", "not_allowed", "absent", "wall")
        },
        "rows_examined": refused["examined"],
        "per_second": outcome.n / (time.monotonic() - started),
    }
    return outcome


CONTROL_STEPS, CONTROL_WEIGHT = 60, 200
"""So many steps, of which every third or so is the mutant: no clock decides."""


def walk_with(control: Control, seed: int) -> Walk:
    verbs = (*VERBS, replace(control.verb, weight=CONTROL_WEIGHT))
    return Walk(seed, verbs, every=5, far=control.far).go(CONTROL_STEPS)


CONTROL_SEEDS = (7, 8, 9)
"""A walk may mend what the mutant broke before anybody looks: then the next one counts."""


def is_caught(control: Control) -> bool:
    """Found out, and for what it does."""
    walks = (walk_with(control, seed) for seed in CONTROL_SEEDS)
    return any(control.says in failure for walk in walks for failure in walk.failures)


def controls_are_caught() -> bool:
    """Each mutant, walked among sound verbs, must be found out."""
    return all(is_caught(control) for control in CONTROLS)


FLOW_VERBS = Proof(id="flow.verbs", full=20_000, seed=1, run=run, shards=2)
