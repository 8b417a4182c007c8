"""役割を担う先: windows and partners to whom a role may be given, and who must have agreed to it.

A plan names only persons who agree that its holders are told (個人情報保護法 69条2項1号); consent
lapses by itself, so coverage is asked each time and stored nowhere.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection

from ikue.casework.domain.plan_facts import RoleFacts
from ikue.casework.domain.responsibility import NobodyToAnswer, is_serving
from ikue.casework.enums import RoleState
from ikue.casework.models import Plan, RoleAssignment
from ikue.directory.domain.queries import partners_written_for
from ikue.directory.enums import WORKING_ROLES, Role, RoutedBy
from ikue.directory.models import Agency, Appointment, Window
from ikue.kernel import clock
from ikue.kernel.expected import Expected
from ikue.sharing.domain.coverage import (
    Receiver,
    not_covered,
    receiving_agency,
    receiving_window,
)

CARRIERS = (*WORKING_ROLES, Role.CONFERENCE_MEMBER.value)
"""Whose appointment can carry a role: who works with cases, and members of a conference."""

HIDDEN = (
    "「{name}」は関わりを伏せる窓口です。役割表は担い手の全員が読むため、載せられません。"
    "役割は表に書かず、直接お願いしてください。"
)


class RoleNotPossible(Expected):
    """The role cannot be given or answered like this; the message says what is missing."""


class NotConsented(Expected):
    """Somebody named in the plan has not agreed, or no longer agrees, that a holder is told."""


def role_windows(at: datetime) -> list[Window]:
    """Where somebody can carry a role at that moment; hidden windows stand in no role table."""
    served = Appointment.objects.serving(at).filter(role__in=CARRIERS).order_by()
    return list(
        Window.objects.in_force(clock.today(at))
        .filter(agency__has_accounts=True, hidden_involvement=False, routed_by=RoutedBy.NONE)
        .filter(pk__in=served.values("window_id"))
        .select_related("agency", "field")
        .order_by("field__order", "listing_order", "name")
    )


def role_partners(at: datetime) -> list[Agency]:
    """Who carries a role without answering here: whoever asked writes the answer down."""
    return list(partners_written_for(clock.today(at)).order_by("name"))


def role_staff(window_ids: Iterable[UUID], at: datetime) -> list[Appointment]:
    """Who can be named as carrying a role at one of these windows."""
    return list(
        Appointment.objects.serving(at)
        .filter(window_id__in=list(window_ids), role__in=CARRIERS)
        .select_related("account", "window")
        .order_by("window__name", "account__name", "id")
    )


def require_holder(facts: RoleFacts, at: datetime) -> None:
    """Nobody is asked who could not answer. Raises RoleNotPossible, NobodyToAnswer."""
    if not facts.what:
        raise RoleNotPossible("役割を書いてください。")
    if (facts.window_id is None) == (not facts.agency_code):
        raise RoleNotPossible(f"役割「{facts.what}」を担う窓口か機関を一つ選んでください。")
    if facts.window_id is None:
        _require_partner(facts, at)
    else:
        _require_window(facts, facts.window_id, at)


def _require_partner(facts: RoleFacts, at: datetime) -> None:
    if not partners_written_for(clock.today(at)).filter(code=facts.agency_code).exists():
        raise RoleNotPossible(f"役割「{facts.what}」は、機関ではなく窓口を選んでください。")


def _require_window(facts: RoleFacts, window_id: UUID, at: datetime) -> None:
    window = Window.objects.get(pk=window_id)
    if window.hidden_involvement:
        raise RoleNotPossible(HIDDEN.format(name=window.name))
    if facts.appointment_id is not None:
        require_carrier(facts.appointment_id, window_id=window_id, what=facts.what, at=at)
    elif not _works_somebody(window_id, at):
        raise RoleNotPossible(
            f"「{window.name}」には、いま役割に返事のできる職員がいません。"
            "担当者を選ぶか、別の窓口を選んでください。"
        )


def require_carrier(appointment_id: UUID, *, window_id: UUID, what: str, at: datetime) -> None:
    """The one who is named serves there now: not ended, the account not stopped."""
    appointment = Appointment.objects.select_related("account").get(pk=appointment_id)
    if not is_serving(appointment, window_id, at):
        raise NobodyToAnswer(
            f"役割「{what}」の担当者（{appointment.account.name}さん）は、この窓口に今は所属して"
            "いないか、利用を止められています。別の担当者を選んでください。"
        )


def _works_somebody(window_id: UUID, at: datetime) -> bool:
    serving = Appointment.objects.serving(at).filter(window_id=window_id, role__in=WORKING_ROLES)
    return serving.exists()


def receivers_of(plan: Plan, roles: Iterable[RoleFacts | RoleAssignment]) -> list[Receiver]:
    """Who is told by this plan: holders and lead agency, but for the window that keeps it."""
    listed = list(roles)
    named = (plan.lead_window_id, *(role.window_id for role in listed))
    windows = {pk for pk in named if pk is not None and pk != plan.owner_window_id}
    codes = {role.agency_code for role in listed if role.agency_code}
    told = Window.objects.filter(pk__in=windows).select_related("agency").order_by("name")
    partners = Agency.objects.filter(code__in=codes).order_by("name")
    return [
        *(receiving_window(window) for window in told),
        *(receiving_agency(agency) for agency in partners),
    ]


def require_consents(plan: Plan, roles: Iterable[RoleFacts | RoleAssignment], at: datetime) -> None:
    """Everybody named in the plan agrees today that each of these is told. Raises NotConsented."""
    missing = without_agreement(plan, roles, at)
    if missing:
        names = "、".join(receiver.name for receiver in missing)
        raise NotConsented(
            f"{names}に伝えることへの同意が、プランに載せる方の全員からは得られていないか、"
            "もう終わっています。同意を得るか、載せる方や役割を見直してください。"
        )


def without_agreement(
    plan: Plan, roles: Iterable[RoleFacts | RoleAssignment], at: datetime
) -> tuple[Receiver, ...]:
    """Who would be told by this plan, and somebody named in it does not agree to that today."""
    persons = [UUID(str(named["id"])) for named in plan.persons]
    return not_covered(persons, receivers_of(plan, roles), clock.today(at))


def standing_roles(plan: Plan) -> list[RoleAssignment]:
    """Asked, accepted or declined: what the plan consists of while it runs."""
    asked = (RoleState.ASKED, RoleState.ACCEPTED, RoleState.DECLINED)
    return list(plan.roles.filter(state__in=asked).order_by("recorded_at", "id"))


def without_consent(plan_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of these plans whose consents have ended, as far as the viewer reads the plans.

    Asked of the keeper: who carries a role learns that a review is due, not whose consent it was.
    """
    wanted = list(plan_ids)
    if not wanted:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.plans_without_consent(%s::uuid[])", [wanted])
        return frozenset(cursor.fetchone()[0])
