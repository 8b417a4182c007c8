"""会議の画面に出すもの: meetings with their items, one item with what was said of it, all noted.

Whoever keeps an item reads it as its own; a member by the grant of the invitation. For all others
the wall leaves no row.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ikue.casework.domain.packets import PacketPerson, packet_view
from ikue.casework.models import Packet, RoleAssignment
from ikue.directory.models import Agency, Appointment
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.kernel.transitions import NotAllowed, Transition
from ikue.programmes.multi_agency.domain.agreeing import agreed_roles
from ikue.programmes.multi_agency.domain.answers import answers_for
from ikue.programmes.multi_agency.domain.covering import named_ids, named_persons
from ikue.programmes.multi_agency.domain.custody import custodian_name
from ikue.programmes.multi_agency.domain.failures import ItemNotPossible
from ikue.programmes.multi_agency.domain.meetings import chairs
from ikue.programmes.multi_agency.domain.papers import Paper, papers_of
from ikue.programmes.multi_agency.domain.recording import require_standing
from ikue.programmes.multi_agency.enums import (
    ENDED_ITEMS,
    OPEN_TO_MEMBERS,
    Conference,
    ItemState,
)
from ikue.programmes.multi_agency.models import AgendaItem, ItemMember, Meeting, MemberAnswer
from ikue.programmes.multi_agency.rules import keeps_it
from ikue.programmes.multi_agency.states import ITEM
from ikue.sharing.domain.deciding import Decision, Information, Rights, rights_of
from ikue.sharing.domain.showing import note_shown
from ikue.sharing.enums import FieldClass
from ikue.sharing.models import LegalBasis

MOST = 100


@dataclass(frozen=True, kw_only=True)
class AgendaLine:
    """One item of a list: how it is called, on which basis, where it stands."""

    item: AgendaItem
    name: str
    is_kept: bool


@dataclass(frozen=True, kw_only=True)
class MeetingLine:
    meeting: Meeting
    lines: tuple[AgendaLine, ...]
    is_kept: bool


@dataclass(frozen=True, kw_only=True)
class Board:
    """会議の一覧: what waits for a meeting, and the meetings to come, as far as one may know."""

    waiting: tuple[AgendaLine, ...]
    meetings: tuple[MeetingLine, ...]
    closed: tuple[Meeting, ...]


@dataclass(frozen=True, kw_only=True)
class MemberLine:
    """構成員 as the list of attendance has it."""

    member: ItemMember
    name: str
    place: str
    secrecy: str
    secrecy_on: date | None
    answer: MemberAnswer | None
    is_mine: bool
    is_myself: bool
    may_answer: bool

    @property
    def words(self) -> str:
        return f"{self.name}（{self.place}）"

    @property
    def has_left(self) -> bool:
        return self.member.left_at is not None


@dataclass(frozen=True, kw_only=True)
class RoleLine:
    """One row of the role table: what, by whom, until when."""

    role: RoleAssignment
    holder: str


@dataclass(frozen=True, kw_only=True)
class ItemPage:
    item: AgendaItem
    meeting: Meeting | None
    agenda: tuple[AgendaLine, ...]
    name: str
    persons: tuple[PacketPerson, ...]
    papers: tuple[Paper, ...]
    members: tuple[MemberLine, ...]
    basis: LegalBasis | None
    decision: Decision
    is_kept: bool
    chairs: bool
    verbs: tuple[Transition, ...]
    names: dict[UUID, str]
    roles: tuple[RoleLine, ...]
    moved_to_id: UUID | None
    lapsed: str
    """Why the invited read it no more although it was not ended, for whoever keeps it."""
    custodian: str
    """Who keeps the minutes now."""

    @property
    def mine(self) -> MemberLine | None:
        return next((one for one in self.members if one.is_mine and not one.has_left), None)

    @property
    def standing(self) -> tuple[MemberLine, ...]:
        return tuple(one for one in self.members if not one.has_left)

    @property
    def readers(self) -> tuple[MemberLine, ...]:
        """Who can open the item here; a partner without an account gets paper."""
        return tuple(one for one in self.standing if one.member.appointment_id)

    @property
    def unanswered(self) -> tuple[MemberLine, ...]:
        return tuple(one for one in self.standing if one.answer is None)

    @property
    def may_agree(self) -> bool:
        """Roles are written down here, by whoever keeps a 支援会議 that has been held."""
        is_support = self.item.conference == Conference.SUPPORT
        return self.is_kept and is_support and self.item.state == ItemState.DISCUSSED

    @property
    def is_over(self) -> bool:
        return self.item.state in ENDED_ITEMS

    @property
    def chair(self) -> str:
        return self.names.get(self.meeting.chair_id, "") if self.meeting else ""

    @property
    def deputy_chair(self) -> str:
        deputy = self.meeting.deputy_chair_id if self.meeting else None
        return self.names.get(deputy, "") if deputy else ""

    @property
    def recorder(self) -> str:
        return self.names.get(self.item.recorder_id, "") if self.item.recorder_id else ""


def open_meetings(viewer: Viewer) -> list[Meeting]:
    """The meetings of the own window that still take items."""
    rows = Meeting.objects.filter(owner_window_id__in=viewer.window_ids, closed_at=None)
    return list(rows.order_by("starts_at"))


def find_member(member_id: UUID) -> ItemMember:
    return ItemMember.objects.select_related("item__meeting", "item__ground").get(pk=member_id)


def find_item(item_id: UUID) -> AgendaItem:
    """Raises DoesNotExist for whoever is not concerned with it, as for no item at all."""
    return AgendaItem.objects.select_related("meeting", "ground").get(pk=item_id)


def board(viewer: Viewer) -> Board:
    items = list(
        AgendaItem.objects.exclude(state__in=ENDED_ITEMS)
        .select_related("meeting")
        .order_by("meeting__starts_at", "order")[:MOST]
    )
    lines = agenda_lines(viewer, items)
    meetings = list(Meeting.objects.order_by("starts_at"))
    pending = [one for one in meetings if one.closed_at is None]
    return Board(
        waiting=tuple(line for line in lines if line.item.meeting is None or _is_put_off(line)),
        meetings=tuple(_meeting_line(viewer, one, lines) for one in pending),
        closed=tuple(one for one in reversed(meetings) if one.closed_at is not None)[:MOST],
    )


def meeting_line(viewer: Viewer, meeting: Meeting) -> MeetingLine:
    """One meeting with all its items, as far as the viewer may read them."""
    lines = agenda_lines(viewer, list(meeting.items.all()))
    return MeetingLine(meeting=meeting, lines=lines, is_kept=keeps_it(viewer, meeting))


def item_page(viewer: Viewer, item: AgendaItem) -> ItemPage:
    """Everything one may read of an item, noted of each person named in it."""
    decision = show_item(rights_of(viewer, [item.circle_id]), item)
    is_kept = keeps_it(viewer, item)
    # Whoever was struck off before anybody was invited has never been a member to the others.
    members = tuple(
        line
        for line in member_lines(viewer, item)
        if is_kept or line.member.invited_at or not line.has_left
    )
    on = clock.today(viewer.at)
    return ItemPage(
        item=item,
        lapsed=_lapsed(viewer, item),
        custodian=custodian_name(item, viewer.at),
        meeting=item.meeting,
        agenda=meeting_line(viewer, item.meeting).lines if item.meeting else (),
        name=called(item, on=on),
        persons=named_persons(item, on=on),
        papers=papers_of(item),
        members=members,
        basis=LegalBasis.objects.in_force(on).filter(code=item.conference).first(),
        decision=decision,
        is_kept=is_kept,
        chairs=item.meeting is not None and chairs(item.meeting, viewer),
        verbs=tuple(ITEM.open_to(record=item, viewer=viewer)),
        names=_staff(_leading(item)),
        roles=_role_lines(item, members),
        moved_to_id=AgendaItem.objects.filter(moved_from=item).values_list("pk", flat=True).first(),
    )


def _lapsed(viewer: Viewer, item: AgendaItem) -> str:
    """A consent may end while the item goes on: then nothing can be recorded, and nobody reads."""
    if item.state not in OPEN_TO_MEMBERS or not keeps_it(viewer, item):
        return ""
    try:
        require_standing(item, viewer.at)
    except ItemNotPossible as refusal:
        return str(refusal)
    return ""


def show_item(rights: Rights, item: AgendaItem) -> Decision:
    """The basis on which this viewer reads the item, recorded; raises NotAllowed."""
    decision = rights.decide(Information.of(item, FieldClass.F5, bound_to=item.pk))
    if not decision.allowed:
        raise NotAllowed("item")
    classes = FieldClass.F0 | FieldClass.F1 | FieldClass.F3 | FieldClass.F5
    if any(paper["tag"] for paper in item.papers):
        classes |= FieldClass.F4
    for person_id in named_ids(item):
        note_shown(
            decision, circle_id=item.circle_id, person_id=person_id, classes=int(classes)
        )  # fmt: skip
    return decision


def agenda_lines(viewer: Viewer, items: Iterable[AgendaItem]) -> tuple[AgendaLine, ...]:
    """Items by the names of those they are about (F1), each noted."""
    rows = list(items)
    rights = rights_of(viewer, {row.circle_id for row in rows}) if rows else Rights(viewer=viewer)
    return tuple(line for row in rows if (line := _line(viewer, rights, row)) is not None)


def called(item: AgendaItem, *, on: date) -> str:
    return packet_view(Packet(persons=item.persons), on=on).called


def _line(viewer: Viewer, rights: Rights, item: AgendaItem) -> AgendaLine | None:
    decision = rights.decide(Information.of(item, FieldClass.F1, bound_to=item.pk))
    if not decision.allowed:
        return None
    for person_id in named_ids(item):
        classes = FieldClass.F0 | FieldClass.F1
        note_shown(
            decision, circle_id=item.circle_id, person_id=person_id, classes=int(classes)
        )  # fmt: skip
    name = called(item, on=clock.today(viewer.at))
    return AgendaLine(item=item, name=name, is_kept=keeps_it(viewer, item))


def _is_put_off(line: AgendaLine) -> bool:
    return line.item.state == ItemState.ADJOURNED


def _meeting_line(viewer: Viewer, meeting: Meeting, lines: tuple[AgendaLine, ...]) -> MeetingLine:
    own = [line for line in lines if line.item.meeting_id == meeting.pk and not _is_put_off(line)]
    return MeetingLine(meeting=meeting, lines=tuple(own), is_kept=keeps_it(viewer, meeting))


def member_lines(viewer: Viewer, item: AgendaItem) -> tuple[MemberLine, ...]:
    rows = list(item.members.order_by("added_at", "recorded_at"))
    answers = {one.member_id: one for one in MemberAnswer.objects.filter(item=item)}
    appointments = Appointment.objects.select_related("account", "window").in_bulk(
        [row.appointment_id for row in rows if row.appointment_id]
    )
    codes = [row.agency_code for row in rows if row.agency_code]
    agencies = dict(Agency.objects.filter(code__in=codes).values_list("code", "name"))
    return tuple(
        _member_line(viewer, item, row, appointments, agencies, answers.get(row.pk)) for row in rows
    )


def _member_line(
    viewer: Viewer,
    item: AgendaItem,
    member: ItemMember,
    appointments: dict[UUID, Appointment],
    agencies: dict[str, str],
    answer: MemberAnswer | None,
) -> MemberLine:
    member.item = item
    appointment = appointments.get(member.appointment_id) if member.appointment_id else None
    is_open = item.state == ItemState.INVITED and member.left_at is None
    return MemberLine(
        member=member,
        name=appointment.account.name if appointment else member.partner_name,
        place=appointment.window.name if appointment else agencies.get(member.agency_code, ""),
        secrecy=member.secrecy_note,
        secrecy_on=appointment.secrecy_acknowledged_on if appointment else None,
        answer=answer,
        is_mine=member.appointment_id in viewer.appointment_ids,
        is_myself=member.appointment_id == viewer.appointment_id,
        may_answer=is_open and answers_for(member, viewer),
    )


def _role_lines(item: AgendaItem, members: tuple[MemberLine, ...]) -> tuple[RoleLine, ...]:
    """Whoever carries a role is on the list of members, also after leaving it."""
    named = {line.member.appointment_id: line.words for line in members}
    return tuple(
        RoleLine(
            role=role,
            holder=named.get(role.appointment_id, "") if role.appointment_id else role.partner_name,
        )
        for role in agreed_roles(item)
    )


def _leading(item: AgendaItem) -> set[UUID]:
    meeting = item.meeting
    ids = {item.recorder_id}
    if meeting is not None:
        ids |= {meeting.chair_id, meeting.deputy_chair_id}
    return {pk for pk in ids if pk}


def _staff(ids: set[UUID]) -> dict[UUID, str]:
    return dict(Appointment.objects.filter(pk__in=ids).values_list("pk", "account__name"))
