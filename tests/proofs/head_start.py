"""Some worlds begin further on the way: a household that 多機関協働 coordinates, up to its plan.

Every step is a verb of the domain, by the cast; how far it went is thrown by the world's dice.
"""

from collections.abc import Callable
from datetime import date

from ikue.casework.domain.plans import review_plan
from ikue.casework.models import Case, Plan, Referral, RoleAssignment
from ikue.kernel import clock
from ikue.people.models import Household, Membership, Person
from ikue.programmes.consultation.models import Consultation
from ikue.programmes.multi_agency.domain.decisions import (
    adopt_plan_after_conference,
    decide_support,
)
from ikue.programmes.multi_agency.domain.papers import attach_papers
from ikue.programmes.multi_agency.enums import Conference
from ikue.programmes.multi_agency.models import (
    AgendaItem,
    Coordination,
    ItemMember,
    Meeting,
    SupportDecision,
)
from ikue.sharing.models import Consent
from tests.factories import conferences, plans
from tests.factories.conferences import SITS_AT, Round
from tests.proofs.world import World

NAMED = ("トメ",)
TOLD = (*plans.CONSENTED, "core_consultation_center", "participation", "outreach")
LASTS = date(2027, 10, 31)


def consent(table: Round) -> None:
    table.consent("トメ", "一郎", codes=TOLD, until=LASTS)


def support_conference(table: Round) -> None:
    item = table.invited("elderly", "member")
    table.answer(item, "elderly")
    table.list_partner(item)


def decide(table: Round) -> None:
    with table.cast.acting("coordination_manager") as by:
        decide_support(
            case=table.case(), decided_on=clock.today(by.at), reason="世帯全体で支える", by=by,
            at=by.at,
        )  # fmt: skip


def propose(table: Round) -> None:
    with table.cast.acting("coordinator"):
        case = table.case()
    plans.proposed(table.cast, case)


def the_plan(table: Round) -> Plan:
    return Plan.objects.filter(case_id=table.case_id).order_by("edition").last()


def confer(table: Round) -> None:
    """The 重層的支援会議 with the plan among its papers."""
    sits_at = max(SITS_AT, table.cast.at)
    meeting = table.meeting(starts_at=sits_at)
    item = table.item(Conference.MULTILAYER, names=NAMED, meeting=meeting)
    with table.cast.acting("coordinator") as by:
        found = table.now(item)
        attach_papers(item=found, chosen=[str(the_plan(table).pk)], by=by, at=by.at)
    table.invite(item, "elderly")


def find_fitting(table: Round) -> None:
    with table.cast.acting("coordinator"):
        item = AgendaItem.objects.get(conference=Conference.MULTILAYER, state="invited")
    table.record(item, attended=("elderly",), plan_opinion="fitting")


def adopt(table: Round) -> None:
    with table.cast.acting("coordination_manager") as by:
        adopt_plan_after_conference(
            plan=the_plan(table), decided_on=clock.today(by.at), by=by, at=by.at
        )


def review(table: Round) -> None:
    with table.cast.acting("coordinator") as by:
        review_plan(plan=the_plan(table), by=by, at=by.at)


def find_wanting(table: Round) -> None:
    with table.cast.acting("coordinator"):
        plan = the_plan(table)
    plans.evaluated(table.cast, plan, verdict="replan")


def propose_next(table: Round) -> None:
    """The next edition, a copy of the one that runs."""
    table.cast.later(days=1)
    propose(table)


STAGES: tuple[Callable[[Round], None], ...] = (
    consent, support_conference, decide, propose, confer, find_fitting, adopt, review,
    find_wanting, propose_next, confer, find_fitting,
)  # fmt: skip


NOTHING = (-1,)
USUAL = (*(4 * NOTHING), 0, 1, 2, 3, 4, 5, 6, 6, 7, 7, 7, 8, 8, 9, len(STAGES), len(STAGES))
"""How many stages a world has behind it; many have just got a plan, or just need the next one."""


def begin(world: World, far: int | None = None) -> None:
    """As far as stage `far`, or as the dice fall."""
    if far is None:
        far = world.dice.choice(USUAL)
    if far < 0:
        return
    table = conferences.coordinated(world.cast)
    for stage in STAGES[:far]:
        stage(table)
    world.at = world.cast.at
    with world.cast.acting("desk"):
        _know_the_household(world, table)
    with world.cast.acting("coordinator"):
        _know_the_coordination(world, table)


def _know_the_household(world: World, table: Round) -> None:
    person, circle = table.persons(*NAMED)[0], table.circle_id
    reception = Consultation.objects.get(circle_id=circle)
    world.keep("consultation", reception, reception.owner_window_id, person=person)
    case = Case.objects.get(pk=table.case_id)
    world.keep("case", case, case.lead_window_id, person=person)
    request = Referral.objects.get(circle_id=circle)
    for kind in ("referral", "request"):
        world.keep(
            kind, request, request.to_window_id, sender=request.owner_window_id, person=person
        )
    for model, kind in (
        (Person, "person"), (Household, "household"), (Membership, "membership"),
        (Consent, "consent"),
    ):  # fmt: skip
        for one in model.objects.filter(circle_id=circle).order_by("recorded_at"):
            who = getattr(one, "person_id", one.pk)
            world.keep(kind, one, one.owner_window_id, person=who)


def _know_the_coordination(world: World, table: Round) -> None:
    person, circle = table.persons(*NAMED)[0], table.circle_id
    for model, kind in (
        (Coordination, "coordination"), (SupportDecision, "decision"), (AgendaItem, "item"),
        (Plan, "plan"),
    ):  # fmt: skip
        for one in model.objects.filter(circle_id=circle).order_by("recorded_at"):
            world.keep(kind, one, one.owner_window_id, person=person)
    for one in Meeting.objects.order_by("number"):
        world.keep("meeting", one, one.owner_window_id)
    for one in ItemMember.objects.filter(circle_id=circle).order_by("recorded_at"):
        world.keep_member(one)
    for one in RoleAssignment.objects.filter(circle_id=circle).order_by("recorded_at"):
        world.keep_role(one)
