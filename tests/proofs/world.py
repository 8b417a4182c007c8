"""A random ward: who is appointed where, what time it is, and every record made so far."""

import copy
import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from ikue.accounts.models import Account
from ikue.directory.domain.appointments import appoint
from ikue.directory.enums import WORKING_ROLES, Role
from ikue.directory.models import Appointment, Window
from ikue.directory.viewers import Viewer, viewer_under
from ikue.kernel import clock
from tests.cast import APPOINTED, assemble

WORKING_WINDOWS = (
    "self_reliance", "support_center_arakawa", "core_consultation_center", "child_family_center",
    "women", "multi_agency", "outreach", "participation", "community_welfare", "night_duty",
)  # fmt: skip
GENERAL_WINDOWS = tuple(
    code for code in WORKING_WINDOWS if code not in ("child_family_center", "women", "night_duty")
)


@dataclass
class Handle:
    """A record the walk knows: where it lies, whose it is, and a copy somebody may still hold."""

    pk: UUID
    model: Any
    circle_id: UUID | None = None
    windows: list[UUID] = field(default_factory=list)
    held: Any = None
    live: Any = None
    more: dict[str, Any] = field(default_factory=dict)
    state: str = ""


class World:
    """Everything is chosen by `dice`, in the order things were made, so that a seed repeats it."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.cast = assemble()
        self.at = self.cast.at
        self.windows = {window.code: window for window in Window.objects.select_related("agency")}
        self.codes = sorted(self.windows)
        self.handles: dict[str, list[Handle]] = {}
        self.appointments: list[Appointment] = list(self.cast.appointments.values())
        self._hired = 0
        self._staff()

    def _staff(self) -> None:
        """Every working window has a manager: the premise on which open work falls to somebody."""
        for code in WORKING_WINDOWS:
            if code not in ("self_reliance", "support_center_arakawa"):
                self.hire(code, Role.SECTION_MANAGER)
            for _ in range(self.dice.randrange(3)):
                self.hire(code, Role(self.dice.choice(WORKING_ROLES)))

    def hire(self, code: str, role: Role) -> Appointment:
        """A new member of staff. The account is one object for all its appointments."""
        self._hired += 1
        name = f"hired{self._hired}"
        account = Account(username=name, name=f"職員 {self._hired}", password="!")
        account.save(force_insert=True)
        made = appoint(
            account=account, window=self.windows[code], role=role, starts_at=APPOINTED, by=None
        )
        self.appointments.append(made)
        return made

    def pass_time(self) -> None:
        minutes, hours = (60, 60, 600, 600, 1800), (3600, 3600, 6 * 3600, 6 * 3600)
        step = self.dice.choice((1, 7, *minutes, *hours, 86400, 86400, 3 * 86400))
        self.at += timedelta(seconds=step)

    @property
    def today(self) -> date:
        return clock.today(self.at)

    def some_day(self) -> date:
        """Mostly a day to come, sometimes today or one that has passed."""
        ahead = (-30, -1, 0, 0, 1, 1, 1, 2, 2, 3, 5, 14, 60, 90)
        return self.today + timedelta(days=self.dice.choice(ahead))

    def words(self, *usual: str) -> str:
        """Now and then nothing at all was typed."""
        return "" if self.dice.random() < 0.05 else self.dice.choice(usual or ("ひとこと",))

    def window(self, *, general: float = 0.0) -> Window:
        """Mostly one where people work; by that chance one to which the standing decision leads."""
        codes = WORKING_WINDOWS if self.dice.random() < 0.85 else self.codes
        if self.dice.random() < general:
            codes = GENERAL_WINDOWS
        return self.windows[self.dice.choice(codes)]

    def far_day(self) -> date:
        """How long something is meant to last: mostly months."""
        return self.today + timedelta(days=self.dice.choice((-1, 5, 60, 120, 200, 300, 300)))

    def past_day(self) -> date:
        """When something was decided: mostly today."""
        return self.today + timedelta(days=self.dice.choice((-30, -1, 0, 0, 0, 0, 0, 0, 1)))

    def appointment(self, window_ids: list[UUID] | None = None) -> Appointment:
        """Mostly somebody of these windows, sometimes anybody: outsider, retired, stopped."""
        return self.one_of(
            [one for one in self.appointments if window_ids and one.window_id in window_ids]
        )

    def one_of(self, wanted: list[Appointment]) -> Appointment:
        """Mostly one of these, sometimes anybody."""
        chosen = wanted if wanted and self.dice.random() < 0.88 else self.appointments
        return self.dice.choice(chosen)

    def somebody_else(self, one: Appointment) -> Appointment:
        """Mostly a colleague."""
        return self.one_of([who for who in self.staff_of([one.window_id]) if who != one])

    def staff_of(self, window_ids: list[UUID]) -> list[Appointment]:
        """Who works at these windows now; where nobody does, whoever ever did."""
        there = [one for one in self.appointments if one.window_id in window_ids]
        return [one for one in there if self.is_serving(one)] or there

    def managers_of(self, window_ids: list[UUID]) -> list[Appointment]:
        return [one for one in self.staff_of(window_ids) if one.role == Role.SECTION_MANAGER]

    def hosts(self) -> list[UUID]:
        """The window of 多機関協働."""
        return [self.windows["multi_agency"].pk]

    def viewer(self, appointment: Appointment) -> Viewer:
        return viewer_under(appointment, at=self.at)

    def is_serving(self, appointment: Appointment) -> bool:
        account = appointment.account
        return appointment.is_in_force(self.at) and account.is_active and not account.stopped_at

    def keep(self, kind: str, record: Any, *windows: UUID, **more: Any) -> Handle:
        circle = getattr(record, "circle_id", None)
        made = Handle(
            record.pk, type(record), circle, list(windows), copy.copy(record), record, more,
            getattr(record, "state", ""),
        )  # fmt: skip
        self.handles.setdefault(kind, []).append(made)
        return made

    def keep_member(self, made: Any) -> Handle:
        return self.keep(
            "member", made, made.owner_window_id, item=made.item_id,
            appointment=made.appointment_id,
        )  # fmt: skip

    def keep_role(self, made: Any) -> Handle:
        window = made.window_id or made.owner_window_id
        return self.keep("role", made, window, keeper=made.owner_window_id, plan=made.plan_id)

    def known(self, pk: UUID | None) -> Handle | None:
        """The record of that identifier, where the walk has it."""
        every = (one for known in self.handles.values() for one in known)
        return next((one for one in every if one.pk == pk), None)

    def standing(self, kind: str, states: tuple[str, ...]) -> list[Handle]:
        """The records of that kind in one of these states; of every state where none is named."""
        known = self.handles.get(kind, [])
        return [one for one in known if one.state in states] if states else known

    def pick(self, kind: str, states: tuple[str, ...] = ()) -> Handle | None:
        """One of the records of that kind, rather a recent one; mostly in one of these states."""
        chosen = states if self.dice.random() < 0.9 else ()
        known = self.standing(kind, chosen) or self.handles.get(kind, [])
        if not known:
            return None
        recent = known[-12:] if self.dice.random() < 0.7 else known
        return self.dice.choice(recent)

    def see(self, states: dict[UUID, str]) -> None:
        """Where these records stand now: whoever walks looks for one that can be moved."""
        for known in self.handles.values():
            for one in known:
                one.state = states.get(one.pk, one.state)

    def beside(self, handle: Handle, kind: str) -> Handle | None:
        """Another record, mostly one of the same circle."""
        near = [one for one in self.handles.get(kind, []) if one.circle_id == handle.circle_id]
        return self.dice.choice(near) if near and self.dice.random() < 0.8 else self.pick(kind)

    def load(self, handle: Handle) -> Any:
        """As a view does, under the actor's eyes; sometimes a copy from a screen left open."""
        if self.dice.random() < 0.12:
            return copy.copy(handle.held)
        record = handle.model.objects.get(pk=handle.pk)
        handle.held, handle.live = copy.copy(record), record
        return record

    def wrong(self, right: Any, kind: str, name: str) -> Any:
        """Now and then an identifier of another record, as a forged form would send it."""
        if self.dice.random() > 0.06:
            return right
        other = self.pick(kind)
        return getattr(other, name) if other is not None else right
