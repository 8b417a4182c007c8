"""案件の資料: a copy reaches only whom its basis reaches, at the moment of reading it first."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from ikue.audit.models import Change
from ikue.casework.domain.entries import EntryFacts, hold_entry, write_entry
from ikue.casework.models import Entry
from ikue.programmes.multi_agency.domain.failures import ItemNotPossible
from ikue.programmes.multi_agency.domain.items import (
    Preparation,
    adjourn_item,
    call_again,
    edit_item,
)
from ikue.programmes.multi_agency.domain.members import replace_member
from ikue.programmes.multi_agency.domain.moving import move_to_multilayer
from ikue.programmes.multi_agency.domain.papers import attach_papers, candidates
from ikue.programmes.multi_agency.enums import Conference
from ikue.programmes.multi_agency.models import AgendaItem, ItemMember
from tests.client import keyed
from tests.factories import plans
from tests.factories.conferences import BOTH, SITS_AT, Round
from tests.sharing.raw import attempt, insert

pytestmark = pytest.mark.django_db
DESK_SAYS = "家計の心配を聞いた"


@pytest.fixture
def entry(cast, household):
    """(who, words) → an entry about トメさん."""

    def entry(name: str, body: str, *, tag: str = "") -> Entry:
        with cast.acting(name) as by:
            (mother,) = household.persons("トメ")
            facts = EntryFacts(at=by.at, body=body, person_id=mother, tag=tag)
            return write_entry(
                circle_id=household.circle_id, case=household.case(), facts=facts, by=by, at=by.at
            )

    return entry


@pytest.fixture
def attach(cast, household):
    def attach(item: AgendaItem, *chosen: object) -> AgendaItem:
        with cast.acting("coordinator") as by:
            return attach_papers(
                item=household.now(item), chosen=map(str, chosen), by=by, at=by.at
            )  # fmt: skip

    return attach


def offered(household: Round, item: AgendaItem) -> set[str]:
    with household.cast.acting("coordinator") as by:
        return {paper.id for paper in candidates(household.now(item), by=by)}


def lying(household: Round, item: AgendaItem) -> list[str]:
    with household.cast.acting("coordinator"):
        return [paper["text"] for paper in household.now(item).papers]


def page(item: AgendaItem) -> str:
    return f"/desk/multi-agency/items/{item.pk}/"


class TestStrictlyConfidential:
    """The row of the 重層的支援会議 names no F4, and no consent can."""

    def test_none_goes_before_a_conference_that_stands_on_consent(self, household, entry, attach):
        household.consent("トメ")
        strict = entry("coordinator", "通院の話", tag="mental_health")
        plain = entry("coordinator", "母の話")
        item = household.item(Conference.MULTILAYER, names=("トメ",))
        assert offered(household, item) == {str(plain.pk)}
        with pytest.raises(ItemNotPossible, match="ここには入れられない"):
            attach(item, strict.pk)

    def test_what_lies_there_from_before_leaves_when_it_is_prepared_anew(
        self, cast, household, entry
    ):
        household.consent("トメ")
        strict = entry("coordinator", "通院の話", tag="mental_health")
        item = household.item(Conference.MULTILAYER, names=("トメ",))
        with cast.acting("coordinator") as by:
            laid = {
                "id": str(strict.pk), "kind": "entry", "person": str(strict.person_id),
                "title": "支援経過（電話）", "on": "2026-11-24", "text": "通院の話",
                "tag": "mental_health",
            }  # fmt: skip
            AgendaItem.objects.filter(pk=item.pk).update(papers=[laid])
            edit_item(
                item=household.now(item), meeting=None, by=by, at=by.at,
                preparation=Preparation(purpose="x", person_ids=household.persons("トメ")),
            )  # fmt: skip
        assert lying(household, item) == []

    def test_moving_over_leaves_it_behind(self, cast, household, entry, attach):
        strict = entry("coordinator", "通院の話", tag="mental_health")
        plain = entry("coordinator", "母の話")
        item = household.item()
        attach(item, strict.pk, plain.pk)
        household.consent("トメ")
        with cast.acting("coordinator") as by:
            moved = move_to_multilayer(
                item=household.now(item), meeting=None, by=by, at=by.at,
                preparation=Preparation(purpose="x", person_ids=household.persons("トメ")),
            )  # fmt: skip
        assert lying(household, moved) == ["母の話"]


class TestLapsed:
    """Taken while a consent stood; once it has ended nobody new is shown the copy."""

    @pytest.fixture
    def item(self, cast, household, entry, attach):
        desk = entry("desk", DESK_SAYS)
        own = entry("coordinator", "調整の電話")
        household.consent("トメ", codes=("multi_agency",))
        item = household.item(meeting=household.meeting())
        attach(item, desk.pk, own.pk)
        cast.later(minutes=5)
        return item

    def test_whoever_is_invited_afterwards_does_not_read_it(self, cast, household, item, visit):
        household.withdraw("トメ")
        household.list_member(item, "elderly")
        said = visit("coordinator", "post", f"{page(item)}invite/", keyed())
        assert said.status_code == 302
        told = visit("coordinator", "get", page(item)).content.decode()
        assert "案件から外しました：支援経過（電話）（令和8年11月24日）" in told
        assert DESK_SAYS not in visit("elderly", "get", page(item)).content.decode()
        assert lying(household, item) == ["調整の電話"]
        with cast.acting("coordinator"):
            changes = Change.objects.filter(record_id=item.pk, name="drop_papers")
            assert [one.sentence for one in changes] == ["渡す根拠のなくなった資料を案件から外した"]

    def test_nor_whoever_joins_or_takes_a_place_later(self, cast, household, item):
        household.invite(item, "elderly")
        household.withdraw("トメ")
        assert lying(household, item) == ["調整の電話", DESK_SAYS][::-1]
        with cast.acting("coordinator") as by:
            member = ItemMember.objects.select_related("item").get(item=item)
            replace_member(
                member=member, successor=cast.appointment("member"), reason="異動", by=by, at=by.at
            )
        assert lying(household, item) == ["調整の電話"]

    def test_while_the_consent_stands_everything_stays_and_nothing_is_said(
        self, household, item, visit
    ):
        household.list_member(item, "elderly")
        visit("coordinator", "post", f"{page(item)}invite/", keyed())
        assert "案件から外しました" not in visit("coordinator", "get", page(item)).content.decode()
        assert DESK_SAYS in visit("elderly", "get", page(item)).content.decode()

    def test_it_is_not_kept_by_choosing_papers_again(self, household, item, attach, visit):
        household.withdraw("トメ")
        (kept, _) = _ids(household, item)
        assert DESK_SAYS not in visit("coordinator", "get", f"{page(item)}papers/").content.decode()
        with pytest.raises(ItemNotPossible, match="ここには入れられない"):
            attach(item, kept)


def _ids(household: Round, item: AgendaItem) -> tuple[UUID, ...]:
    with household.cast.acting("coordinator"):
        return tuple(UUID(paper["id"]) for paper in household.now(item).papers)


class TestHeld:
    """Filed on the wrong person: the window that wrote it takes every copy back with it."""

    @pytest.fixture
    def item(self, household, entry, attach):
        own = entry("coordinator", "別の人の話だった")
        other = entry("coordinator", "調整の電話")
        item = household.item(meeting=household.meeting())
        attach(item, own.pk, other.pk)
        return item

    def hold(self, cast, item):
        cast.later(minutes=5)
        with cast.acting("coordination_manager") as by:
            entry = Entry.objects.get(body="別の人の話だった")
            hold_entry(entry=entry, reason="別人の記録", by=by, at=by.at)
        cast.later(minutes=5)

    def test_who_was_invited_before_reads_it_no_more(self, cast, household, item, visit):
        household.invite(item, "elderly")
        assert "別の人の話だった" in visit("elderly", "get", page(item)).content.decode()
        self.hold(cast, item)
        assert lying(household, item) == ["", "調整の電話"]
        for name in ("elderly", "coordinator"):
            text = visit(name, "get", page(item)).content.decode()
            assert "別の人の話だった" not in text
            assert "書いた窓口が取り下げたため、読めません" in text
        assert "取り下げた" not in visit("elderly", "get", f"{page(item)}minutes/").content.decode()

    def test_who_is_invited_afterwards_is_not_even_told_of_it(self, cast, household, item, visit):
        self.hold(cast, item)
        household.invite(item, "elderly")
        assert lying(household, item) == ["調整の電話"]
        assert "取り下げた" not in visit("elderly", "get", page(item)).content.decode()

    def test_an_entry_takes_back_no_paper_of_another_kind(self, cast, household, item):
        """By hostile SQL: a window of the circle writes an entry under the number of a paper."""
        of_a_plan = uuid4()
        with cast.acting("coordinator"):
            now = household.now(item)
            now.papers = [now.papers[0] | {"id": str(of_a_plan), "kind": "plan"}, now.papers[1]]
            now.save(update_fields=["papers"])
        with cast.acting("desk") as by:
            written = insert(
                "casework_entry", id=of_a_plan, circle_id=household.circle_id, at=cast.at,
                owner_window_id=by.window_id, written_by_id=by.appointment_id, recorded_at=cast.at,
                kind="ordinary", method="phone", counterpart="nobody", counterpart_name="",
                body="x", outcome="", marks="[]", tag="", interpreter_present=False,
                held_reason="", tally_key=uuid4(),
            )  # fmt: skip
            assert written == 1
            assert attempt("UPDATE casework_entry SET held_at = now()", []) == 1
        assert lying(household, item) == ["別の人の話だった", "調整の電話"]


class TestPlans:
    """A plan tells of everybody it is for."""

    @pytest.fixture
    def plan(self, cast, household):
        household.consent(*BOTH)
        with cast.acting("coordinator"):
            case = household.case()
            facts = replace(plans.a_writing(case).facts, person_ids=household.persons(*BOTH))
        household.consent(*BOTH, codes=plans.CONSENTED)
        return plans.proposed(cast, case, facts=facts)

    def test_it_is_offered_only_where_all_of_them_are_named(self, household, plan):
        mother = household.item(Conference.MULTILAYER, names=("トメ",))
        assert str(plan.pk) not in offered(household, mother)
        both = household.item(Conference.MULTILAYER)
        assert str(plan.pk) in offered(household, both)

    def test_the_paper_and_the_plan_before_the_conference_go_together(
        self, cast, household, plan, attach
    ):
        item = household.item(Conference.MULTILAYER, meeting=household.meeting())
        attach(item, plan.pk)
        household.invite(item, "elderly")
        with cast.acting("coordinator") as by:
            adjourn_item(item=household.now(item), reason="延期", by=by, at=by.at)
        again = household.meeting(starts_at=SITS_AT + timedelta(days=7))
        for names, stays in ((BOTH, True), (("トメ",), False)):
            with cast.acting("coordinator") as by:
                item = household.now(item)
                if stays:
                    call_again(
                        item=item, meeting=again, person_ids=household.persons(*names), by=by,
                        at=by.at,
                    )  # fmt: skip
                else:
                    edit_item(
                        item=item, meeting=again, by=by, at=by.at,
                        preparation=Preparation(
                            purpose="x", person_ids=household.persons(*names)
                        ),
                    )  # fmt: skip
                now = household.now(item)
                assert (bool(now.papers), now.plan_id == plan.pk) == (stays, stays)
