"""The pages that are measured: how a browser asks for each, and the domain call behind it."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from bench import ideal
from bench.loading import LONG, SHORT, case_number
from bench.names import COMMONEST
from bench.staff import READER, WRITER
from bench.watch import acting
from ikue.casework.domain.plan_queries import goals_shown
from ikue.casework.models import Case
from ikue.desk.domain.casefile import open_file
from ikue.desk.domain.home import home
from ikue.desk.domain.papers import last_note
from ikue.desk.domain.queue import queue
from ikue.desk.domain.search import search
from ikue.desk.domain.timeline import Filter, timeline
from ikue.directory.models import Appointment
from ikue.directory.viewers import Viewer, viewer_under
from ikue.drafts.restoring import kept
from ikue.kernel import clock
from ikue.kernel.wareki import PartialDate
from ikue.people.domain.persons import PersonFacts, SafeContactFacts
from ikue.people.enums import ContactKind, Relationship
from ikue.programmes.consultation.domain.queries import town_of
from ikue.programmes.consultation.domain.receiving import (
    MemberFacts,
    Principal,
    Reception,
    receive,
)


class Visitor(Protocol):
    """A browser, or Django's own test client."""

    def get(self, path: str, /) -> Any: ...
    def post(self, path: str, fields: dict[str, str], /) -> Any: ...


@dataclass(frozen=True, kw_only=True)
class Page:
    """`ask` is one request; `call` is what its view asks of the domain; `ideal` the same facts in
    SQL written by hand (none for a page that writes: there the rows themselves are the ideal)."""

    id: str
    ask: Callable[[Visitor], Any]
    call: Callable[[Viewer], Any]
    ideal: tuple[str, ...] = ()
    parameters: dict[str, Any] = field(default_factory=dict)
    username: str = READER
    status: int = 200
    rows: bytes = b""
    """What stands once in each row of the page."""
    cpu_target: float = 6.0

    @property
    def writes(self) -> bool:
        return not self.ideal


def pages() -> list[Page]:
    """Needs the filled ward: the measured cases are looked up in it."""
    return [_desk(), _queue(), _case("case", SHORT), _search(), _case("case_long", LONG), _create()]


def viewer_named(username: str) -> Viewer:
    """At this very moment: the database believes no other."""
    rows = Appointment.objects.select_related("account", "window__field")
    return viewer_under(rows.get(account__username=username), at=clock.now())


def _desk() -> Page:
    return Page(
        id="desk", ask=lambda visitor: visitor.get("/desk/"), call=home, ideal=ideal.DESK,
        rows=b"data-row",
    )  # fmt: skip


def _queue() -> Page:
    return Page(
        id="queue", ask=lambda visitor: visitor.get("/desk/queue/"), call=queue,
        ideal=ideal.QUEUE, rows=b"data-row",
    )  # fmt: skip


def _case(name: str, place: int) -> Page:
    """One with five entries, and one with two hundred."""
    viewer = viewer_named(READER)
    with acting(viewer, read_only=True):
        row = Case.objects.get(number=case_number(place, viewer.at))
    return Page(
        id=name, ask=lambda visitor: visitor.get(f"/desk/cases/{row.pk}/"), ideal=ideal.CASE,
        call=lambda viewer: _case_page(viewer, row.pk), rows=b"entry__when",
        parameters={"case": row.pk, "circle": row.circle_id},
    )  # fmt: skip


def _case_page(viewer: Viewer, case_id: UUID) -> Any:
    file = open_file(viewer, case_id)
    goals = goals_shown(file.rights, file.case)
    draft = kept(viewer, "entry", case_id)
    lines = timeline(viewer, file, Filter())
    return file, goals, draft, lines, last_note(file.rights, file.case, file.principal_id)


def _search() -> Page:
    surname = COMMONEST[0]
    return Page(
        id="person_search", ask=lambda visitor: visitor.post("/desk/search/", {"q": surname}),
        call=lambda viewer: search(viewer, surname), ideal=ideal.PERSON_SEARCH,
        parameters={"gram": surname}, rows=b"data-row",
    )  # fmt: skip


ADDRESS = "東京都荒川区南千住1丁目1番1号"
PHONE = "03-0000-1234"
COMPLAINT = "家賃を滞納していて、出ていくように言われている。どうしたらよいかわからない。"


def _create() -> Page:
    """相談受付 of a person with one more member of the household, address, telephone."""
    return Page(
        id="create", ask=_send_reception, call=_receive, username=WRITER, status=302,
        cpu_target=12.0,
    )  # fmt: skip


def _send_reception(visitor: Visitor) -> Any:
    return visitor.post(
        f"/desk/consultations/new/{uuid.uuid4()}/",
        {
            "_key": str(uuid.uuid4()), "complaint": COMPLAINT, "urgency": "ordinary",
            "caller": "person", "channel": "phone", "consent_variant": "not_asked",
            "family_name": "高橋", "given_name": f"新規{uuid.uuid4().hex[:6]}",
            "family_kana": "たかはし", "given_kana": "", "sex": "male", "birth": "1950-04-01",
            "address": ADDRESS, "phone": PHONE, "safe_hours": "午前中",
            "interpreter": "none", "consent_until": "", "consent_purpose": "相談",
            "m0-family_name": "高橋", "m0-given_name": f"新規{uuid.uuid4().hex[:6]}",
            "m0-relationship": "spouse", "m0-lives_there": "on", "apart": "on",
        },
    )  # fmt: skip


def _receive(viewer: Viewer) -> Any:
    """As the form of `_send_reception` reads."""
    principal = PersonFacts(
        family_name="高橋", given_name="一郎", family_kana="たかはし", given_kana="いちろう",
        sex="male", birth=PartialDate(1950, 4, 1),
    )  # fmt: skip
    town = town_of(ADDRESS, clock.today(viewer.at))
    return receive(
        reception=Reception(received_at=viewer.at, complaint=COMPLAINT, town_code=town),
        principal=Principal(
            facts=principal,
            safe_contact=SafeContactFacts(hours="午前中"),
            contact_points=((ContactKind.ADDRESS.value, ADDRESS), (ContactKind.PHONE.value, PHONE)),
        ),
        members=(
            MemberFacts(
                facts=PersonFacts(family_name="高橋", given_name="和子"),
                relationship=Relationship.SPOUSE,
            ),
        ),
        by=viewer,
        at=viewer.at,
    )
