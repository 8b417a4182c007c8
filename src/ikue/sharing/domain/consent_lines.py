"""同意の一覧: a household's consents in one line a member, and each verb that is open on them.

Consent is per person, so one member's yes and another's no stand side by side (個情法69条2項1号).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from ikue.directory.domain.columns import agency_name
from ikue.directory.enums import AgencyKind
from ikue.directory.models import Window
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.kernel.transitions import Transition
from ikue.kernel.wareki import format_wareki
from ikue.sharing.domain.deciding import Information, Rights
from ikue.sharing.domain.showing import ShownHousehold, ShownPerson, shown
from ikue.sharing.domain.standing import Standing, circle_consents, current, standing_of
from ikue.sharing.enums import CLASS_LABELS, FieldClass
from ikue.sharing.models import Consent, ConsentAddition, ConsentReceiver
from ikue.sharing.states import CONSENT


@dataclass(frozen=True, kw_only=True)
class Showing:
    """What the lines of one page have in common."""

    viewer: Viewer
    rights: Rights
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
        if self.standing in (Standing.ASKED, Standing.REFUSED) and self.record.ask_again_on:
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
        """同意前: no consent of anybody stands. Where all have died, there is nothing before it."""
        if self.members and all(one.member.has_died for one in self.members):
            return False
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
    found = list(with_receivers(circle_consents(circle_id)))
    members = [
        member
        for household in households
        for member in household.members
        if not member.has_left or any(one.person_id == member.person_id for one in found)
    ]
    showing = Showing(viewer=viewer, rights=rights, additions=tuple(additions))
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
    told = receivers_of(consent)
    note_consent(showing.rights, consent)
    return ShownConsent(
        record=consent,
        standing=standing,
        to_whom="、".join(told.names),
        what="・".join(CLASS_LABELS[FieldClass[name]] for name in consent.class_names),
        kinds="、".join(f"{kind}（種類）" for kind in told.kinds),
        is_own=is_own,
        lives=member.person is not None and not member.has_died,
        added=_added(showing, consent, is_own=is_own),
        acts=tuple(row for row in CONSENT if _is_open(row, consent, viewer)),
        may_add=is_own and bool(told.kinds) and standing == Standing.IN_FORCE,
    )


def _is_open(row: Transition, consent: Consent, viewer: Viewer) -> bool:
    """The verbs of a consent in force that the page offers; none of them asks the database."""
    offered = row.name in ("change", "withdraw") and consent.state in row.sources
    return offered and row.may(viewer, consent)


def note_consent(rights: Rights, consent: Consent) -> None:
    """Whose window stands there (F0); of an own one also what was agreed to and said (F3)."""
    for field_class in (FieldClass.F0, FieldClass.F3):
        shown(rights, Information.of(consent, field_class, person_id=consent.person_id))


def _added(showing: Showing, consent: Consent, *, is_own: bool) -> tuple[Added, ...]:
    return tuple(
        Added(
            addition=one,
            name=vars(one)["called"],
            how=one.telling.how if is_own and one.told_at else "",
            may_tell=is_own and one.told_at is None,
        )
        for one in showing.additions
        if one.consent_id == consent.pk
    )


@dataclass(frozen=True, kw_only=True)
class Receivers:
    """Whom a consent names, as far as the viewer may know: windows and agencies, kinds of them."""

    names: tuple[str, ...]
    kinds: tuple[str, ...]


def with_receivers(rows: QuerySet[Consent]) -> QuerySet[Consent]:
    """In full, and beside each whom it names, since the page of every case says it: no query more.
    Of a window and a partner of the same code the window counts."""
    window = Window.objects.filter(code=OuterRef("code")).values("short_name")[:1]
    called = Coalesce(Subquery(window), agency_name("code"), "code")
    named = ConsentReceiver.objects.filter(consent=OuterRef("pk")).order_by("code", "kind")
    shaped = named.values(one=JSONObject(kind="kind", called=called))
    return rows.select_related("said", "ground").annotate(named=ArraySubquery(shaped))


def receivers_of(consent: Consent) -> Receivers:
    """Of a consent that came `with_receivers`."""
    named = vars(consent)["named"]
    return Receivers(
        names=tuple(one["called"] for one in named if not one["kind"]),
        kinds=tuple(str(AgencyKind(one["kind"]).label) for one in named if one["kind"]),
    )
