"""いま私に: what needs this viewer, why and until when, in order of harm; derived, never stored."""

from dataclasses import dataclass
from datetime import datetime

from ikue.desk.domain.life_events import ahead_rows, nearest
from ikue.desk.domain.my_cases import case_items, my_cases_with_events
from ikue.desk.domain.my_consents import consent_items
from ikue.desk.domain.my_receptions import (
    mine_of,
    reception_items,
    window_receptions,
)
from ikue.desk.domain.my_referrals import MyReferral, my_referrals, referral_items
from ikue.desk.domain.owed import owed_items
from ikue.desk.domain.rows import Item, Row, Section, by_due, named
from ikue.desk.domain.stubs import Stub, urgent_stubs, waiting_stubs
from ikue.desk.domain.unsent import Unsent, unsent_of
from ikue.directory.viewers import Viewer
from ikue.sharing.domain.naming import Naming, naming


@dataclass(frozen=True, kw_only=True)
class Home:
    at: datetime
    urgent: tuple[Row, ...]
    overdue: tuple[Row, ...]
    new: tuple[Row, ...]
    answers: tuple[Row, ...]
    today: tuple[Row, ...]
    waiting: tuple[Row, ...]
    open_receptions: int
    unanswered: int
    drafts: tuple[Unsent, ...]
    stubs: tuple[Stub, ...]
    urgent_stubs: tuple[Stub, ...]
    ahead: tuple[Row, ...]
    """節目 within ninety days of the cases I answer for, and consents to renew or to tell of."""

    @property
    def is_empty(self) -> bool:
        mine = self.urgent or self.overdue or self.new or self.answers
        return not (mine or self.stubs or self.urgent_stubs)


def home(viewer: Viewer) -> Home:
    """At most 9 queries besides those of a rare row, however many rows; notes whom it names."""
    referrals = my_referrals(viewer)
    passed = list(referral_items(viewer, referrals))
    cases = my_cases_with_events(viewer)
    events = nearest(cases)
    receptions = window_receptions(viewer)
    said = {item.row.record_id for item in passed}
    items = [
        *passed,
        *reception_items(
            viewer,
            [one for one in mine_of(viewer, receptions) if one.referral_id not in said],
        ),
        *case_items(viewer, cases),
        *owed_items(viewer),
        *consent_items(viewer),
    ]
    circles = {event.circle_id for event in events}
    names = naming(viewer, circles | {item.lying.circle_id for item in items})
    sections = _sections(names, items)
    return Home(
        at=viewer.at,
        urgent=sections[Section.URGENT],
        overdue=sections[Section.OVERDUE],
        new=sections[Section.NEW],
        answers=sections[Section.ANSWER],
        today=sections[Section.TODAY],
        waiting=sections[Section.WAITING],
        open_receptions=len(receptions),
        unanswered=_unanswered(viewer, referrals),
        drafts=tuple(unsent_of(viewer)),
        stubs=tuple(waiting_stubs(viewer)),
        urgent_stubs=tuple(urgent_stubs(viewer)),
        ahead=(*ahead_rows(events, cases, names), *sections[Section.AHEAD]),
    )


def _sections(names: Naming, items: list[Item]) -> dict[Section, tuple[Row, ...]]:
    ordered = sorted(items, key=by_due)
    return {
        section: tuple(named(item, names) for item in ordered if item.section == section)
        for section in Section
    }


def _unanswered(viewer: Viewer, referrals: list[MyReferral]) -> int:
    return sum(
        one.is_unanswered and one.referral.to_window_id in viewer.window_ids for one in referrals
    )
