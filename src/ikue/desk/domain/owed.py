"""こちらが負っていること: dated duties of every room in one shape, asked of the database at once.

A room says in one query set what a viewer owes there (`Source`); a kind says how it reads on the
home and which page it opens. A new room adds a source and a kind, and no query to the home.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Case as Choice
from django.db.models import (
    CharField,
    DateField,
    DateTimeField,
    F,
    Q,
    QuerySet,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat

from ikue.casework.domain.clocks import ROLE_DAYS, role_limit
from ikue.casework.domain.plan_queries import reviews_due
from ikue.casework.enums import CaseState, PlanState, RoleState
from ikue.casework.models import RoleAssignment
from ikue.casework.rules import decides_for_the_ward
from ikue.desk.domain.columns import answers_for, led_cases
from ikue.desk.domain.recontact import RECONTACT_HOURS, recontact_limit, recontacts
from ikue.desk.domain.rows import Item, Row, Section, Target
from ikue.directory.domain.columns import (
    agency_name,
    is_served,
    window_name,
    window_phone,
)
from ikue.directory.domain.queries import setting_number
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.programmes.multi_agency.domain import meeting_duties
from ikue.programmes.multi_agency.domain.coordination_rows import owed as follow_ups_due
from ikue.programmes.multi_agency.domain.coordination_rows import (
    plans_to_decide,
    support_to_decide,
)
from ikue.programmes.multi_agency.enums import ItemState
from ikue.sharing.domain.naming import Lying
from ikue.sharing.enums import FieldClass


class Owed(NamedTuple):
    """One row of the query: `due` is its day, or `since` the moment from which its limit runs."""

    kind: str
    record: UUID
    circle_id: UUID
    owner_window_id: UUID
    due: date | None
    since: datetime | None
    words: str
    said: str
    bound_to: UUID | None


class Limit(NamedTuple):
    """How long from `since`: the ward's setting, and what its number means."""

    setting: str
    until: Callable[[datetime, int], datetime]


ANSWER = Limit(ROLE_DAYS, role_limit)


@dataclass(frozen=True, kw_only=True)
class Kind:
    """`what` may hold {words}, which the query set brings along: a window, an agency or the number
    of a meeting, from the ward's own lists. What somebody typed about a household comes as `said`
    instead, and is shown only to whoever may read it. Where there is no day, or one still to come,
    it stands as new."""

    target: Target
    what: str
    verb: str
    owner: str = "こちらの期日"
    limit: Limit = ANSWER
    """Of a kind whose rows bring no day but the moment since which it is owed."""
    said_class: FieldClass = FieldClass.F3
    """The class of what is said; of class PLAN it is read by whoever carries a part of the plan."""
    tells: FieldClass = FieldClass.F0
    """What `what` tells of the household, for the record of looking."""
    awaited: bool = False
    """Somebody else owes it: within its limit it stands among what is waited for."""
    answers: bool = False
    """It came back, and calls for a next step."""


KINDS: dict[str, Kind] = {
    "recontact": Kind(
        target=Target.CASE,
        what="自死の心配があった方です。もう一度、本人と話して記録します",
        verb="開く",
        owner="こちらの期限",
        limit=Limit(RECONTACT_HOURS, recontact_limit),
        tells=FieldClass.F3,
    ),
    "follow_up": Kind(
        target=Target.FOLLOW_UP,
        what="終えた後のフォローの日です",
        verb="記録する",
    ),
    "hand_back": Kind(
        target=Target.HAND_BACK,
        what="多機関協働の手を離した後のフォローの日です（主担当：{words}）",
        verb="記録する",
    ),
    "role_asked": Kind(
        target=Target.ROLE,
        what="{words}の役割に、返事をする番です",
        verb="返事をする",
        owner="こちらの期限",
        said_class=FieldClass.PLAN,
    ),
    "role_awaited": Kind(
        target=Target.ROLE,
        what="{words}に頼んだ役割の返事を待っています",
        verb="見る",
        owner="先方の期限",
        said_class=FieldClass.PLAN,
        awaited=True,
    ),
    "role_declined": Kind(
        target=Target.ROLE,
        what="{words}は、役割を引き受けられないとの返事です（未了）",
        verb="次を決める",
        said_class=FieldClass.PLAN,
        answers=True,
    ),
    "plan_to_decide": Kind(
        target=Target.PLAN,
        what="支援プランの決定を待っています（会議の意見は「適切」）",
        verb="決定する",
    ),
    "support_to_decide": Kind(
        target=Target.SUPPORT_DECISION,
        what="支援決定を待っています（支援プランの案が会議に諮られています）",
        verb="決定する",
    ),
    "plan_review": Kind(target=Target.PLAN, what="支援プランの{words}です", verb="見直す"),
    "item_to_answer": Kind(
        target=Target.AGENDA_ITEM,
        what="会議の前に答える四つの問い（{words}）",
        verb="答える",
        owner="会議の日",
    ),
    "item_to_prepare": Kind(
        target=Target.AGENDA_ITEM,
        what="案件の準備（{words}）",
        verb="準備する",
        owner="会議の日",
    ),
    "item_today": Kind(
        target=Target.AGENDA_ITEM,
        what="きょうの会議の案件（{words}）",
        verb="開く",
        owner="会議の日",
    ),
    "item_to_record": Kind(
        target=Target.AGENDA_ITEM,
        what="会議の案件。話し合いを記録する番です（{words}）",
        verb="記録する",
        owner="会議の日",
    ),
    "item_to_close": Kind(
        target=Target.AGENDA_ITEM,
        what="会議は閉じました。案件を終えるか、次の会議に延ばす番です（{words}）",
        verb="終える",
    ),
}

NO_WORDS = Value("")
NOTHING = Value(None)
Source = Callable[[Viewer], QuerySet[Any]]


def owed(
    rows: QuerySet[Any],
    kind: str,
    *,
    due: str | None = None,
    since: Any = NOTHING,
    words: Any = NO_WORDS,
    said: Any = NO_WORDS,
    bound_to: Any = NOTHING,
) -> QuerySet[Any]:
    """Rows of a room in the common shape: where they lie, until when, a few words, and what was
    typed (`said`), attached to a plan or a role (`bound_to`) or to nothing."""
    shaped: QuerySet[Any] = (
        rows.order_by()
        .annotate(
            kind=Value(kind),
            record=F("pk"),
            due=Cast(F(due) if due else Value(None), DateField()),
            since=Cast(since, DateTimeField()),
            words=Cast(words, CharField()),
            said=Cast(said, CharField()),
            bound_to=Cast(bound_to, UUIDField()),
        )
        .values_list(*Owed._fields)
    )
    return shaped


def owed_roles(rows: QuerySet[RoleAssignment], kind: str, *, asked: Any = NOTHING) -> QuerySet[Any]:
    """The holder in the words of the row, the role as it was typed beside it."""
    attached = Coalesce("plan_id", "pk")
    return owed(rows, kind, since=asked, words=F("holder"), said=F("what"), bound_to=attached)


def follow_ups(viewer: Viewer) -> QuerySet[Any]:
    """終結後のフォロー that is due, for whoever answered for the case."""
    mine = led_cases(viewer).filter(
        answers_for(viewer),
        state=CaseState.COMPLETED,
        follow_up_on__lte=clock.today(viewer.at),
        follow_up_done_at=None,
    )
    said = Concat(Value("見守り "), F("lead_afterwards"), output_field=CharField())
    return owed(mine, "follow_up", due="follow_up_on", said=said)


def people_to_call_again(viewer: Viewer) -> QuerySet[Any]:
    """自死の心配: spoken with again within the ward's hours."""
    return owed(recontacts(viewer), "recontact", since=F("since"))


def hand_backs(viewer: Viewer) -> QuerySet[Any]:
    """手離れの後のフォロー that is due, for the window of 多機関協働."""
    rows = follow_ups_due(viewer).filter(follow_up_on__lte=clock.today(viewer.at))
    return owed(rows, "hand_back", due="follow_up_on", words=window_name("lead_window_id"))


def asked_roles(viewer: Viewer) -> QuerySet[Any]:
    """役割 asked and not answered."""
    rows = _held_roles(viewer, RoleState.ASKED)
    return owed_roles(rows, "role_asked", asked=F("asked_at"))


def carried_roles(viewer: Viewer) -> QuerySet[RoleAssignment]:
    """引き受けた役割 that goes on, of a plan or of a 支援会議; the nearest limit comes first."""
    rows = _held_roles(viewer, RoleState.ACCEPTED).annotate(
        asker=window_name("owner_window_id"), asker_phone=window_phone("owner_window_id")
    )
    return rows.order_by(F("limit_on").asc(nulls_last=True), "asked_at")


def _held_roles(viewer: Viewer, state: RoleState) -> QuerySet[RoleAssignment]:
    """Of me, or of my window where nobody is named; of its manager where the one who was named
    has left."""
    rows = _roles(viewer, state=state).filter(
        Q(window_id__in=viewer.window_ids) | Q(appointment_id__in=viewer.appointment_ids)
    )
    mine = Q(appointment_id__in=viewer.appointment_ids) | Q(appointment_id=None)
    if viewer.is_manager:
        mine |= Q(served=False)
    return rows.filter(mine)


def awaited_roles(viewer: Viewer) -> QuerySet[Any]:
    """The same for whoever asked: the answer of somebody else."""
    rows = _kept_roles(viewer, RoleState.ASKED).exclude(window_id__in=viewer.window_ids)
    return owed_roles(rows, "role_awaited", asked=F("asked_at"))


def declined_roles(viewer: Viewer) -> QuerySet[Any]:
    rows = _kept_roles(viewer, RoleState.DECLINED)
    return owed_roles(rows, "role_declined")


def _kept_roles(viewer: Viewer, state: RoleState) -> QuerySet[RoleAssignment]:
    return _roles(viewer, state=state).filter(owner_window_id__in=viewer.window_ids)


def _roles(viewer: Viewer, **wanted: str) -> QuerySet[RoleAssignment]:
    """With whose role it is: a window, or a partner without accounts."""
    return RoleAssignment.objects.filter(**wanted).annotate(
        holder=Coalesce(window_name("window_id"), agency_name("agency_code")),
        served=is_served("appointment_id", "window_id", viewer.at),
    )


def plan_reviews(viewer: Viewer) -> QuerySet[Any]:
    """見直し of the plans that my window keeps, near, past or under way."""
    said = Choice(
        When(state=PlanState.UNDER_REVIEW, then=Value("見直しの途中")),
        default=Value("見直しの日"),
    )
    return owed(reviews_due(viewer), "plan_review", due="next_review_on", words=said)


def plan_decisions(viewer: Viewer) -> QuerySet[Any]:
    """プラン決定 that waits for this 主管課長."""
    found = plans_to_decide(viewer)
    return owed(found if decides_for_the_ward(viewer, None) else found.none(), "plan_to_decide")


def support_decisions(viewer: Viewer) -> QuerySet[Any]:
    """支援決定 likewise."""
    found = support_to_decide(viewer)
    return owed(found if decides_for_the_ward(viewer, None) else found.none(), "support_to_decide")


def _items(
    kind: str, rows: Callable[[Viewer], QuerySet[Any]], *, due: str | None = "sits_on"
) -> Source:
    """案件 by the number of its meeting: whom it is about is said on its own page."""
    undated = Value("会議は未定")
    place = Choice(
        When(state=ItemState.ADJOURNED, then=undated),
        default=Coalesce(F("meeting__number"), undated),
        output_field=CharField(),
    )
    return lambda viewer: owed(rows(viewer), kind, due=due, words=place)


SOURCES: tuple[Source, ...] = (
    people_to_call_again,
    hand_backs,
    follow_ups,
    asked_roles,
    awaited_roles,
    declined_roles,
    plan_reviews,
    plan_decisions,
    support_decisions,
    _items("item_to_answer", meeting_duties.items_to_answer),
    _items("item_to_prepare", meeting_duties.items_to_prepare),
    _items("item_today", meeting_duties.items_today),
    _items("item_to_record", meeting_duties.items_to_record),
    _items("item_to_close", meeting_duties.items_to_close, due=None),
)


def owed_items(viewer: Viewer) -> Iterator[Item]:
    """One query for all rooms together, and one for each limit that runs."""
    first, *others = [source(viewer) for source in SOURCES]
    found = [Owed(*row) for row in first.union(*others, all=True)]
    running = {KINDS[one.kind].limit.setting for one in found if one.since}
    numbers = {name: setting_number(name, clock.today(viewer.at)) for name in sorted(running)}
    for one in found:
        yield _item(one, _due(one, numbers), viewer.at)


def _due(found: Owed, numbers: dict[str, int]) -> date | datetime | None:
    if found.since is None:
        return found.due
    limit = KINDS[found.kind].limit
    return limit.until(found.since, numbers[limit.setting])


def _item(found: Owed, due: date | datetime | None, at: datetime) -> Item:
    kind = KINDS[found.kind]
    return Item(
        section=_section(kind, due, at),
        lying=Lying(circle_id=found.circle_id, owner_window_id=found.owner_window_id),
        said=found.said,
        said_class=kind.said_class,
        tells=kind.tells,
        bound_to=found.bound_to,
        row=Row(
            target=kind.target, record_id=found.record, name="",
            what=kind.what.format(words=found.words), verb=kind.verb, due=due, owner=kind.owner,
        ),
    )  # fmt: skip


def _section(kind: Kind, due: date | datetime | None, at: datetime) -> Section:
    """A limit of an hour is past with its hour, a day with its end."""
    if kind.answers:
        return Section.ANSWER
    is_past = due is not None and _is_past(due, at)
    if kind.awaited and not is_past:
        return Section.WAITING
    if is_past:
        return Section.OVERDUE
    return Section.TODAY if due is not None and _day(due) == clock.today(at) else Section.NEW


def _day(due: date | datetime) -> date:
    return clock.today(due) if isinstance(due, datetime) else due


def _is_past(due: date | datetime, at: datetime) -> bool:
    return due < at if isinstance(due, datetime) else due < clock.today(at)
