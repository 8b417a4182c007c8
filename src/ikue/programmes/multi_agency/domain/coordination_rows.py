"""多機関協働が負っていること: query sets of coordinations and requests, for board and home."""

from typing import Any

from django.db.models import Case as Choice
from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Greatest

from ikue.casework.domain.plan_queries import reviews_due
from ikue.casework.enums import UNANSWERED, PlanState, ReferralKind, RoleState
from ikue.casework.models import Case, Entry, NextAction, Plan, Referral, RoleAssignment
from ikue.directory.domain.columns import agency_name, window_name
from ikue.directory.viewers import Viewer
from ikue.programmes.multi_agency.enums import (
    TALKED_OVER,
    CoordinationState,
    PlanOpinion,
    SupportDecisionState,
)
from ikue.programmes.multi_agency.models import AgendaItem, Coordination, SupportDecision


def owed(viewer: Viewer) -> QuerySet[Coordination]:
    """手離れの後: given back, and the lead is still to be asked how it goes."""
    return Coordination.objects.filter(
        owner_window_id__in=viewer.window_ids,
        state=CoordinationState.STEPPED_OUT,
        followed_up_at=None,
    )


def requests_waiting(viewer: Viewer) -> QuerySet[Referral]:
    """Requests without an answer, the one that has waited longest first."""
    rows = Referral.objects.filter(
        kind=ReferralKind.MULTI_AGENCY, to_window_id__in=viewer.window_ids, state__in=UNANSWERED
    )
    return (
        rows.select_related("packet")
        .annotate(from_name=window_name("owner_window_id"))
        .order_by("sent_at")
    )


def coordinating(viewer: Viewer) -> QuerySet[Coordination]:
    """What is being coordinated, with whom it lies and when something was last written down."""
    rows = Coordination.objects.filter(
        owner_window_id__in=viewer.window_ids, state=CoordinationState.COORDINATING
    )
    return _with_ends(rows).annotate(
        number=F("case__number"),
        case_state=F("case__state"),
        lead=window_name("case__lead_window_id"),
        next_on=F("case__next_on"),
        awaits=_awaits(viewer),
        last_written=Greatest(
            "taken_up_at",
            _last(Entry.objects.filter(circle_id=OuterRef("circle_id")), "at"),
            _last(NextAction.objects.filter(case=OuterRef("case_id")), "set_at"),
            _last(AgendaItem.objects.filter(case=OuterRef("case_id")), "discussed_at"),
        ),
    )


def given_back(viewer: Viewer) -> QuerySet[Coordination]:
    """`owed`, with who leads now, what was told, and the number where it may still be read."""
    return (
        _with_ends(owed(viewer))
        .annotate(
            lead=window_name("lead_window_id"),
            told=F("referral__outcome__text"),
            number=Subquery(Case.objects.filter(pk=OuterRef("case_id")).values("number")[:1]),
        )
        .order_by("follow_up_on")
    )


def reviews(viewer: Viewer) -> QuerySet[Plan]:
    """`reviews_due`, the nearest first, with the number of the case."""
    due = reviews_due(viewer).annotate(number=F("case__number"))
    return due.order_by("next_review_on", "in_force_at")


def roles_without_yes(viewer: Viewer) -> QuerySet[RoleAssignment]:
    """Roles asked for and not accepted, as far as this window keeps them; whose is whose."""
    return (
        RoleAssignment.objects.filter(
            owner_window_id__in=viewer.window_ids,
            state__in=(RoleState.ASKED, RoleState.DECLINED),
        )
        .annotate(
            number=F("case__number"),
            window=window_name("window_id"),
            agency=agency_name("agency_code"),
        )
        .order_by("window", "asked_at")
    )


def plans_to_decide(viewer: Viewer) -> QuerySet[Plan]:
    """プラン決定 that is awaited: the 重層的支援会議 found this edition fitting."""
    return Plan.objects.filter(
        FOUND_FITTING, owner_window_id__in=viewer.window_ids, state=PlanState.PROPOSED
    )


def support_to_decide(viewer: Viewer) -> QuerySet[Coordination]:
    """支援決定 that is awaited: a plan was proposed, and without it none is decided."""
    return Coordination.objects.filter(
        Exists(Plan.objects.filter(case_id=OuterRef("case_id"), state=PlanState.PROPOSED)),
        ~Exists(_standing_decision()),
        owner_window_id__in=viewer.window_ids,
        state=CoordinationState.COORDINATING,
    )


def _standing_decision() -> QuerySet[SupportDecision]:
    return SupportDecision.objects.filter(
        case_id=OuterRef("case_id"), state=SupportDecisionState.DECIDED
    )


FOUND_FITTING = Exists(
    AgendaItem.objects.filter(
        plan_id=OuterRef("pk"), plan_opinion=PlanOpinion.FITTING, state__in=TALKED_OVER
    )
)


def _awaits(viewer: Viewer) -> Choice:
    """Which decision of the ward this coordination waits for, if any."""
    plans = plans_to_decide(viewer).filter(case_id=OuterRef("case_id"))
    return Choice(
        When(pk__in=support_to_decide(viewer).values("pk"), then=Value("支援決定を待っています")),
        When(Exists(plans), then=Value("プラン決定を待っています")),
        default=Value(""),
        output_field=CharField(),
    )


def _with_ends(rows: QuerySet[Coordination]) -> QuerySet[Coordination]:
    return rows.annotate(requester=window_name("referral__owner_window_id"))


def _last(rows: QuerySet[Any], moment: str) -> Subquery:
    """The last such moment that this viewer may know of."""
    return Subquery(rows.order_by(F(moment).desc(nulls_last=True)).values(moment)[:1])
