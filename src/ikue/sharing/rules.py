"""Who may do what with consents: authority only; whether a fact may be known is `decide`'s."""

from typing import Any

from ikue.directory.viewers import Viewer


def is_window_worker(viewer: Viewer, record: Any) -> bool:
    """Staff who do case work at some window."""
    return viewer.works_with_cases


def hears_it(viewer: Viewer, record: Any) -> bool:
    """A withdrawal holds wherever it is said: whoever of the circle can read the consent."""
    return viewer.works_with_cases


def wrote_it(viewer: Viewer, record: Any) -> bool:
    """Staff of the window that keeps this record."""
    return viewer.works_with_cases and record.owner_window_id in viewer.window_ids
