"""会議の画面: the walk of a meeting by its pages, who may open which, and what looking leaves."""

import re
import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ikue.audit.models import ReadLine
from ikue.drafts.keeping import save_draft
from ikue.kernel import clock
from ikue.people.models import Person
from ikue.programmes.multi_agency.domain.agenda import (
    board,
    find_item,
    item_page,
    meeting_line,
)
from ikue.programmes.multi_agency.domain.coordinations import HandBack, step_out
from ikue.programmes.multi_agency.enums import Conference, ItemState
from ikue.programmes.multi_agency.models import (
    AgendaItem,
    Coordination,
    ItemMember,
    Meeting,
    MemberAnswer,
)
from tests.cast import NEVER_READS
from tests.client import keyed
from tests.factories.conferences import BOTH, SITS_AT

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]

KEEPS = (
    "item", "minutes", "item_edit", "item_papers", "item_member", "item_partner", "item_invite",
    "item_record", "item_role", "item_adjourn", "item_withdraw",
)  # fmt: skip


def at(name, pk) -> str:
    return reverse(f"multi_agency:{name}", args=[pk])


def text(answer) -> str:
    return answer.content.decode()


def read(cast, item) -> AgendaItem:
    with cast.acting("coordinator"):
        return AgendaItem.objects.get(pk=item.pk)


@pytest.mark.parametrize("page", KEEPS)
def test_the_pages_of_an_item_are_there_for_its_window_alone(cast, household, visit, page):
    item = household.invited("elderly")
    absent = visit("outsider", "get", at(page, uuid.uuid4()))
    assert absent.status_code == 404
    assert visit("coordinator", "get", at(page, item.pk)).status_code == 200
    readers = {"elderly": 200 if page in ("item", "minutes") else 404}
    for name in ("elderly", "desk", "women", *(one for one in NEVER_READS if one != "retired")):
        answer = visit(name, "get", at(page, item.pk))
        assert answer.status_code == readers.get(name, 404), name
        if name not in readers:
            assert answer.content == absent.content, name


def test_a_meeting_is_planned_and_an_item_put_on_its_agenda(cast, household, visit):
    done = visit(
        "coordinator", "post", reverse("multi_agency:plan_meeting"),
        keyed(on="r8.12.1", clock="14:00", place="402会議室",
              chair=str(cast.appointment("coordinator").pk), deputy_chair=""),
    )  # fmt: skip
    with cast.acting("coordinator"):
        meeting = Meeting.objects.get()
        persons = [str(pk) for pk in household.persons(*BOTH)]
    assert (done.status_code, meeting.starts_at) == (302, SITS_AT)
    done = visit(
        "coordinator", "post", at("prepare", household.case_id),
        keyed(conference="support_conference", persons=persons, purpose="役割を決める",
              household_image="二人暮らし", meeting=str(meeting.pk)),
    )  # fmt: skip
    with cast.acting("coordinator"):
        item = AgendaItem.objects.get()
    assert done["Location"] == at("item", item.pk)
    shown = text(visit("coordinator", "get", reverse("multi_agency:meetings")))
    assert "髙橋 トメ ほか1人" in shown
    assert "支援会議・106条の6" in shown


def test_bad_input_stands_beside_the_words_typed(cast, household, visit):
    answer = visit(
        "coordinator", "post", at("prepare", household.case_id),
        keyed(conference="multilayer_conference", purpose="話し合う", points="残す文",
              persons=persons_of(cast, household)),
    )  # fmt: skip
    assert answer.status_code == 422
    assert "いま同意がありません" in text(answer)
    assert "残す文" in text(answer)


def persons_of(cast, household) -> list[str]:
    with cast.acting("coordinator"):
        return [str(pk) for pk in household.persons(*BOTH)]


def test_inviting_says_in_one_sentence_who_reads_what(cast, household, visit):
    item = household.item(meeting=household.meeting())
    visit(
        "coordinator", "post", at("item_member", item.pk),
        keyed(appointment=str(cast.appointment("member").pk)),
    )  # fmt: skip
    shown = text(visit("coordinator", "get", at("item_invite", item.pk)))
    said = re.sub(r"<[^>]+>|\s", "", shown.split('class="who-reads">')[1].split("</p>")[0])
    assert said == (
        "曽我会（教育委員会指導室）は、いまから案件の終わりまで、この案件に載せた2人（髙橋トメ、髙橋一郎）の"
        "氏名・年齢・続柄、世帯像、資料0件と、構成員の答え、話し合いの記録を読めます。"
        "読めるのは、この案件に載せたものだけです。世帯のほかの記録は読めません。"
    )
    with cast.acting("coordinator"):
        member = ItemMember.objects.get()
    done = visit("coordinator", "post", at("item_invite", item.pk), keyed(heard=[str(member.pk)]))
    assert done.status_code == 302
    cast.appointment("member").refresh_from_db()
    assert cast.appointment("member").secrecy_acknowledged_on == cast.at.date()
    assert read(cast, item).state == ItemState.INVITED


def test_a_member_of_conferences_alone_is_asked_and_answers(cast, household, visit):
    item = household.invited("member", "elderly")
    home = text(visit("member", "get", "/desk/"))
    assert at("item", item.pk) in home
    assert "髙橋" not in home
    shown = text(visit("member", "get", at("item", item.pk)))
    assert "あなたに聞きたいこと" in shown
    assert shown.index("母の受診と、息子の孤立について役割を決める") < shown.index("髙橋 一郎")
    with cast.acting("member") as by:
        member = ItemMember.objects.get(appointment_id=by.appointment_id)
    done = visit(
        "member", "post", at("member_answer", member.pk), keyed(knows="登校は週に二日")
    )  # fmt: skip
    assert done["Location"] == at("item", item.pk)
    with cast.acting("elderly"):
        assert MemberAnswer.objects.get().knows == "登校は週に二日"
    empty = visit("member", "post", at("member_answer", member.pk), keyed(knows=""))
    assert (empty.status_code, "どれか一つには答えてください" in text(empty)) == (422, True)


def test_every_look_at_an_item_is_noted_for_each_person_named(cast, household, visit):
    item = household.invited("member")
    visit("member", "get", at("item", item.pk))
    with cast.acting("member") as by:
        lines = ReadLine.objects.filter(event__account_id=by.account_id)
        seen = set(lines.values_list("person_id", "classes", "basis"))
    with cast.acting("coordinator"):
        persons = household.persons(*BOTH)
    assert seen == {(pk, 1 | 2 | 8 | 32, "support_conference") for pk in persons}


def test_two_record_one_item_and_neither_text_is_lost(cast, household, visit):
    item = household.invited("elderly")
    cast.at = SITS_AT + timedelta(hours=1)
    typed = {"on": "r8.12.1", "clock": "14:30", "seen_version": str(item.text_version)}
    first = keyed(**typed, minutes="一人目の記録")
    assert visit("coordinator", "post", at("item_record", item.pk), first).status_code == 302
    second = visit(
        "coordination_manager", "post", at("item_record", item.pk),
        keyed(**typed, minutes="二人目の記録"),
    )  # fmt: skip
    assert second.status_code == 409
    assert "一人目の記録" in text(second)
    assert "二人目の記録" in text(second)
    now = re.search(r'name="seen_version" value="(\d+)"', text(second)).group(1)
    again = keyed(**typed | {"seen_version": now}, minutes="二人分の記録")
    done = visit("coordination_manager", "post", at("item_record", item.pk), again)
    assert (done.status_code, read(cast, item).minutes) == (302, "二人分の記録")


@pytest.mark.parametrize("page", ["item_edit", "item_record"])
def test_a_member_added_while_somebody_writes_is_no_conflict(cast, household, visit, page):
    item = household.invited("elderly")
    cast.at = SITS_AT + timedelta(hours=1)
    shown = text(visit("coordinator", "get", at(page, item.pk)))
    seen = re.search(r'name="seen_version" value="(\d+)"', shown).group(1)
    household.list_member(item, "disability")
    visit("coordination_manager", "post", at("item_papers", item.pk), keyed())
    typed = keyed(
        persons=persons_of(cast, household), meeting=str(item.meeting_id), purpose="目的",
        on="r8.12.1", clock="14:30", minutes="記録", seen_version=seen,
    )  # fmt: skip
    assert visit("coordinator", "post", at(page, item.pk), typed).status_code == 302
    assert read(cast, item).version > item.version + 2


HIDDEN = r'name="(listed|seen_version)" value="([^"]+)"'


def test_of_a_member_added_meanwhile_nobody_writes_that_they_were_absent(cast, household, visit):
    item = household.invited("elderly")
    cast.at = SITS_AT + timedelta(hours=1)
    address = at("item_record", item.pk)
    first = dict(re.findall(HIDDEN, text(visit("coordinator", "get", address))))
    household.list_member(item, "disability")
    came = {"on": "r8.12.1", "clock": "14:30", "minutes": "記録", "attended": []}
    assert visit("coordinator", "post", address, keyed(**first | came)).status_code == 302
    assert attendance(cast, item) == [False, None]
    again = dict(re.findall(HIDDEN, text(visit("coordinator", "get", address))))
    assert visit("coordinator", "post", address, keyed(**again | came)).status_code == 302
    assert attendance(cast, item) == [False, False]


def attendance(cast, item):
    with cast.acting("coordinator"):
        rows = ItemMember.objects.filter(item=item).order_by("added_at")
        return list(rows.values_list("attended", flat=True))


@pytest.mark.parametrize(
    ("page", "typed"),
    [
        ("item_edit", {"purpose": "私の目的", "points": "私の文"}),
        ("item_record", {"on": "r8.12.1", "clock": "14:30", "minutes": "私の文"}),
    ],
)
def test_a_draft_that_is_older_than_a_colleagues_text_does_not_replace_it(
    cast, household, visit, page, typed
):
    item = household.invited("elderly")
    cast.at = SITS_AT + timedelta(hours=1)
    whole = {
        "persons": persons_of(cast, household), "meeting": str(item.meeting_id), **typed,
        "seen_version": str(item.text_version),
    }  # fmt: skip
    theirs = {name: value.replace("私", "先の人") for name, value in typed.items()}
    with cast.acting("coordinator") as by:
        save_draft(by=by, form=page, subject=str(item.pk), content=whole)
    assert visit(
        "coordination_manager", "post", at(page, item.pk), keyed(**whole | theirs)
    ).status_code == 302  # fmt: skip
    shown = text(visit("coordinator", "get", at(page, item.pk)))
    assert "私の文" in shown
    seen = re.search(r'name="seen_version" value="(\d+)"', shown).group(1)
    answer = visit(
        "coordinator", "post", at(page, item.pk), keyed(**whole | {"seen_version": seen})
    )
    assert answer.status_code == 409
    for words in ("先の人の文", "私の文"):
        assert words in text(answer)


def test_two_move_one_meeting_and_a_draft_keeps_the_day_it_saw(cast, household, visit):
    meeting = household.meeting()
    address = at("meeting_move", meeting.pk)
    typed = {
        "on": "r8.12.2", "clock": "10:00", "place": "私の部屋", "seen_version": "1",
        "chair": str(cast.appointment("coordinator").pk),
    }  # fmt: skip
    with cast.acting("coordinator") as by:
        save_draft(by=by, form="meeting_move", subject=str(meeting.pk), content=typed)
    theirs = keyed(**typed | {"place": "先の人の部屋"})
    assert visit("coordination_manager", "post", address, theirs).status_code == 302
    shown = text(visit("coordinator", "get", address))
    assert "私の部屋" in shown
    assert 'name="seen_version" value="1"' in shown
    answer = visit("coordinator", "post", address, keyed(**typed))
    assert answer.status_code == 409
    for words in ("先の人の部屋", "私の部屋", 'name="seen_version" value="2"'):
        assert words in text(answer)
    again = keyed(**typed | {"seen_version": "2"})
    assert visit("coordinator", "post", address, again).status_code == 302
    assert 'name="seen_version" value="3"' in text(visit("coordinator", "get", address))


def test_the_form_of_a_support_conference_offers_no_opinion_on_a_plan(cast, household, visit):
    household.consent(*BOTH)
    fields = {}
    for conference in Conference:
        item = household.invited("elderly", conference=conference)
        shown = text(visit("coordinator", "get", at("item_record", item.pk)))
        fields[conference.value] = {
            name for name in ("next_step", "plan_opinion") if f'name="{name}"' in shown
        }
    assert fields == {
        "support_conference": {"next_step"}, "multilayer_conference": {"plan_opinion"},
    }  # fmt: skip


def test_put_off_closed_and_printed(cast, household, visit):
    item = household.invited("elderly")
    done = visit("coordinator", "post", at("item_adjourn", item.pk), keyed(reason="座長が不在"))
    assert (done.status_code, read(cast, item).state) == (302, ItemState.ADJOURNED)
    assert visit("elderly", "get", at("item", item.pk)).status_code == 404
    late = visit("coordinator", "get", at("item_adjourn", item.pk))
    assert late["Location"] == at("item", item.pk)
    again = keyed(persons=persons_of(cast, household), meeting=str(item.meeting_id))
    visit("coordinator", "post", at("item_again", item.pk), again)
    household.invite(item)
    household.record(item)
    shown = text(visit("coordinator", "get", at("minutes", item.pk)))
    assert "受診の同行を相談した" in shown
    with cast.acting("coordinator") as by:
        prints = ReadLine.objects.filter(
            event__account_id=by.account_id, event__act="print"
        )  # fmt: skip
        assert {line.classes & 32 for line in prints} == {32}
    done = visit("coordinator", "post", at("item_close", item.pk), keyed())
    assert (done.status_code, read(cast, item).state) == (302, ItemState.CLOSED)
    papers = text(visit("coordinator", "get", at("agenda", item.meeting_id)))
    assert "髙橋 トメ" in papers
    closed = visit("coordinator", "post", at("meeting_close", item.meeting_id), keyed())
    assert closed.status_code == 302


def test_a_passage_brings_the_words_along(cast, household, visit):
    item = household.item()
    shown = text(visit("coordinator", "get", at("item_move", item.pk)))
    assert "母と息子の二人暮らし" in shown
    household.consent(*BOTH)
    with cast.acting("coordinator"):
        persons = [str(pk) for pk in household.persons(*BOTH)]
    done = visit(
        "coordinator", "post", at("item_move", item.pk),
        keyed(persons=persons, purpose="役割を決める", household_image="二人暮らし"),
    )  # fmt: skip
    with cast.acting("coordinator"):
        moved = AgendaItem.objects.get(moved_from=item)
    assert done["Location"] == at("item", moved.pk)


def test_the_case_has_a_tab_for_them(cast, household, visit):
    item = household.item()
    tab = f"/desk/cases/{household.case_id}/?tab=meetings"
    assert at("item", item.pk) in text(visit("coordinator", "get", tab))
    assert at("prepare", household.case_id) in text(visit("coordinator", "get", tab))
    shown = text(visit("desk", "get", tab))
    assert at("item", item.pk) not in shown
    assert "ここに出せる案件はありません" in shown


PAGES = {
    # what the page asks of the domain: how many queries, with one row and with three
    "meetings": (lambda viewer, item: board(viewer), 3),
    "meeting": (lambda viewer, item: meeting_line(viewer, item.meeting), 2),
    "item": (item_page, 10),
}


@pytest.mark.parametrize("page", PAGES)
def test_pages_cost_the_same_for_one_and_for_three(cast, household, page):
    ask, expected = PAGES[page]
    item = household.item(meeting=household.meeting())
    household.list_member(item, "elderly")
    counts = []
    for more in (("disability", "member"), ()):
        with cast.acting("coordinator") as viewer:
            found = find_item(item.pk)
            with CaptureQueriesContext(connection) as queries:
                ask(viewer, found)
        counts.append(len(queries))
        for name in more:
            household.list_member(item, name)
            household.item(meeting=item.meeting)
    assert counts == [expected, expected]


class TestSteppingOut:
    """What is said beforehand is what holds afterwards (社会福祉法106条の4; 個情法69条2項1号)."""

    def told(self, cast, visit) -> str:
        with cast.acting("coordinator"):
            pk = Coordination.objects.get().pk
        return visit("coordinator", "get", f"/desk/coordination/{pk}/step_out/").content.decode()

    def step_out(self, cast):
        with cast.acting("coordinator") as by:
            day = clock.today(cast.at) + timedelta(days=30)
            step_out(
                coordination=Coordination.objects.get(), by=by, at=by.at,
                hand_back=HandBack(words="役割が決まった", follow_up_on=day),
            )  # fmt: skip
        cast.later(minutes=5)

    def reads(self, cast) -> int:
        with cast.acting("coordinator"):
            return Person.objects.count()

    def test_without_a_consent_nothing_more_is_read(self, cast, household, visit):
        assert "この世帯のほかの記録は読めなくなります。" in self.told(cast, visit)
        self.step_out(cast)
        assert self.reads(cast) == 0

    def test_a_consent_holds_to_its_day_or_its_withdrawal(self, cast, household, visit):
        household.consent("トメ", codes=("multi_agency",), until=date(2027, 3, 31))
        assert "同意により、令和9年3月31日まで（撤回されれば、その時まで）読めます。" in self.told(
            cast, visit
        )
        self.step_out(cast)
        assert self.reads(cast) == 1
        household.withdraw("トメ")
        cast.later(minutes=5)
        assert self.reads(cast) == 0
