"""Consents a viewer answers for: to ask again, to tell, to renew; and those that ended for us."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    DateField,
    Exists,
    F,
    Func,
    IntegerField,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models import Case as Choice
from django.db.models.functions import Cast, Coalesce, JSONObject

from ikue.casework.enums import CaseState
from ikue.casework.models import Case
from ikue.desk.domain.columns import answers_for
from ikue.desk.domain.my_cases import mark_of
from ikue.desk.domain.places import require_case_work
from ikue.desk.domain.rows import Item, Row, Section, Target, named
from ikue.directory.domain.columns import is_served, staff_name
from ikue.directory.domain.queries import SettingMissing
from ikue.directory.models import WardSetting, Window
from ikue.directory.viewers import Viewer
from ikue.kernel import clock
from ikue.kernel.transitions import NotAllowed
from ikue.sharing.domain.naming import Lying, naming
from ikue.sharing.enums import ConsentState
from ikue.sharing.models import Consent, ConsentAddition, in_force_on

NO = Value(value=False)
RENEWAL = "consent_renewal_days"
"""The setting: how long before its end a consent is asked for anew."""
FIELDS = (
    "state", "circle_id", "owner_window_id", "ask_again_on", "until", "tell_by", "renewed",
    "responsible_id", "responsible_name", "served",
)  # fmt: skip
UNSETTLED = (ConsentState.ASKED, ConsentState.REFUSED)
"""Without a yes: on the day that was set one comes back to it."""
ENDED_FOR_DAYS = 14
"""How long a receiver is told that what it read on has ended."""
ENDED = {
    ConsentState.WITHDRAWN.value: "同意が撤回されました",
    # Not why: on a consent that is over the receiver is told nothing new of the person.
    ConsentState.DIED.value: "同意が終わりました",
    ConsentState.CHANGED.value: "同意の範囲が変わり、この窓口は外れました",
}


@dataclass(frozen=True, kw_only=True)
class MyConsent:
    """A consent with something to do, and by when."""

    circle_id: UUID
    what: str
    verb: str
    due: date
    responsible_id: UUID
    responsible_name: str
    served: bool
    lying: Lying


@dataclass(frozen=True, kw_only=True)
class EndedConsent:
    """What the window read on and reads no more; about whom, only the asking window may say."""

    grant_id: UUID
    lying: Lying
    from_name: str
    from_phone: str
    what: str
    started_at: datetime
    ended_at: datetime


def consent_rows(viewer: Viewer) -> list[Row]:
    """Every row of this page's kind, named; home names them together with all its others."""
    items = list(consent_items(viewer))
    names = naming(viewer, {item.lying.circle_id for item in items})
    return [named(item, names) for item in items]


def consent_items(viewer: Viewer) -> Iterator[Item]:
    """One query, two where a consent of another window ended for ours."""
    if not viewer.works_with_cases:
        return
    today = clock.today(viewer.at)
    found = _found(viewer)
    for row in found.kept:
        for one in _of(row, today + timedelta(days=found.value)):
            yield _item(one, viewer, _section(one, today))
    for ended in _ended(found.ended):
        yield _ended_item(ended)


def _section(one: MyConsent, today: date) -> Section:
    if one.due > today:
        return Section.AHEAD
    return Section.OVERDUE if one.due < today else Section.TODAY


def ended_consent(viewer: Viewer, grant_id: UUID) -> EndedConsent:
    """Withdrawn or narrowed within two weeks; asked of the keeper, the rows are closed to us.

    Raises NotAllowed for whoever never read on it, and after that time.
    """
    require_case_work(viewer)
    for one in _ended(_found(viewer).ended):
        if one.grant_id == grant_id:
            return one
    raise NotAllowed("ended_consent")


def _found(viewer: Viewer) -> Any:
    """The ward's days of renewal, and beside them the rows themselves: all in one query.

    Raises SettingMissing: without those days the list would be short, and nobody would know."""
    today = clock.today(viewer.at)
    since = viewer.at - timedelta(days=ENDED_FOR_DAYS)
    setting = WardSetting.objects.in_force(today).filter(key=RENEWAL)
    found = setting.annotate(
        kept=ArraySubquery(_due(viewer, today).values(row=JSONObject(**{n: n for n in FIELDS}))),
        ended=Func(Value(since), function="wall.ended_consents", output_field=JSONField()),
    ).first()
    if found is None:
        raise SettingMissing(RENEWAL, today)
    return found


def _due(viewer: Viewer, today: date) -> QuerySet[Consent]:
    """Ask again (from the day on), tell of an addition, renew within the ward's days, where the
    window is still on duty."""
    days = Cast(OuterRef("value"), IntegerField())
    renew_until = Func(
        Cast(Value(today), DateField()), days, template="(%(expressions)s)", arg_joiner=" + ",
        output_field=DateField(),
    )  # fmt: skip
    asked_since = Consent.objects.filter(
        person_id=OuterRef("person_id"), asked_at__gt=OuterRef("asked_at"),
        owner_window_id=OuterRef("owner_window_id"),
    )  # fmt: skip
    due = Q(state__in=UNSETTLED, ask_again_on__lte=today) | in_force_on(today) & (
        Q(until__lte=renew_until) | Q(tell_by__isnull=False)
    )
    # Of the few that are due alone: the keeper takes its time over each.
    on_duty = Func(F("circle_id"), function="wall.on_duty", output_field=BooleanField())
    still_there = Choice(When(due, then=on_duty), default=NO)
    rows = _kept(viewer).filter(still_there)
    return rows.annotate(renewed=Exists(asked_since)).order_by("asked_at")


def _kept(viewer: Viewer) -> QuerySet[Consent]:
    """Of the viewer's windows; who answers for the open case answers for its consents."""
    case = Case.objects.filter(
        circle_id=OuterRef("circle_id"), lead_window_id=OuterRef("owner_window_id")
    ).exclude(state=CaseState.COMPLETED)
    untold = ConsentAddition.objects.filter(consent=OuterRef("pk"), told_at=None)
    return (
        Consent.objects.filter(owner_window_id__in=viewer.window_ids)
        .annotate(
            tell_by=Subquery(untold.order_by("tell_by").values("tell_by")[:1]),
            responsible_id=Coalesce(Subquery(case.values("responsible_id")[:1]), "written_by_id"),
        )
        .annotate(
            served=is_served("responsible_id", "owner_window_id", viewer.at),
            responsible_name=staff_name("responsible_id"),
        )
        .filter(answers_for(viewer))
    )


def _of(row: Mapping[str, Any], renew_until: date) -> Iterator[MyConsent]:
    """One consent may be both: to tell of and to renew. What was asked anew is settled."""
    if row["state"] in UNSETTLED:
        if not row["renewed"]:
            yield _mine(row, "ask_again_on", "同意を、もう一度お願いする日です", "聞く")
        return
    if row["tell_by"]:
        yield _mine(row, "tell_by", "伝える相手を加えたことを、ご本人に知らせます", "知らせる")
    if not row["renewed"] and date.fromisoformat(row["until"]) <= renew_until:
        yield _mine(row, "until", "同意の期限が近づいています", "聞く")


def _mine(row: Mapping[str, Any], due: str, what: str, verb: str) -> MyConsent:
    circle_id, owner = UUID(row["circle_id"]), UUID(row["owner_window_id"])
    return MyConsent(
        circle_id=circle_id, what=what, verb=verb, due=date.fromisoformat(row[due]),
        responsible_id=UUID(row["responsible_id"]), served=row["served"],
        responsible_name=row["responsible_name"] or "",
        lying=Lying(circle_id=circle_id, owner_window_id=owner),
    )  # fmt: skip


def _item(one: MyConsent, viewer: Viewer, section: Section) -> Item:
    return Item(
        section=section,
        lying=one.lying,
        row=Row(
            target=Target.CONSENTS, record_id=one.circle_id, name="", what=one.what,
            verb=one.verb, due=one.due, owner="こちらの期日",
            mark=mark_of(viewer, one.responsible_id, one.responsible_name, served=one.served),
        ),
    )  # fmt: skip


def _ended(rows: list[dict[str, str]]) -> list[EndedConsent]:
    windows = {row.pk: row for row in Window.objects.filter(pk__in={_from(one) for one in rows})}
    return [_ended_consent(row, windows[_from(row)]) for row in rows]


def _from(row: Mapping[str, str]) -> UUID:
    return UUID(row["from_window"])


def _ended_consent(row: Mapping[str, str], window: Window) -> EndedConsent:
    return EndedConsent(
        grant_id=UUID(row["grant_id"]),
        lying=Lying(circle_id=UUID(row["circle_id"]), owner_window_id=window.pk),
        from_name=window.short_name, from_phone=window.phone, what=ENDED[row["state"]],
        started_at=datetime.fromisoformat(row["started_at"]),
        ended_at=datetime.fromisoformat(row["ended_at"]),
    )  # fmt: skip


def _ended_item(ended: EndedConsent) -> Item:
    what = f"{ended.what}（{ended.from_name}が聞いた同意）。もう読めません"
    return Item(
        section=Section.NEW,
        lying=ended.lying,
        row=Row(
            target=Target.CONSENT_ENDED, record_id=ended.grant_id, name="同意の終わり",
            what=what, verb="確かめる",
        ),
    )  # fmt: skip
