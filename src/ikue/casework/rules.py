"""Who may do what with cases, entries and referrals: authority only, as small predicates."""

from typing import Any

from ikue.casework.models import Case, Entry, Referral
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
