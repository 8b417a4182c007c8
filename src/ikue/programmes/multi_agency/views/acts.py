"""What the acts on an item and on its members share: each is a page of one form."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID

from django.urls import reverse

from ikue.directory.viewers import Viewer
from ikue.directory.views.acting import Act, Visit, only
from ikue.programmes.multi_agency.domain.agenda import find_item, find_member
from ikue.programmes.multi_agency.domain.papers import papers_of
from ikue.programmes.multi_agency.models import AgendaItem, ItemMember
from ikue.programmes.multi_agency.rules import keeps_it
from ikue.programmes.multi_agency.states import ITEM
from ikue.programmes.multi_agency.views.items import page_context

Subject = AgendaItem | ItemMember


def item_of(subject: Subject) -> AgendaItem:
    return subject.item if isinstance(subject, ItemMember) else subject


def keeps_its_item(viewer: Viewer, subject: Subject) -> bool:
    return keeps_it(viewer, item_of(subject))


def by_the_table(viewer: Viewer, item: AgendaItem, *, verb: str) -> None:
    """Of an act that walks a row of the table of transitions: whether it is open."""
    only(keeps_its_item)(viewer, item)
    ITEM.check(verb, record=item, viewer=viewer)


def walks(verb: str) -> Callable[[Viewer, Any], None]:
    return partial(by_the_table, verb=verb)


def to_item(subject: Subject) -> str:
    return reverse("multi_agency:item", args=[item_of(subject).pk])


def to_invite(subject: Subject) -> str:
    return reverse("multi_agency:item_invite", args=[item_of(subject).pk])


def around_the_item(visit: Visit, form: object) -> dict[str, Any]:
    return page_context(visit.viewer, item_of(visit.subject))


def item_found(viewer: Viewer, pk: UUID) -> AgendaItem:
    return find_item(pk)


def member_found(viewer: Viewer, pk: UUID) -> ItemMember:
    return find_member(pk)


on_item = partial(
    Act, find=item_found, may=only(keeps_its_item), back=to_item, family="item_",
    beside=around_the_item, template="multi_agency/item_act.html",
)  # fmt: skip
on_member = partial(on_item, find=member_found)


@dataclass(frozen=True)
class Left:
    """The item after an act, and by title what lay in it before and does no more."""

    item: AgendaItem
    gone: list[str]


def telling_what_left(acts: Iterable[Act]) -> tuple[Act, ...]:
    """Whoever unticks papers by hand knows; after any other act one is told which have gone."""
    return tuple(replace(act, carry_out=partial(_carry_out, act), warns=_what_left) for act in acts)


def _carry_out(act: Act, subject: Subject, form: Any, viewer: Viewer) -> Left:
    before = papers_of(item_of(subject))
    made = act.carry_out(subject, form, viewer)
    item = made if isinstance(made, AgendaItem) else item_of(subject)
    there = {paper.id for paper in papers_of(find_item(item.pk))} if before else set()
    return Left(item, [paper.words for paper in before if paper.id not in there])


def _what_left(left: Left) -> str:
    if not left.gone:
        return ""
    titles = "、".join(left.gone)
    return f"次の資料は、いま構成員に渡せる根拠がないため、案件から外しました：{titles}"


def to_the_new_item(viewer: Viewer, subject: Subject, left: Left) -> str:
    return to_item(left.item)
