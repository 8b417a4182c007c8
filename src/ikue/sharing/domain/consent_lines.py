"""同意の一覧: a household's consents in one line a member, and each verb that is open on them.

Consent is per person, so one member's yes and another's no stand side by side (個情法69条2項1号).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from ikue.directory.enums import AgencyKind
from ikue.directory.models import Agency, Window
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.kernel.transitions import Transition
from ikue.kernel.wareki import format_wareki
from ikue.sharing.domain.deciding import Information, Rights
from ikue.sharing.domain.showing import ShownHousehold, ShownPerson, shown
from ikue.sharing.domain.standing import Standing, circle_consents, current, standing_of
from ikue.sharing.enums import CLASS_LABELS, FieldClass
from ikue.sharing.models import Consent, ConsentAddition
from ikue.sharing.states import CONSENT


@dataclass(frozen=True, kw_only=True)
class Names:
    """Windows and agencies as a consent names them, by code and by id."""

    by_code: Mapping[str, str]
    by_id: Mapping[UUID, str]


@dataclass(frozen=True, kw_only=True)
class Showing:
    """What the lines of one page have in common."""

    viewer: Viewer
    rights: Rights
    names: Names
    additions: tuple[ConsentAddition, ...]


@dataclass(frozen=True, kw_only=True)
class Added:
    """A receiver that was added by its kind, and whether the person has been told."""

    addition: ConsentAddition
    name: str
    how: str
    may_tell: bool


@dataclass(frozen=True, kw_only=True)
class ShownConsent:
    """One consent as this viewer may read it; words only for the window that keeps it."""

    record: Consent
    standing: Standing
    to_whom: str
    what: str
    kinds: str
    is_own: bool
    lives: bool
    """As far as the viewer may know."""
    added: tuple[Added, ...]
    acts: tuple[Transition, ...]
    may_add: bool

    @property
    def sentence(self) -> str:
        """だれに・何を・いつまで, or when to ask again."""
        if self.standing == Standing.REFUSED and self.record.ask_again_on:
            return f"次にお願いする日 {format_wareki(self.record.ask_again_on)}"
        if self.standing == Standing.DIED and self.lives:
            return "死亡の記録は誤りでした。必要なら、あらためてお願いしてください"
        if self.record.until is None or self.standing == Standing.ASKED:
            return ""
        told = f"{self.what}を、{format_wareki(self.record.until)}まで"
        whom = "、".join(filter(None, (self.to_whom, self.kinds)))
        return f"{whom}に、{told}" if whom else f"{told}（相手は、聞いた窓口にお尋ねください）"

    @property
    def is_over(self) -> bool:
        return self.standing in (Standing.WITHDRAWN, Standing.DIED, Standing.LAPSED)


@dataclass(frozen=True, kw_only=True)
class MemberConsents:
    """One member of the household: nobody speaks for another."""

    member: ShownPerson
    consents: tuple[ShownConsent, ...]
    earlier: tuple[ShownConsent, ...]

    @property
    def standing(self) -> Standing:
        """What a glance needs: in force before anything else."""
        found = [one.standing for one in self.consents]
        return Standing.IN_FORCE if Standing.IN_FORCE in found else (found or [NOTHING])[-1]


NOTHING = Standing.NOT_ASKED


@dataclass(frozen=True, kw_only=True)
class CircleConsents:
    circle_id: UUID
    members: tuple[MemberConsents, ...]

    @property
    def is_before(self) -> bool:
        """同意前: no consent of anybody stands."""
        return all(one.standing != Standing.IN_FORCE for one in self.members)


def consents_of(
    viewer: Viewer,
    circle_id: UUID,
    households: Iterable[ShownHousehold],
    rights: Rights,
    *,
    additions: Iterable[ConsentAddition] = (),
) -> CircleConsents:
    """A line for each member who is still there; whoever is shown here is noted (F0, own words F3).

    Only for a window on duty: the rows of the others are not there.
    """
    found = circle_consents(circle_id)
    added = list(additions)
    names = names_in(found, added)
    members = [
        member
        for household in households
        for member in household.members
        if not member.has_left or any(one.person_id == member.person_id for one in found)
    ]
    showing = Showing(viewer=viewer, rights=rights, names=names, additions=tuple(added))
    lines = [_member(showing, member, found) for member in members]
    return CircleConsents(circle_id=circle_id, members=tuple(lines))


def _member(showing: Showing, member: ShownPerson, found: list[Consent]) -> MemberConsents:
    today = clock.today(showing.viewer.at)
    mine = [one for one in found if one.person_id == member.person_id]
    standing = current(mine, today)
    earlier = [one for one in reversed(mine) if one not in standing]
    return MemberConsents(
        member=member,
        consents=tuple(_shown(showing, one, member) for one in standing),
        earlier=tuple(_shown(showing, one, member) for one in earlier),
    )


def _shown(showing: Showing, consent: Consent, member: ShownPerson) -> ShownConsent:
    viewer = showing.viewer
    is_own = consent.owner_window_id in viewer.window_ids
    standing = standing_of(consent, clock.today(viewer.at))
    _note(showing.rights, consent)
    return ShownConsent(
        record=consent,
        standing=standing,
        to_whom="、".join(showing.names.by_code.get(code, code) for code in consent.window_codes),
        what="・".join(CLASS_LABELS[FieldClass[name]] for name in consent.class_names),
        kinds="、".join(f"{AgencyKind(kind).label}（種類）" for kind in consent.agency_kinds),
        is_own=is_own,
        lives=member.person is not None and not member.has_died,
        added=_added(showing, consent, is_own=is_own),
        acts=tuple(row for row in CONSENT if _is_open(row, consent, viewer)),
        may_add=is_own and bool(consent.agency_kinds) and standing == Standing.IN_FORCE,
    )


def _is_open(row: Transition, consent: Consent, viewer: Viewer) -> bool:
    """The verbs of a consent in force that the page offers; none of them asks the database."""
    offered = row.name in ("change", "withdraw") and consent.state in row.sources
    return offered and row.may(viewer, consent)


def _note(rights: Rights, consent: Consent) -> None:
    for field_class in (FieldClass.F0, FieldClass.F3):
        shown(rights, Information.of(consent, field_class, person_id=consent.person_id))


def _added(showing: Showing, consent: Consent, *, is_own: bool) -> tuple[Added, ...]:
    return tuple(
        Added(
            addition=one,
            name=showing.names.by_id[one.window_id],
            how=one.telling.how if is_own and one.told_at else "",
            may_tell=is_own and one.told_at is None,
        )
        for one in showing.additions
        if one.consent_id == consent.pk
    )


def names_in(consents: Iterable[Consent], additions: Iterable[ConsentAddition] = ()) -> Names:
    """One query for windows, one for partners where a code is no window's; none for nobody."""
    codes = {code for one in consents for code in one.window_codes}
    if not codes and not list(additions):
        return Names(by_code={}, by_id={})
    windows = list(Window.objects.only("code", "short_name"))
    by_code = {row.code: row.short_name for row in windows}
    rest = codes - set(by_code)
    if rest:
        by_code |= dict(Agency.objects.filter(code__in=rest).values_list("code", "name"))
    return Names(by_code=by_code, by_id={row.pk: row.short_name for row in windows})
