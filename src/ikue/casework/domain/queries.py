"""つなぎ as its two ends see it: one referral, what came to my window, what my window waits for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef

from ikue.audit import looking
from ikue.casework.domain.calling import show_calls
from ikue.casework.domain.cases import open_case_in
from ikue.casework.domain.clocks import answer_due, arrival_limit, escalation
from ikue.casework.domain.origins import Origin, origin_of
from ikue.casework.domain.packets import PacketView, show_outcome, show_packet, show_packets
from ikue.casework.enums import UNANSWERED, Escalation, ReferralClock, ReferralKind, ReferralState
from ikue.casework.models import Referral, ReferralNote
from ikue.directory.domain.queries import setting_number
from ikue.directory.models import Agency, Appointment, Window
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.sharing.domain.deciding import rights_of
from ikue.sharing.enums import Basis, FieldClass
from ikue.sharing.models import Ground, LegalBasis

MOST = 200
CAME_BACK = (ReferralState.DECLINED, ReferralState.RECALLED)


@dataclass(frozen=True, kw_only=True)
class ReferralRow:
    """One line of a list; `other` is the window or agency at the far end."""

    referral: Referral
    name: str
    question: str
    other: str
    due: date | datetime | None
    read_at: datetime | None
    escalation: Escalation
    days: int

    @property
    def is_urgent(self) -> bool:
        return self.referral.clock != ReferralClock.ORDINARY

    @property
    def is_unanswered(self) -> bool:
        return self.referral.state in UNANSWERED


@dataclass(frozen=True, kw_only=True)
class Inbox:
    """Sent to my window: the answer owed first, then the first contact, then the outcome."""

    unanswered: tuple[ReferralRow, ...]
    contact_owed: tuple[ReferralRow, ...]
    outcome_owed: tuple[ReferralRow, ...]


@dataclass(frozen=True, kw_only=True)
class Outbox:
    """What my window waits for, and what came back to it without a next place to ask."""

    returned: tuple[ReferralRow, ...]
    unanswered: tuple[ReferralRow, ...]
    accepted: tuple[ReferralRow, ...]


def inbox(viewer: Viewer) -> Inbox:
    received = Referral.objects.filter(to_window_id__in=viewer.window_ids)
    open_states = (*UNANSWERED, ReferralState.ACCEPTED, ReferralState.ARRIVED)
    rows = _rows(viewer, received.filter(state__in=open_states)[:MOST], sent=False)
    return Inbox(
        unanswered=_by_urgency(rows, UNANSWERED),
        contact_owed=_by_urgency(rows, {ReferralState.ACCEPTED}),
        outcome_owed=_by_urgency(rows, {ReferralState.ARRIVED}),
    )


def outbox(viewer: Viewer) -> Outbox:
    sent = Referral.objects.filter(owner_window_id__in=viewer.window_ids)
    later = Referral.objects.filter(
        circle_id=OuterRef("circle_id"), owner_window_id=OuterRef("owner_window_id"),
        sent_at__gt=OuterRef("sent_at"),
    )  # fmt: skip
    came_back = sent.filter(~Exists(later), state=ReferralState.DECLINED)
    waiting = sent.filter(state__in=(*UNANSWERED, ReferralState.ACCEPTED))
    rows = _rows(viewer, (came_back | waiting)[:MOST], sent=True)
    return Outbox(
        returned=_by_urgency(rows, {ReferralState.DECLINED}),
        unanswered=_by_urgency(rows, UNANSWERED),
        accepted=_by_urgency(rows, {ReferralState.ACCEPTED}),
    )


def _by_urgency(rows: list[ReferralRow], states: Iterable[str]) -> tuple[ReferralRow, ...]:
    wanted = set(states)
    chosen = [row for row in rows if row.referral.state in wanted]
    return tuple(sorted(chosen, key=lambda row: (not row.is_urgent, _moment(row.due))))


def _moment(due: date | datetime | None) -> datetime:
    """For sorting: a day counts until its end, and what has no date comes last."""
    if isinstance(due, datetime):
        return due
    return datetime.combine(due or date.max, time.max if due else time.min, clock.TOKYO)


def _rows(viewer: Viewer, found: Iterable[Referral], *, sent: bool) -> list[ReferralRow]:
    referrals = list(found)
    packets = show_packets(viewer, referrals)
    names = _ends(referrals)
    read = read_times(row.pk for row in referrals) if sent else {}
    arrival_days = setting_number("arrival_check_days", clock.today(viewer.at))
    return [
        _row(viewer, row, packets.get(row.pk), names, read.get(row.pk), arrival_days, sent=sent)
        for row in referrals
    ]


def _row(
    viewer: Viewer,
    referral: Referral,
    packet: PacketView | None,
    names: dict[object, str],
    read_at: datetime | None,
    arrival_days: int,
    *,
    sent: bool,
) -> ReferralRow:
    receiver = names.get(referral.to_window_id) or names.get(referral.to_agency_code, "")
    return ReferralRow(
        referral=referral,
        name=packet.called if packet else "",
        question=packet.question if packet else "",
        other=receiver if sent else names.get(referral.owner_window_id, ""),
        due=_due(referral, arrival_days, sent=sent),
        read_at=read_at,
        escalation=escalation(referral, viewer.at),
        days=(clock.today(viewer.at) - clock.today(referral.sent_at)).days,
    )


def _due(referral: Referral, arrival_days: int, *, sent: bool) -> date | datetime | None:
    """An answer, then the first contact (the receiver's date), then the proof of arrival."""
    if referral.state in UNANSWERED:
        return answer_due(referral)
    if referral.first_contact_on is None:
        return None
    if sent or referral.state == ReferralState.ARRIVED:
        return referral.first_contact_on + timedelta(days=arrival_days)
    return referral.first_contact_on


def _ends(referrals: list[Referral]) -> dict[object, str]:
    """Window id or agency code → name."""
    windows = {row.owner_window_id for row in referrals}
    windows |= {row.to_window_id for row in referrals if row.to_window_id}
    codes = {row.to_agency_code for row in referrals if row.to_agency_code}
    named: dict[object, str] = dict(Window.objects.filter(pk__in=windows).values_list("pk", "name"))
    named.update(Agency.objects.filter(code__in=codes).values_list("code", "name"))
    return named


def read_times(referral_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """既読: when somebody of the receiving window first saw each; only the two ends may know."""
    wanted = list(referral_ids)
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT referral_id, at FROM wall.referrals_read(%s::uuid[])", [wanted])
        return dict(cursor.fetchall())


@dataclass(frozen=True, kw_only=True)
class ReferralPage:
    """Everything one end reads of one referral."""

    referral: Referral
    packet: PacketView | None
    outcome: str
    is_sender: bool
    is_receiver: bool
    from_window: Window
    to_window: Window | None
    to_agency: Agency | None
    sender: str
    named: str
    read_at: datetime | None
    proposed: Window | None
    due: datetime
    escalation: Escalation
    arrival_due: date | None
    basis: LegalBasis | None
    case_id: UUID | None
    calls: tuple[ReferralNote, ...]
    """電話で確かめた, newest first; a promise beside the limit."""
    origin: Origin | None
    """The sender's reception, still open, to which this つなぎ came back."""

    @property
    def is_unanswered(self) -> bool:
        return self.referral.state in UNANSWERED

    @property
    def is_returned(self) -> bool:
        """差し戻し: a request to 多機関協働 comes back with advice."""
        return (
            self.referral.kind == ReferralKind.MULTI_AGENCY
            and self.referral.state == ReferralState.DECLINED
        )

    @property
    def came_back(self) -> bool:
        """Declined or recalled: the sender decides what comes next."""
        return self.referral.state in CAME_BACK

    @property
    def ask_next(self) -> Window | None:
        """The window that the refusal named; nobody sends to the own window."""
        return None if self.proposed == self.from_window else self.proposed

    @property
    def to_call(self) -> bool:
        """Urgent and unanswered: the sender tells the receiver by telephone too."""
        return (
            self.is_sender and self.is_unanswered and self.referral.clock != ReferralClock.ORDINARY
        )

    @property
    def receiver_name(self) -> str:
        if self.to_window is not None:
            return self.to_window.name
        return self.to_agency.name if self.to_agency else self.referral.to_agency_code

    @property
    def by_partner(self) -> bool:
        """The receiver has no account: the sender writes its answers down."""
        return self.referral.to_window_id is None


def referral_page(viewer: Viewer, referral: Referral) -> ReferralPage:
    ends = (referral.owner_window_id, referral.to_window_id, referral.proposed_window_id)
    windows = {row.pk: row for row in Window.objects.filter(pk__in=[pk for pk in ends if pk])}
    people = _appointed(referral.sender_id, referral.named_id)
    packet = show_packet(viewer, referral)
    if packet is None:
        _note_ended(referral)
    return ReferralPage(
        referral=referral,
        packet=packet,
        outcome=show_outcome(viewer, referral) if referral.done_at else "",
        is_sender=referral.owner_window_id in viewer.window_ids,
        is_receiver=referral.to_window_id in viewer.window_ids,
        from_window=windows[referral.owner_window_id],
        to_window=windows.get(referral.to_window_id) if referral.to_window_id else None,
        to_agency=Agency.objects.filter(code=referral.to_agency_code).first(),
        sender=people.get(referral.sender_id, ""),
        named=people.get(referral.named_id, "") if referral.named_id else "",
        read_at=read_times([referral.pk]).get(referral.pk),
        proposed=windows.get(referral.proposed_window_id) if referral.proposed_window_id else None,
        due=answer_due(referral),
        escalation=escalation(referral, viewer.at),
        arrival_due=arrival_limit(referral),
        basis=_basis(referral),
        case_id=_own_case(viewer, referral),
        calls=show_calls(viewer, referral),
        origin=_own_origin(viewer, referral),
    )


def _note_ended(referral: Referral) -> None:
    """Where the packet has closed, the page still tells of the involvement, and of a reason."""
    looking.note(
        circle_id=referral.circle_id,
        person_id=None,
        classes=FieldClass.F0 | FieldClass.F3 if referral.reason else FieldClass.F0,
        basis=Basis.OWN_DUTY,
    )


def _basis(referral: Referral) -> LegalBasis | None:
    """None for a receiver to whom the referral has closed: its Ground closed with it."""
    code = Ground.objects.filter(pk=referral.ground_id).values_list("basis", flat=True).first()
    on = clock.today(referral.sent_at)
    return LegalBasis.objects.in_force(on).filter(code=code).first() if code else None


def _appointed(*appointment_ids: UUID | None) -> dict[UUID, str]:
    rows = Appointment.objects.filter(pk__in=[pk for pk in appointment_ids if pk])
    return dict(rows.values_list("pk", "account__name"))


def _own_origin(viewer: Viewer, referral: Referral) -> Origin | None:
    """Only for the window that received: the way on goes over its own reception."""
    if referral.owner_window_id not in viewer.window_ids or referral.state not in CAME_BACK:
        return None
    origin = origin_of(referral.circle_id)
    if origin is None or not origin.is_open or origin.window_id not in viewer.window_ids:
        return None
    return origin if origin.referral_id == referral.pk else None


def _own_case(viewer: Viewer, referral: Referral) -> UUID | None:
    """The open case in which this viewer's window works on the matter, for the way on."""
    circle_id = referral.circle_id
    if referral.to_window_id in viewer.window_ids:
        circle_id = referral.receiving_circle_id or referral.circle_id
    if not rights_of(viewer, [circle_id]).on_duty_in(circle_id):
        return None
    case = open_case_in(circle_id)
    return case.pk if case else None
