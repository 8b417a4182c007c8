"""会議 in the walk: planned, its items prepared, members named and heard, decided, put aside."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from ikue.casework.models import Case
from ikue.directory.models import Agency, Appointment, Window
from ikue.directory.viewers import Viewer
from ikue.people.models import Person
from ikue.programmes.multi_agency.domain.agreeing import Agreed, agree_role
from ikue.programmes.multi_agency.domain.answers import Answers, answer_item
from ikue.programmes.multi_agency.domain.covering import standing_members
from ikue.programmes.multi_agency.domain.items import (
    Preparation,
    adjourn_item,
    call_again,
    close_item,
    edit_item,
    prepare_item,
    unchanged_item,
    withdraw_item,
)
from ikue.programmes.multi_agency.domain.meetings import (
    Sitting,
    close_meeting,
    move_meeting,
    plan_meeting,
)
from ikue.programmes.multi_agency.domain.members import (
    add_member,
    add_partner,
    invite_item,
    member_leaves,
    note_secrecy,
    replace_member,
)
from ikue.programmes.multi_agency.domain.moving import move_to_multilayer
from ikue.programmes.multi_agency.domain.papers import attach_papers, candidates, papers_of
from ikue.programmes.multi_agency.domain.recording import Discussion, record_item
from ikue.programmes.multi_agency.enums import (
    CompletionOpinion,
    Conference,
    ItemState,
    Matter,
    PlanOpinion,
)
from ikue.programmes.multi_agency.models import AgendaItem, ItemMember, Meeting
from ikue.sharing.domain.coverage import consents_in_force
from tests.proofs.verb import Verb
from tests.proofs.world import Handle, World

PARTNERS = ("hospital", "housing_support", "welfare_commissioners", "tax")


def the_hosts(world: World, _: Handle) -> list[Appointment]:
    return world.staff_of(world.hosts())


def its_chairs(world: World, handle: Handle) -> list[Appointment]:
    """座長 and 座長代理 of the meeting on whose agenda the item stands."""
    meeting = world.known(getattr(handle.live, "meeting_id", None))
    chairs = {meeting.live.chair_id, meeting.live.deputy_chair_id} if meeting else set()
    found = [one for one in world.appointments if one.pk in chairs and world.is_serving(one)]
    return found or world.staff_of(handle.windows)


def chairs_of_its_item(world: World, handle: Handle) -> list[Appointment]:
    item = world.known(handle.more["item"])
    return its_chairs(world, item) if item else []


def the_member(world: World, handle: Handle) -> list[Appointment]:
    """Itself; for a partner without an account whoever keeps the item."""
    itself = [one for one in world.appointments if one.pk == handle.more["appointment"]]
    return itself or world.staff_of(handle.windows)


def sitting(world: World) -> Sitting:
    dice, staff = world.dice, world.staff_of(world.hosts())
    hours = dice.choice((-30, -1, -1, 0, 1, 26, 200))
    return Sitting(
        starts_at=world.at + timedelta(hours=hours), place=world.words("区役所 402会議室"),
        chair=world.one_of(staff), deputy_chair=dice.choice((None, world.one_of(staff))),
    )  # fmt: skip


def do_plan_meeting(world: World, by: Viewer, _: Handle) -> Any:
    made = plan_meeting(sitting=sitting(world), by=by, at=world.at)
    return world.keep("meeting", made, made.owner_window_id)


def do_move_meeting(world: World, by: Viewer, handle: Handle) -> Any:
    meeting = world.load(handle)
    return move_meeting(
        meeting=meeting, sitting=sitting(world), by=by, at=world.at, seen_version=meeting.version
    )


def do_close_meeting(world: World, by: Viewer, handle: Handle) -> Any:
    return close_meeting(meeting=world.load(handle), by=by, at=world.at)


def some_meeting(world: World) -> Meeting | None:
    """As the form offers it: one the viewer keeps, mostly still open."""
    rows = Meeting.objects.order_by("number")
    known = list(rows.filter(closed_at=None)) or list(rows)
    return world.dice.choice(known[-4:]) if known and world.dice.random() < 0.85 else None


def persons_named(world: World, circle_id: UUID | None, conference: str) -> tuple[UUID, ...]:
    """Some of the household; before a 重層的支援会議 mostly those who consent."""
    rows = Person.objects.filter(circle_id=circle_id).order_by("recorded_at")
    known = list(rows.values_list("pk", flat=True))
    if conference == Conference.MULTILAYER and world.dice.random() < 0.85:
        agreed = {one.person_id for one in consents_in_force(known, world.today)}
        known = [pk for pk in known if pk in agreed] or known
    most = world.dice.choice((1, 1, 2, 4))
    return tuple(known[:most]) if world.dice.random() > 0.04 else ()


def preparation(world: World, circle_id: UUID | None, conference: str) -> Preparation:
    return Preparation(
        purpose=world.words("役割を決める"), done_now=world.words("見守り"),
        person_ids=persons_named(world, circle_id, conference),
        household_image=world.words("母と息子"), points=world.words("だれが訪ねるか"),
    )  # fmt: skip


def do_prepare_item(world: World, by: Viewer, handle: Handle) -> Any:
    conference = world.dice.choice(tuple(Conference))
    made = prepare_item(
        case=Case.objects.get(pk=world.load(handle).case_id), conference=conference,
        preparation=preparation(world, handle.circle_id, conference),
        meeting=some_meeting(world), by=by, at=world.at,
    )  # fmt: skip
    return keep_item(world, made, handle)


def keep_item(world: World, made: AgendaItem, handle: Handle) -> Any:
    return world.keep("item", made, made.owner_window_id, person=handle.more["person"])


def do_edit_item(world: World, by: Viewer, handle: Handle) -> Any:
    item = unchanged_item(handle.pk, seen_version=world.load(handle).text_version)
    return edit_item(
        item=item, preparation=preparation(world, handle.circle_id, item.conference),
        meeting=item.meeting or some_meeting(world), by=by, at=world.at,
    )  # fmt: skip


def do_attach_papers(world: World, by: Viewer, handle: Handle) -> Any:
    """Mostly every plan that is offered, and some of the rest; now and then a forged one."""
    item = world.load(handle)
    offered = (*papers_of(item), *candidates(item, by=by))
    chosen = [one.id for one in offered if one.kind == "plan" or world.dice.random() < 0.5]
    forged = [str(handle.pk)] if world.dice.random() < 0.05 else []
    return attach_papers(item=item, chosen=[*chosen, *forged], by=by, at=world.at)


def somebody_to_invite(world: World, circle_id: UUID | None) -> Appointment:
    """Mostly of a window that a consent of the household names."""
    persons = Person.objects.filter(circle_id=circle_id).values_list("pk", flat=True)
    agreed = consents_in_force(persons, world.today)
    codes = {code for one in agreed for code in one.window_codes}
    windows = [window.pk for window in Window.objects.filter(code__in=codes)]
    elsewhere = [one for one in world.staff_of(windows) if one.window_id not in world.hosts()]
    return world.one_of(elsewhere)


def do_add_member(world: World, by: Viewer, handle: Handle) -> Any:
    made = add_member(
        item=world.load(handle), appointment=somebody_to_invite(world, handle.circle_id), by=by,
        at=world.at,
    )  # fmt: skip
    return world.keep_member(made)


def do_add_partner(world: World, by: Viewer, handle: Handle) -> Any:
    made = add_partner(
        item=world.load(handle), agency=Agency.objects.get(code=world.dice.choice(PARTNERS)),
        name=world.words("山本 相談員"), secrecy=world.words("口頭"), by=by, at=world.at,
    )  # fmt: skip
    return world.keep_member(made)


def do_invite(world: World, by: Viewer, handle: Handle) -> Any:
    item = world.load(handle)
    members = standing_members(item)
    heard = frozenset(one.pk for one in members if world.dice.random() < 0.3)
    return invite_item(item=item, by=by, at=world.at, heard=heard)


def do_leave_item(world: World, by: Viewer, handle: Handle) -> Any:
    return member_leaves(member=world.load(handle), reason=world.words("異動"), by=by, at=world.at)


def do_replace_member(world: World, by: Viewer, handle: Handle) -> Any:
    made = replace_member(
        member=world.load(handle), successor=somebody_to_invite(world, handle.circle_id),
        reason=world.words("異動"), by=by, at=world.at,
    )  # fmt: skip
    return world.keep_member(made)


def do_note_secrecy(world: World, by: Viewer, handle: Handle) -> Any:
    return note_secrecy(member=world.load(handle), by=by, at=world.at)


def do_answer_item(world: World, by: Viewer, handle: Handle) -> Any:
    answers = Answers(knows=world.words("月に一度来る"), can_do=world.words("同行できる"))
    return answer_item(member=world.load(handle), answers=answers, by=by, at=world.at)


def discussion(world: World, item: AgendaItem) -> Discussion:
    """Mostly what this kind of conference may decide, at the hour of its meeting or after."""
    dice = world.dice
    decides = Conference(item.conference)
    if dice.random() < 0.08:
        decides = dice.choice(tuple(Conference))
    start = item.meeting.starts_at if item.meeting else world.at
    members = standing_members(item)
    return Discussion(
        discussed_at=dice.choice((max(start, world.at), max(start, world.at), world.at)),
        minutes=world.words("受診の同行を相談した"), direction=world.words("受診を先に"),
        attended=frozenset(one.pk for one in members if dice.random() < 0.6),
        **(_taken_on(world) if decides == Conference.SUPPORT else _opinions(world, item)),
    )  # fmt: skip


def _taken_on(world: World) -> dict[str, Any]:
    if world.dice.random() < 0.3:
        return {}
    return {"next_step": world.words("訪ねる"), "next_on": world.some_day()}


def _opinions(world: World, item: AgendaItem) -> dict[str, Any]:
    dice = world.dice
    fitting = PlanOpinion.FITTING if item.plan_id else ""
    opinion = fitting if dice.random() < 0.75 else dice.choice(("", *PlanOpinion.values))
    return {
        "plan_opinion": opinion,
        "progress": dice.choice(("", "落ち着いてきた")),
        "completion_opinion": dice.choice(("", "", *CompletionOpinion.values)),
        "resource_gap": dice.choice(("", "夜の見守り")),
    }


def do_record_item(world: World, by: Viewer, handle: Handle) -> Any:
    item = unchanged_item(handle.pk, seen_version=world.load(handle).text_version)
    return record_item(item=item, discussion=discussion(world, item), by=by, at=world.at)


def do_agree_role(world: World, by: Viewer, handle: Handle) -> Any:
    item = world.load(handle)
    members = list(ItemMember.objects.filter(item=item).order_by("added_at", "recorded_at"))
    if not members:
        return agree_nobody(world)
    made = agree_role(
        item=item, member=world.dice.choice(members), by=by, at=world.at,
        agreed=Agreed(
            matter=world.dice.choice((Matter.ROLES, Matter.ROLES, *Matter)),
            what=world.words("見守り"), limit_on=world.dice.choice((None, world.some_day())),
        ),
    )  # fmt: skip
    return world.keep_role(made)


def agree_nobody(world: World) -> Any:
    """A member whom the viewer does not see is one that is not there."""
    raise ItemMember.DoesNotExist


def do_adjourn(world: World, by: Viewer, handle: Handle) -> Any:
    reason = world.words("人がそろわない")
    return adjourn_item(item=world.load(handle), reason=reason, by=by, at=world.at)


def do_withdraw_item(world: World, by: Viewer, handle: Handle) -> Any:
    reason = world.words("必要がなくなった")
    return withdraw_item(item=world.load(handle), reason=reason, by=by, at=world.at)


def do_call_again(world: World, by: Viewer, handle: Handle) -> Any:
    item = world.load(handle)
    return call_again(
        item=item, meeting=some_meeting(world), by=by, at=world.at,
        person_ids=persons_named(world, handle.circle_id, item.conference),
    )  # fmt: skip


def do_close_item(world: World, by: Viewer, handle: Handle) -> Any:
    return close_item(item=world.load(handle), by=by, at=world.at)


def do_move_item(world: World, by: Viewer, handle: Handle) -> Any:
    made = move_to_multilayer(
        item=world.load(handle), meeting=some_meeting(world), by=by, at=world.at,
        preparation=preparation(world, handle.circle_id, Conference.MULTILAYER),
    )  # fmt: skip
    return keep_item(world, made, handle)


EARLY = (ItemState.PREPARED, ItemState.INVITED)
INVITED, DISCUSSED = (ItemState.INVITED,), (ItemState.DISCUSSED,)
PUT_OFF = (ItemState.ADJOURNED,)
MOVABLE = (ItemState.PREPARED, *DISCUSSED, *PUT_OFF)

CONFERENCES = (
    Verb("plan_meeting", "", do_plan_meeting, 3, who=the_hosts),
    Verb("move_meeting", "meeting", do_move_meeting, 2),
    Verb("close_meeting", "meeting", do_close_meeting, 2),
    Verb("prepare_item", "coordination", do_prepare_item, 6, states=("coordinating",)),
    Verb("edit_item", "item", do_edit_item, 3, states=EARLY),
    Verb("attach_papers", "item", do_attach_papers, 6, states=EARLY),
    Verb("add_member", "item", do_add_member, 8, states=EARLY, who=its_chairs),
    Verb("add_partner", "item", do_add_partner, 4, states=EARLY, who=its_chairs),
    Verb("invite_item", "item", do_invite, 8, states=(ItemState.PREPARED,), who=its_chairs),
    Verb("member_leaves", "member", do_leave_item, 2, states=EARLY),
    Verb("replace_member", "member", do_replace_member, 3, states=EARLY, who=chairs_of_its_item),
    Verb(
        "note_secrecy", "member", do_note_secrecy, 4, states=INVITED, who=the_member,
        in_person=True,
    ),
    Verb(
        "answer_item", "member", do_answer_item, 4, states=INVITED, who=the_member,
        in_person=True,
    ),
    Verb("record_item", "item", do_record_item, 8, states=(*INVITED, *DISCUSSED)),
    Verb("agree_role", "item", do_agree_role, 5, states=DISCUSSED),
    Verb("adjourn_item", "item", do_adjourn, 2, states=(*INVITED, *DISCUSSED)),
    Verb("call_again", "item", do_call_again, 4, states=PUT_OFF),
    Verb("withdraw_item", "item", do_withdraw_item, 3, states=(*EARLY, *PUT_OFF)),
    Verb("close_item", "item", do_close_item, 4, states=DISCUSSED),
    Verb("move_item", "item", do_move_item, 4, states=MOVABLE),
)  # fmt: skip
"""A member stands where its item does, as long as it has not left."""
