"""An invited member reads exactly the item, and nothing at all once it has ended for them."""

import json

import pytest
from django.db import connection

from ikue.kernel.wall import walls
from ikue.programmes.multi_agency.domain.answers import Answers, answer_item
from ikue.programmes.multi_agency.domain.items import adjourn_item, close_item, withdraw_item
from ikue.programmes.multi_agency.domain.members import member_leaves
from ikue.programmes.multi_agency.enums import Conference
from ikue.programmes.multi_agency.models import AgendaItem, ItemMember, Meeting, MemberAnswer
from ikue.sharing.domain.deciding import Information, rights_of
from ikue.sharing.enums import Act, FieldClass
from tests.cast import NEVER_READS, ROLES
from tests.sharing.raw import REFUSED, attempt, insert_grant
from tests.standing import standing

pytestmark = [pytest.mark.django_db, pytest.mark.sampled, pytest.mark.every_server]

OF_THE_ITEM = {
    "multi_agency_agendaitem": 1, "multi_agency_itemmember": 2, "multi_agency_memberanswer": 1,
    "multi_agency_meeting": 1, "sharing_ground": 1, "sharing_grant": 1,
}  # fmt: skip
"""Rows that `member` (a 会議だけの構成員) may read: its item, the list, its answer, its meeting."""


def readable() -> list[str]:
    return [table.name for wall in walls() for table in wall.tables if table.read is not None]


def rows_of(cast, name) -> dict[str, int]:
    found = {}
    with cast.acting(name), connection.cursor() as cursor:
        for table in sorted(readable()):
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            if rows := cursor.fetchone()[0]:
                found[table] = rows
    return found


@standing
def item(household):
    """Two items of one meeting; `member` and `elderly` in the first, `disability` in the other."""
    item = household.invited("member", "elderly")
    household.invite(household.item(meeting=item.meeting), "disability")
    household.answer(item, "member")
    return item


def test_a_member_of_conferences_alone_reads_the_item_and_nothing_else(cast, item):
    assert rows_of(cast, "member") == OF_THE_ITEM
    with cast.acting("member"):
        assert [one.pk for one in AgendaItem.objects.all()] == [item.pk]
        assert {m.item_id for m in ItemMember.objects.all()} == {item.pk}
        assert AgendaItem.objects.get().persons[0]["given_name"] == "トメ"


def test_members_of_another_item_of_the_same_meeting_read_their_own(cast, item):
    with cast.acting("disability"):
        other = AgendaItem.objects.get()
        assert (other.pk != item.pk, MemberAnswer.objects.count()) == (True, 0)
        assert Meeting.objects.get().pk == item.meeting_id


def test_everybody_else_reads_nothing_of_it(cast, item):
    inside = {"coordinator", "coordination_manager", "member", "elderly", "disability", "retired"}
    for name in set(ROLES) - inside:
        with cast.acting(name):
            seen = [AgendaItem, ItemMember, MemberAnswer, Meeting]
            assert [model.objects.count() for model in seen] == [0, 0, 0, 0], name
    # The same appointment, before anybody was invited, stands in tests/law among NEVER_READS.
    assert "member" in NEVER_READS


def end(cast, household, item, how):
    if how == "close":
        household.record(item)
    with cast.acting("coordinator") as by:
        now = household.now(item)
        if how == "adjourn":
            adjourn_item(item=now, reason="座長が不在", by=by, at=by.at)
        elif how == "withdraw":
            withdraw_item(item=now, reason="転出した", by=by, at=by.at)
        elif how == "close":
            close_item(item=now, by=by, at=by.at)
        else:
            member = ItemMember.objects.get(item=item, appointment_id=cast["member"].appointment_id)
            member_leaves(member=member, reason="異動", by=by, at=by.at)


@pytest.mark.parametrize("how", ["adjourn", "withdraw", "close", "leave"])
def test_from_the_next_request_on_a_member_reads_nothing(cast, household, item, how):
    assert rows_of(cast, "member") == OF_THE_ITEM
    end(cast, household, item, how)
    assert rows_of(cast, "member") == {"sharing_grant": 1}
    # One who left is gone; the others stay while the item does.
    with cast.acting("elderly"):
        assert AgendaItem.objects.count() == (1 if how == "leave" else 0)


def test_the_window_that_keeps_it_reads_the_answers_afterwards(cast, household, item):
    end(cast, household, item, "close")
    with cast.acting("coordinator"):
        assert [one.knows for one in MemberAnswer.objects.all()] == ["月に一度、母が来る"]


def test_the_colleagues_of_a_member_read_neither_item_nor_answer(cast, household, item):
    household.answer(item, "elderly", doing="安否の電話")
    with cast.acting("elderly"):
        assert MemberAnswer.objects.count() == 2
    with cast.acting("elderly_manager"):
        assert (AgendaItem.objects.count(), MemberAnswer.objects.count()) == (0, 0)


def test_withdrawn_consent_closes_the_item_at_once(cast, household):
    household.consent("トメ")
    item = household.invited("elderly", conference=Conference.MULTILAYER, persons=("トメ",))
    with cast.acting("elderly"):
        assert AgendaItem.objects.get().pk == item.pk
    cast.later(minutes=5)
    household.withdraw("トメ")
    with cast.acting("elderly"):
        assert AgendaItem.objects.count() == 0


def test_the_last_day_of_the_consent_is_the_last_day_of_the_invitation(cast, household):
    household.consent("トメ", until=cast.at.date().replace(day=26))
    household.invited("elderly", conference=Conference.MULTILAYER, persons=("トメ",))
    cast.at = cast.at.replace(day=26, hour=23, minute=59)
    with cast.acting("elderly"):
        assert AgendaItem.objects.count() == 1
    cast.later(minutes=1)
    with cast.acting("elderly"):
        assert AgendaItem.objects.count() == 0


def test_decide_says_what_the_wall_says(cast, household, item):
    for name, expected in (("member", True), ("elderly", True), ("disability", False)):
        with cast.acting(name) as viewer:
            rights = rights_of(viewer, [item.circle_id])
            decision = rights.decide(Information.of(item, FieldClass.F5, bound_to=item.pk))
            assert decision.allowed is expected
            assert rights.decide(Information.of(item, FieldClass.F3)).allowed is False
            written = rights.decide(
                Information.of(item, FieldClass.F5, bound_to=item.pk), act=Act.WRITE
            )
            assert written.allowed is False


def test_an_answer_is_written_for_nobody_else(cast, household, item):
    with cast.acting("coordinator"):
        others = ItemMember.objects.get(item=item, appointment_id=cast["elderly"].appointment_id)
        of_the_other_item = ItemMember.objects.exclude(item=item).get()
    with cast.acting("member") as by:
        for target in (others, of_the_other_item):
            row = MemberAnswer(
                circle_id=item.circle_id, owner_window_id=by.window_id, item_id=item.pk,
                written_by_id=by.appointment_id, member_id=target.pk, answered_at=by.at, knows="x",
            )  # fmt: skip
            assert refused(row)


def test_an_answer_lies_with_the_members_own_window(cast, household, item):
    with cast.acting("elderly") as by:
        member = ItemMember.objects.get(appointment_id=by.appointment_id)
        assert refused(
            MemberAnswer(
                circle_id=item.circle_id, owner_window_id=cast["desk"].window_id, item_id=item.pk,
                written_by_id=by.appointment_id, member_id=member.pk, answered_at=by.at, knows="x",
            )
        )  # fmt: skip
        answer_item(member=member, answers=Answers(knows="x"), by=by, at=by.at)


def refused(row) -> bool:
    fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    fields["recorded_at"] = row.answered_at
    columns = ", ".join(fields)
    places = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO multi_agency_memberanswer ({columns}) VALUES ({places})"
    return attempt(statement, list(fields.values())) == REFUSED


def test_without_consent_no_statement_makes_or_opens_an_item_of_the_other_kind(cast, household):
    """The wall itself, whatever the program does: neither a new one nor a change of persons."""
    household.consent("トメ")
    item = household.item(Conference.MULTILAYER, names=("トメ",))
    support = household.item()
    with cast.acting("coordinator"):
        assert attempt(
            "UPDATE multi_agency_agendaitem SET persons = %s WHERE id = %s",
            [json.dumps([{"id": str(household.persons("一郎")[0])}]), item.pk],
        ) == REFUSED  # fmt: skip
        assert attempt(
            "UPDATE multi_agency_agendaitem SET conference = 'multilayer_conference'"
            " WHERE id = %s", [support.pk],
        ) == REFUSED  # fmt: skip


@pytest.mark.parametrize("wanted", ["F2", "F4", "F6A"])
def test_an_invitation_opens_no_more_than_what_may_lie_in_an_item(cast, household, item, wanted):
    with cast.acting("coordinator") as by:
        invitation = {
            "ground_id": item.ground_id, "circle_id": item.circle_id, "owner": by, "at": by.at,
            "window_id": None, "appointment_id": cast["member"].appointment_id,
            "bound_to_id": item.pk,
        }  # fmt: skip
        more = int(FieldClass.F5 | FieldClass[wanted])
        assert insert_grant(**invitation, classes=more) == REFUSED
        assert insert_grant(**invitation, classes=int(FieldClass.F5)) == 1
