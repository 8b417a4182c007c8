"""Who may do what with a reception: authority only."""

from typing import Any

from ikue.directory.viewers import Viewer
from ikue.programmes.consultation.models import Advice, Assessment, Consultation


def is_window_worker(viewer: Viewer, record: Any) -> bool:
    """Any window receives anybody, whatever the attribute (断らない相談)."""
    return viewer.works_with_cases


def received_it(viewer: Viewer, consultation: Consultation) -> bool:
    return viewer.works_with_cases and consultation.owner_window_id in viewer.window_ids


def keeps_assessment(viewer: Viewer, assessment: Assessment) -> bool:
    return viewer.works_with_cases and assessment.owner_window_id in viewer.window_ids


def wrote_down(viewer: Viewer, person: Any) -> bool:
    """Of somebody known elsewhere in the circle, what another window wrote is theirs to correct."""
    return viewer.works_with_cases and person.owner_window_id in viewer.window_ids


def was_asked(viewer: Viewer, advice: Advice) -> bool:
    return viewer.works_with_cases and advice.to_window_id in viewer.window_ids
