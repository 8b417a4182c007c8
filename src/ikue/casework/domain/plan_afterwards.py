"""終わったプラン: whoever accompanies the household goes on reading it, by the persons' consent.

A basis that has ended opens nothing: the conference's ends with the plan. What lets the lead read
on is what the persons agreed to (個人情報保護法 69条2項1号), until its last day or its withdrawal.
"""

from datetime import date, datetime
from uuid import UUID

from ikue.casework.domain.roles import role_opening
from ikue.casework.enums import PlanState
from ikue.casework.models import Plan
from ikue.directory.models import Window
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.sharing.domain.coverage import consents_in_force, covers, receiving_window
from ikue.sharing.domain.deciding import rights_of
from ikue.sharing.domain.opening import GroundFacts, grant_to_window, open_ground
from ikue.sharing.enums import DISCUSSED, Basis
from ikue.sharing.models import Consent, Grant


def open_afterwards(*, plan: Plan, window_id: UUID | None, by: Viewer, at: datetime) -> bool:
    """Let the lead read this ended plan and its evaluation while everybody named in it agrees.

    False where somebody does not, where it is open already, or the window keeps the plan itself.
    """
    if window_id in (None, plan.owner_window_id) or _is_open(plan, window_id, at):
        return False
    if not rights_of(by, [plan.circle_id]).on_duty_in(plan.circle_id):
        return False
    lead = Window.objects.select_related("agency").get(pk=window_id)
    consents = _agreeing(plan, lead, at)
    if not consents:
        return False
    facts = GroundFacts(
        basis=Basis.CONSENT, what="終わった支援プラン（主担当）",
        rests_on=tuple(one.pk for one in consents),
    )  # fmt: skip
    ground = open_ground(circle_id=plan.circle_id, facts=facts, by=by, at=at)
    last = min(one.until for one in consents if one.until)
    opening = role_opening(
        ground, plan.pk, end_event="同意の期限か撤回", ends_at=clock.end_of(last)
    )
    grant_to_window(ground=ground, window_id=lead.pk, opening=opening, by=by, at=at)
    return True


def ended_plans(case_id: UUID) -> list[Plan]:
    """As far as the viewer reads them; an edition that was replaced went into the next one."""
    return list(Plan.objects.filter(case_id=case_id, state=PlanState.ENDED))


def _is_open(plan: Plan, window_id: UUID | None, at: datetime) -> bool:
    return Grant.objects.filter(
        bound_to_id=plan.pk, window_id=window_id, ends_at__gt=at, ground__ended_at=None
    ).exists()


def _agreeing(plan: Plan, lead: Window, at: datetime) -> list[Consent]:
    """Of each person named the consent that lasts longest; nothing where one is missing."""
    persons = {UUID(str(named["id"])) for named in plan.persons}
    receiver = receiving_window(lead)
    found = {
        one.person_id: one
        for one in sorted(
            consents_in_force(persons, clock.today(at)), key=lambda one: one.until or date.min
        )
        if covers(one, receiver, DISCUSSED)
    }
    return list(found.values()) if persons and set(found) == persons else []
