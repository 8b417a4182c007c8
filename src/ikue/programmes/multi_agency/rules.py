"""What each conference may decide, and who chairs, prepares and decides.

社会福祉法 106条の6 (支援会議); 106条の4第2項5号 と実施要綱 (重層的支援会議). The legal basis sits
on the agenda item (案件), not on the meeting, and the number of meetings is no merit.
"""

from typing import Any

from ikue.casework.rules import MULTI_AGENCY, decides_for_the_ward
from ikue.directory.viewers import Viewer
from ikue.programmes.multi_agency.enums import Conference, Matter

MAY_DECIDE: dict[Conference, frozenset[Matter]] = {
    Conference.SUPPORT: frozenset(
        {Matter.ROLES, Matter.WATCH_OVER, Matter.URGENT_RESPONSE, Matter.NEXT_STEP}
    ),
    Conference.MULTILAYER: frozenset(
        {Matter.PLAN_OPINION, Matter.PROGRESS, Matter.COMPLETION, Matter.RESOURCE_GAP}
    ),
}
"""A 支援会議 adopts no plan; a 重層的支援会議 discusses nobody without consent."""

NEEDS_CONSENT: frozenset[Conference] = frozenset({Conference.MULTILAYER})


def may_decide(conference: Conference, matter: Matter) -> bool:
    return matter in MAY_DECIDE[conference]


def keeps_conferences(viewer: Viewer, record: Any) -> bool:
    """Staff of the window of 多機関協働, which hosts both conferences."""
    return viewer.works_with_cases and viewer.programme_code == MULTI_AGENCY


def keeps_it(viewer: Viewer, record: Any) -> bool:
    """Staff of the window that prepared this item, or coordinates this household."""
    return keeps_conferences(viewer, record) and record.owner_window_id in viewer.window_ids


def decides_it(viewer: Viewer, record: Any) -> bool:
    """主管課長, or a deputy by appointment, of the window that keeps the decision."""
    return decides_for_the_ward(viewer, record) and record.owner_window_id in viewer.window_ids
