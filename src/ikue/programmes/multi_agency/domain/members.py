"""構成員: invited item by item and by name; a partner without an account too.

支援会議 (106条の6): the chair picks who is needed. 重層的支援会議: only those to whom every person
named agreed. An invitation opens a Ground, and on it one grant per appointment, bound to the item.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from ikue.audit.perform import lock, perform, record_change
from ikue.directory.domain.appointments import acknowledge_secrecy
from ikue.directory.domain.queries import partners_written_for
from ikue.directory.enums import WORKING_ROLES, Role
from ikue.directory.models import Agency, Appointment
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.kernel.transitions import NotAllowed
from ikue.programmes.multi_agency.domain.counted import count_item
from ikue.programmes.multi_agency.domain.covering import (
    WITHOUT_CONSENT,
    Footing,
    footing,
    standing_members,
)
from ikue.programmes.multi_agency.domain.custody import entrust_minutes
from ikue.programmes.multi_agency.domain.failures import ItemNotPossible, MemberNotPossible
from ikue.programmes.multi_agency.domain.meetings import chairs
from ikue.programmes.multi_agency.domain.papers import drop_lapsed
from ikue.programmes.multi_agency.enums import Conference, ItemState
from ikue.programmes.multi_agency.models import AgendaItem, ItemMember
from ikue.programmes.multi_agency.rules import NEEDS_CONSENT, keeps_it
from ikue.programmes.multi_agency.states import ITEM
from ikue.sharing.domain.opening import (
    Extent,
    GroundFacts,
    end_ground,
    end_member_grant,
    grant_to_appointment,
    open_ground,
    opening_on,
)
from ikue.sharing.enums import Act, FieldClass

MEMBER_ROLES = (*WORKING_ROLES, Role.CONFERENCE_MEMBER.value)
LISTABLE = (ItemState.PREPARED, ItemState.INVITED)
OF_THE_ITEM = FieldClass.F0 | FieldClass.F1 | FieldClass.F3 | FieldClass.F5


def invitable(*, by: Viewer, at: datetime) -> QuerySet[Appointment]:
    """Who can be named: serving, at a window whose involvement is not hidden, beyond the host."""
    return (
        Appointment.objects.serving(at)
        .filter(role__in=MEMBER_ROLES, window__hidden_involvement=False)
        .exclude(window_id=by.window_id)
        .select_related("account", "window__agency")
        .order_by("window__name", "account__name")
    )


def partner_agencies(*, at: datetime) -> QuerySet[Agency]:
    """Who is written on the list by agency and name."""
    return partners_written_for(clock.today(at)).order_by("name")


def add_member(
    *, item: AgendaItem, appointment: Appointment, by: Viewer, at: datetime
) -> ItemMember:
    """Raises NotAllowed, MemberNotPossible, ItemNotPossible (a consent that does not reach)."""
    _hold(item, by)
    require_invitable(appointment, item=item, at=at)
    if item.members.filter(appointment_id=appointment.pk, left_at=None).exists():
        raise MemberNotPossible("この方は、もうこの案件の構成員です。")
    member = ItemMember(appointment_id=appointment.pk, **_row(item, by, at))
    return _listed(item, member, by, at)


def add_partner(
    *, item: AgendaItem, agency: Agency, name: str, secrecy: str, by: Viewer, at: datetime
) -> ItemMember:
    """A partner without an account: who it is, and how secrecy was confirmed."""
    _hold(item, by)
    if not partner_agencies(at=at).filter(pk=agency.pk).exists():
        raise MemberNotPossible("この機関は、職員を名前で選んで招いてください。")
    if not name:
        raise MemberNotPossible("機関のどなたが出るかを書いてください。")
    if not secrecy:
        raise MemberNotPossible("守秘をどう確かめたか（書面・口頭、いつ）を書いてください。")
    member = ItemMember(
        agency_code=agency.code, partner_name=name, secrecy_note=secrecy, **_row(item, by, at)
    )
    return _listed(item, member, by, at)


def invite_item(
    *,
    item: AgendaItem,
    by: Viewer,
    at: datetime,
    heard: frozenset[UUID] = frozenset(),
    custodian_id: UUID | None = None,
) -> AgendaItem:
    """構成員を招く: from now on each member reads what lies in this item, until it ends; papers
    that may no longer be passed on leave it first.

    `custodian_id`: the appointment that keeps the minutes, else that of whoever invites.
    `heard`: the members who said that they know of their secrecy; it is noted, not a condition.

    Raises NotAllowed, ItemNotPossible (no meeting, nobody named, a consent that does not reach),
    MemberNotPossible (an appointment that ended meanwhile).
    """
    ITEM.check("invite", record=item, viewer=by)
    _require_chair(item, by)
    members = standing_members(item)
    if not members:
        raise ItemNotPossible("構成員がまだいません。招く方を、一人以上名前で挙げてください。")
    drop_lapsed(item, by=by, at=at)
    _open(item, members, by, at)
    entrust_minutes(item=item, custodian_id=custodian_id, by=by, at=at)
    for member in members:
        if member.pk in heard:
            note_secrecy(member=member, by=by, at=at)
    perform(machine=ITEM, name="invite", record=item, by=by, at=at)
    count_item("item_invited", item=item, by=by, at=at)
    return item


def member_leaves(*, member: ItemMember, reason: str, by: Viewer, at: datetime) -> ItemMember:
    """外れる: the grant ends now; answers, roles and the name on the list stay."""
    item = member.item
    if not keeps_it(by, item):
        raise NotAllowed("member_leaves")
    lock(item)
    if member.left_at is not None:
        raise MemberNotPossible("この方は、もう構成員から外れています。")
    if not reason:
        raise MemberNotPossible("外れる理由を書いてください。")
    others = [one for one in standing_members(item) if one.pk != member.pk]
    if item.state == ItemState.INVITED and not others:
        raise MemberNotPossible(
            "最後の構成員は外せません。ほかの方を加えるか、延期か取下げを選んでください。"
        )
    member.left_at, member.left_reason = at, reason
    member.save(update_fields=["left_at", "left_reason"])
    if item.ground_id is not None and member.appointment_id is not None:
        end_member_grant(
            ground_id=item.ground_id, appointment_id=member.appointment_id, at=at
        )  # fmt: skip
    return member


def replace_member(
    *, member: ItemMember, successor: Appointment, reason: str, by: Viewer, at: datetime
) -> ItemMember:
    """交代: one leaves, the other is named in the same instant."""
    added = add_member(item=member.item, appointment=successor, by=by, at=at)
    member_leaves(member=member, reason=reason, by=by, at=at)
    return added


def note_secrecy(*, member: ItemMember, by: Viewer, at: datetime) -> Appointment:
    """守秘の確認 of a member with an account: by the member itself, no deputy, or heard by whoever
    keeps the item."""
    if member.appointment_id is None:
        raise MemberNotPossible("この方の守秘の確認は、名簿に書いてあります。")
    if not (keeps_it(by, member.item) or member.appointment_id == by.appointment_id):
        raise NotAllowed("note_secrecy")
    appointment = Appointment.objects.get(pk=member.appointment_id)
    return acknowledge_secrecy(appointment=appointment, on=clock.today(at), at=at)


def require_invitable(appointment: Appointment, *, item: AgendaItem, at: datetime) -> None:
    """Raises MemberNotPossible with what can be done instead."""
    if not appointment.is_serving(at):
        raise MemberNotPossible(
            f"{appointment.account.name}さんの所属は終わっているか、利用を止められています。"
            "後任の方を選んでください。"
        )
    if appointment.window.hidden_involvement:
        raise MemberNotPossible(
            "この窓口の職員は、名前を挙げて招けません。必要なときは、その窓口の課長に連絡してください。"
        )
    if appointment.role not in MEMBER_ROLES:
        raise MemberNotPossible("この役割の職員は、世帯の話し合いの構成員になれません。")
    if appointment.window_id == item.owner_window_id:
        raise MemberNotPossible("自分の窓口の職員は、招かなくてもこの案件を読めます。")


def _hold(item: AgendaItem, by: Viewer) -> None:
    if not keeps_it(by, item):
        raise NotAllowed("members")
    lock(item)
    if item.state not in LISTABLE:
        raise MemberNotPossible(
            "話し合いが済んだ案件や、延期・終了した案件には、構成員を加えられません。"
        )
    if item.state == ItemState.INVITED:
        _require_chair(item, by)


def _require_chair(item: AgendaItem, by: Viewer) -> None:
    if item.meeting is None:
        raise ItemNotPossible("先に、話し合う会議を選んでください。")
    if item.meeting.closed_at is not None:
        raise ItemNotPossible("その会議は閉じています。別の会議を選んでください。")
    if not chairs(item.meeting, by):
        raise ItemNotPossible(
            "構成員を招くのは、座長か座長代理です。会議の座長を確かめてください。"
        )


def _row(item: AgendaItem, by: Viewer, at: datetime) -> dict[str, object]:
    return {
        "item": item, "circle_id": item.circle_id, "owner_window_id": by.window_id,
        "written_by_id": by.appointment_id, "added_at": at,
    }  # fmt: skip


def _listed(item: AgendaItem, member: ItemMember, by: Viewer, at: datetime) -> ItemMember:
    """On the list; where the others are invited already, invited with them."""
    member.save(force_insert=True)
    if item.state != ItemState.INVITED:
        return member
    drop_lapsed(item, by=by, at=at)
    if item.conference in NEEDS_CONSENT:
        _open(item, standing_members(item), by, at)
    else:
        _admit(item, [member], WITHOUT_CONSENT, by, at)
    item.version += 1
    item.save(update_fields=["ground", "papers", "plan", "version"])
    record_change(
        noun=ITEM.noun, record=item, name="add_member", source=item.state, target=item.state,
        sentence="招いた案件に構成員を加えた", by=by, at=at,
    )  # fmt: skip
    member.refresh_from_db()
    return member


def _open(item: AgendaItem, members: list[ItemMember], by: Viewer, at: datetime) -> None:
    """A Ground for this list of members; the one before, if any, ends with it."""
    stands_on = WITHOUT_CONSENT
    if item.conference in NEEDS_CONSENT:
        stands_on = footing(item, members, on=clock.today(at))
    if item.ground_id is not None:
        end_ground(ground_id=item.ground_id, at=at)
    facts = GroundFacts(
        basis=item.conference, what=f"{Conference(item.conference).label}の案件",
        purpose=item.purpose, rests_on=tuple(consent.pk for consent in stands_on.consents),
    )  # fmt: skip
    item.ground = open_ground(circle_id=item.circle_id, facts=facts, by=by, at=at)
    _admit(item, members, stands_on, by, at)


def _admit(
    item: AgendaItem, members: Iterable[ItemMember], stands_on: Footing, by: Viewer, at: datetime
) -> None:
    if item.ground is None:
        raise ItemNotPossible("構成員をまだ招いていません。")
    wanted = Extent(
        classes=OF_THE_ITEM, acts=Act.READ | Act.PRINT, end_event="案件の終わり",
        ends_at=stands_on.ends_at, bound_to_id=item.pk,
    )  # fmt: skip
    opening = opening_on(item.conference, wanted, on=clock.today(at), agreed=stands_on.agreed)
    for member in members:
        if member.appointment_id is not None:
            invited = Appointment.objects.select_related("account", "window")
            appointment = invited.get(pk=member.appointment_id)
            require_invitable(appointment, item=item, at=at)
            grant_to_appointment(
                ground=item.ground, appointment_id=appointment.pk, opening=opening, by=by, at=at
            )
        member.invited_at = at
        member.save(update_fields=["invited_at"])
