"""支援ケースの頭: household, circle, いまここ, who answers for it, what is next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ikue.casework.domain.cases import require_going_on
from ikue.casework.domain.responsibility import Responsible, responsible_now
from ikue.casework.models import Case, NextAction
from ikue.casework.states import CASE
from ikue.desk.domain.columns import next_action
from ikue.desk.domain.here import COORDINATION, Facts, Step, track
from ikue.desk.domain.life_events import LifeDay, life_days
from ikue.desk.domain.road import Received, Road, travelled
from ikue.directory.domain.columns import is_served, staff_name
from ikue.directory.viewers import Viewer
from ikue.kernel.expected import EditedMeanwhile
from ikue.kernel.transitions import Transition
from ikue.programmes.multi_agency.rules import keeps_conferences
from ikue.sharing.domain.circles import windows_standing
from ikue.sharing.domain.consent_lines import CircleConsents, consents_of
from ikue.sharing.domain.deciding import Decision, Information, Rights, Subject, rights_of
from ikue.sharing.domain.naming import Lying
from ikue.sharing.domain.showing import (
    ShownHousehold,
    note_shown,
    show_households,
    show_persons,
)
from ikue.sharing.enums import Basis, FieldClass


@dataclass(frozen=True, kw_only=True)
class CircleWindow:
    """A window of the circle: since when, and whom to call."""

    window_id: UUID
    name: str
    phone: str
    since: datetime
    is_lead: bool
    is_mine: bool


@dataclass(frozen=True, kw_only=True)
class CaseFile:
    case: Case
    rights: Rights
    label: str
    households: tuple[ShownHousehold, ...]
    readable: tuple[str, ...]
    """The persons whom a grant of their own opens, where the household itself is closed."""
    circle: tuple[CircleWindow, ...]
    track: tuple[Step, ...]
    lead_name: str
    responsible: Responsible
    next_what: str
    receptions: tuple[Received, ...]
    coordinates: bool
    """The viewer's window is or was asked to coordinate here: it has a page for that."""
    acts: tuple[Transition, ...]
    leads: bool
    principal_id: UUID | None
    life_days: tuple[LifeDay, ...]
    decision: Decision
    consents: CircleConsents | None
    """For a window on duty; the others do not learn who agreed to what."""

    @property
    def why(self) -> Decision | None:
        """なぜ見られるのか, for whoever reads by something else than the own window's work."""
        return None if self.decision.basis == Basis.OWN_DUTY else self.decision

    @property
    def is_before_consent(self) -> bool:
        """同意前 (computed): the case goes on, and no consent of anybody stands."""
        going_on = self.case.completed_at is None
        return going_on and self.consents is not None and self.consents.is_before

    @property
    def anybody_died(self) -> bool:
        """As far as the viewer may know; then the record of it can be taken back."""
        return any(household.anybody_died for household in self.households)

    @property
    def may_end_by_death(self) -> bool:
        """Somebody died, nobody whom the window supports is left, and the case goes on."""
        members = [one for each in self.households for one in each.members]
        left = any(one.may_be_asked and one.person_id in self.rights.supported for one in members)
        going_on = self.leads and self.case.completed_at is None
        return self.anybody_died and not left and going_on

    @property
    def ahead(self) -> tuple[LifeDay, ...]:
        return tuple(day for day in self.life_days if day.is_ahead)

    @property
    def others(self) -> tuple[CircleWindow, ...]:
        """Whose parts may be closed, and whom to ask: from F0 alone, rows or no rows."""
        return tuple(window for window in self.circle if not window.is_mine)

    @property
    def known_members(self) -> list[tuple[UUID, str]]:
        return known_members(self.households)


def known_members(households: Iterable[ShownHousehold]) -> list[tuple[UUID, str]]:
    return [
        (member.person_id, member.label)
        for household in households
        for member in household.members
        if member.person is not None
    ]


def find_case(case_id: UUID) -> Case:
    """Raises DoesNotExist for whoever has nothing to do with it, as for no case at all."""
    return Case.objects.get(pk=case_id)


def open_file(viewer: Viewer, case_id: UUID) -> CaseFile:
    """The case with who answers for it and what is next. Raises DoesNotExist as `find_case`."""
    rows = Case.objects.annotate(
        served=is_served("responsible_id", "lead_window_id", viewer.at),
        responsible_name=staff_name("responsible_id"),
        next_what=next_action("what"),
        next_owner=next_action("owner_window_id"),
    )
    return _file(viewer, rows.get(pk=case_id))


def _file(viewer: Viewer, case: Case) -> CaseFile:
    rights = rights_of(viewer, [case.circle_id])
    households = show_households(viewer, case.circle_id, rights=rights)
    decision = _note_involvement(rights, case)
    on_duty = viewer.works_with_cases and rights.on_duty_in(case.circle_id)
    circle = _circle(viewer, case)
    road = travelled(case.circle_id)
    return CaseFile(
        case=case,
        rights=rights,
        readable=() if households else _readable(viewer, rights),
        label=households[0].label if households else case.number,
        households=households,
        circle=circle,
        track=track(facts_of(case, road)),
        lead_name=next((window.name for window in circle if window.is_lead), ""),
        responsible=_responsible(viewer, case),
        next_what=_next_what(rights, case, _principal(households)),
        receptions=road.receptions,
        coordinates=keeps_conferences(viewer, case)
        and any(one.kind == COORDINATION for one in road.reached),
        acts=tuple(CASE.open_to(record=case, viewer=viewer)),
        leads=viewer.works_with_cases and case.lead_window_id in viewer.window_ids,
        principal_id=_principal(households),
        life_days=life_days(viewer, case.circle_id, known_members(households), rights=rights),
        decision=decision,
        consents=consents_of(viewer, case.circle_id, households, rights) if on_duty else None,
    )


def _readable(viewer: Viewer, rights: Rights) -> tuple[str, ...]:
    """For a reader by consent: those who agreed, and nothing of the others."""
    opened = {grant.person_id for grant in rights.grants if grant.person_id is not None}
    persons = show_persons(viewer, opened, rights=rights)
    return tuple(sorted(person.name for person in persons.values()))


def _note_involvement(rights: Rights, case: Case) -> Decision:
    decision = rights.decide(Information.of(case, FieldClass.F0))
    note_shown(decision, circle_id=case.circle_id, person_id=None, classes=FieldClass.F0)
    return decision


def _principal(households: Iterable[ShownHousehold]) -> UUID | None:
    """The first who is still there and lives, else the first who may be named."""
    members = [one for each in households for one in each.members if one.person is not None]
    there = (one for one in members if one.may_be_asked)
    first = next(there, next(iter(members), None))
    return first.person_id if first else None


def _circle(viewer: Viewer, case: Case) -> tuple[CircleWindow, ...]:
    windows = windows_standing(case.circle_id, and_also=case.lead_window_id)
    found = [
        CircleWindow(
            window_id=window.pk,
            name=window.name,
            phone=window.phone,
            since=since or case.opened_at,
            is_lead=window.pk == case.lead_window_id,
            is_mine=window.pk in viewer.window_ids,
        )
        for window, since in windows.items()
    ]
    return tuple(sorted(found, key=lambda one: (not one.is_lead, one.since, one.name)))


def facts_of(case: Case | None, road: Road) -> Facts:
    first = road.receptions[0] if road.receptions else None
    return Facts(
        received_at=first.received_at if first else None,
        reception_state=first.state if first else "",
        reception_ended_at=first.ended_at if first else None,
        referrals=road.referrals,
        reached=road.reached,
        case_state=case.state if case else "",
        case_opened_at=case.opened_at if case else None,
        case_completed_at=case.completed_at if case else None,
    )


def _responsible(viewer: Viewer, case: Case) -> Responsible:
    """As read beside the case; asked again only where it fell to the manager."""
    beside = vars(case)
    if beside["served"]:
        return Responsible(name=beside["responsible_name"], awaits_hand_over=False)
    return responsible_now(
        appointment_id=case.responsible_id, window_id=case.lead_window_id, at=viewer.at
    )


def _next_what(rights: Rights, case: Case, person_id: UUID | None) -> str:
    beside = vars(case)
    if beside["next_owner"] is None:
        return ""
    action = Lying(circle_id=case.circle_id, owner_window_id=beside["next_owner"])
    return _shown_next(rights, action, beside["next_what"], person_id)


def next_what(rights: Rights, case: Case, person_id: UUID | None = None) -> str:
    """次の行動 in words (F3); nothing for a window that knows only the date (F0)."""
    action = NextAction.objects.filter(case=case, done_at=None).first()
    if action is None:
        return ""
    return _shown_next(rights, action, action.what, person_id)


def _shown_next(rights: Rights, action: Subject, what: str, person_id: UUID | None) -> str:
    decision = rights.decide(Information.of(action, FieldClass.F3))
    if not decision.allowed:
        return ""
    note_shown(decision, circle_id=action.circle_id, person_id=person_id, classes=FieldClass.F3)
    return what


class CaseChanged(EditedMeanwhile):
    """Somebody was faster; `now_on` and `now_what` are what stands there, as of `version`."""

    def __init__(self, *, now_on: date | None, now_what: str, version: int) -> None:
        super().__init__(now_what, version=version)
        self.now_on = now_on
        self.now_what = now_what


def unchanged_case(viewer: Viewer, case_id: UUID, *, seen_version: int) -> Case:
    """The case, locked. Raises CaseNotPossible when it has ended meanwhile, CaseChanged when it
    is no longer as it was on the screen."""
    case = Case.objects.select_for_update().get(pk=case_id)
    require_going_on(case)
    if case.version != seen_version:
        what = next_what(rights_of(viewer, [case.circle_id]), case)
        raise CaseChanged(now_on=case.next_on, now_what=what, version=case.version)
    return case
