"""Who may do what with cases, entries and referrals: authority only, as small predicates."""

from typing import Any

from ikue.casework.models import Case, Entry, Plan, Referral, RoleAssignment
from ikue.directory.viewers import Viewer


def is_window_worker(viewer: Viewer, record: Any) -> bool:
    return viewer.works_with_cases


def leads(viewer: Viewer, case: Case) -> bool:
    """Staff of the lead window (主担当)."""
    return viewer.works_with_cases and case.lead_window_id in viewer.window_ids


def sent_it(viewer: Viewer, referral: Referral) -> bool:
    return viewer.works_with_cases and referral.owner_window_id in viewer.window_ids


def received_it(viewer: Viewer, referral: Referral) -> bool:
    return viewer.works_with_cases and referral.to_window_id in viewer.window_ids


def answers_it(viewer: Viewer, referral: Referral) -> bool:
    """The receiver; for a partner without an account the sender writes the answer down."""
    if referral.to_window_id is None:
        return sent_it(viewer, referral)
    return received_it(viewer, referral)


def wrote_it(viewer: Viewer, entry: Entry) -> bool:
    return viewer.works_with_cases and entry.owner_window_id in viewer.window_ids


def manages_window_of(viewer: Viewer, entry: Entry) -> bool:
    return viewer.is_manager and entry.owner_window_id in viewer.window_ids


MULTI_AGENCY = "multi_agency"


def keeps_plans(viewer: Viewer, record: Any) -> bool:
    """Staff of 多機関協働, whose programme makes the plan (社会福祉法 106条の4第2項6号)."""
    return viewer.works_with_cases and viewer.programme_code == MULTI_AGENCY


def decides_for_the_ward(viewer: Viewer, record: Any) -> bool:
    """主管課長 of 多機関協働, or a deputy by appointment: decides support and plan."""
    return viewer.is_manager and viewer.programme_code == MULTI_AGENCY


def keeps_plan(viewer: Viewer, plan: Plan) -> bool:
    return keeps_plans(viewer, plan) and plan.owner_window_id in viewer.window_ids


def holds_role(viewer: Viewer, role: RoleAssignment) -> bool:
    """The role's window, or the named member of a conference; for a partner, who asked."""
    if role.window_id is None:
        return keeps_role(viewer, role)
    if role.appointment_id in viewer.appointment_ids:
        return True
    return viewer.works_with_cases and role.window_id in viewer.window_ids


def keeps_role(viewer: Viewer, role: RoleAssignment) -> bool:
    return viewer.works_with_cases and role.owner_window_id in viewer.window_ids


def answers_role(viewer: Viewer, role: RoleAssignment) -> bool:
    """Agreement in the meeting counts: whoever keeps the role may write it down too."""
    return holds_role(viewer, role) or keeps_role(viewer, role)
