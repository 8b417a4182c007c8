"""What is written into a plan: one edition as typed, and as it stands; compared part by part."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date
from uuid import UUID

from ikue.casework.models import Plan, PlanGoal, RoleAssignment
from ikue.kernel.wareki import format_wareki


@dataclass(frozen=True, kw_only=True)
class PlanFacts:
    """プラン兼利用申込書, the person's own words first. `person_ids`: whom the plan names."""

    person_ids: tuple[UUID, ...] = ()
    wishes: str = ""
    family_wishes: str = ""
    challenges: str = ""
    long_goal: str = ""
    direction: str = ""
    own_part: str = ""
    family_part: str = ""
    community_part: str = ""
    uses_participation: bool = False
    uses_outreach: bool = False
    request_to_programmes: str = ""
    period_from: date | None = None
    period_to: date | None = None
    lead_window_id: UUID | None = None
    next_review_on: date | None = None
    explained_on: date | None = None
    agreed_how: str = ""


COLUMNS = tuple(one.name for one in fields(PlanFacts) if one.name != "person_ids")


@dataclass(frozen=True, kw_only=True)
class GoalFacts:
    """`id` of the goal that is rewritten; none for a new one."""

    text: str
    measure: str = ""
    id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class RoleFacts:
    """Who does what, how often, until when. A window, or a partner without accounts by its code."""

    what: str
    window_id: UUID | None = None
    agency_code: str = ""
    appointment_id: UUID | None = None
    partner_name: str = ""
    content: str = ""
    frequency: str = ""
    limit_on: date | None = None
    id: UUID | None = None

    @property
    def holder(self) -> tuple[UUID | None, str]:
        return self.window_id, self.agency_code


ROLE_COLUMNS = tuple(one.name for one in fields(RoleFacts) if one.name != "id")


@dataclass(frozen=True, kw_only=True)
class Writing:
    """A whole edition: facts, goals and roles in their order."""

    facts: PlanFacts
    goals: tuple[GoalFacts, ...] = ()
    roles: tuple[RoleFacts, ...] = ()


def facts_of(plan: Plan) -> PlanFacts:
    persons = tuple(UUID(str(named["id"])) for named in plan.persons)
    return PlanFacts(person_ids=persons, **{name: getattr(plan, name) for name in COLUMNS})


def role_facts(role: RoleAssignment) -> RoleFacts:
    return RoleFacts(id=role.pk, **{name: getattr(role, name) for name in ROLE_COLUMNS})


def goal_facts(goal: PlanGoal) -> GoalFacts:
    return GoalFacts(id=goal.pk, text=goal.text, measure=goal.measure)


def writing_of(plan: Plan) -> Writing:
    """The edition as it stands."""
    return Writing(
        facts=facts_of(plan),
        goals=tuple(goal_facts(goal) for goal in plan.goals.all()),
        roles=tuple(role_facts(role) for role in roles_of(plan)),
    )


def roles_of(plan: Plan) -> list[RoleAssignment]:
    return list(plan.roles.order_by("recorded_at", "id"))


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of an edition in words, for two editions or two texts beside each other."""

    label: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Names:
    """How windows, agencies, appointments and persons are called."""

    holders: dict[object, str]
    persons: dict[str, str]

    def of(self, key: object) -> str:
        return self.holders.get(key, "") if key else ""


def parts(writing: Writing, names: Names) -> list[Part]:
    """Every part, empty ones too, always in the same order."""
    facts = asdict(writing.facts)
    persons = "、".join(names.persons.get(str(pk), "") for pk in writing.facts.person_ids)
    texts = [(label, _text(facts[name], names)) for name, label in LABELS]
    return [
        Part(label="プランの対象の人", text=persons),
        *(Part(label=label, text=text) for label, text in texts),
        Part(label="達成目標", text="\n".join(_goals(writing.goals))),
        Part(label="役割分担", text="\n".join(_role(role, names) for role in writing.roles)),
    ]


LABELS = tuple(
    (one.name, str(one.verbose_name)) for one in Plan._meta.fields if one.name in COLUMNS
)
"""In the order of the model."""


def _text(value: object, names: Names) -> str:
    if isinstance(value, bool):
        return "使う" if value else "使わない"
    if isinstance(value, date):
        return format_wareki(value)
    return names.of(value) if isinstance(value, UUID) else str(value or "")


def _goals(goals: Iterable[GoalFacts]) -> list[str]:
    return [
        f"{place}. {goal.text}" + (f"（{goal.measure}）" if goal.measure else "")
        for place, goal in enumerate(goals, 1)
    ]


def _role(role: RoleFacts, names: Names) -> str:
    who = " ".join(
        part
        for part in (
            names.of(role.window_id or role.agency_code),
            names.of(role.appointment_id) or role.partner_name,
        )
        if part
    )
    limit = f"{_text(role.limit_on, names)}まで" if role.limit_on else ""
    said = (role.what, role.content, role.frequency, limit)
    return f"{who}：" + "／".join(part for part in said if part)
