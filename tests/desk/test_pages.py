"""Who may open which page; what a page that was shown leaves in the record of looking."""

import re
import uuid

import pytest

from ikue.audit.models import ReadEvent, ReadLine
from ikue.casework.models import Case
from ikue.desk.domain.places import welcome_of
from ikue.people.models import Person
from ikue.sharing.enums import FieldClass
from tests.cast import NEVER_READS

pytestmark = pytest.mark.sampled

F0, F1, F3 = FieldClass.F0, FieldClass.F1, FieldClass.F3
CASE_PAGES = (
    "", "next/", "note/", "suspend/", "complete/", "hand_over/", "promise/", "household/member/",
    "household/other_name/", "household/relation/", "household/life_event/", "household/leave/",
    "household/whereabouts/", "household/death/", "household/death_taken_back/",
)  # fmt: skip


@pytest.mark.parametrize("page", CASE_PAGES)
def test_a_case_page_opens_for_the_lead_and_for_nobody_outside(ward, visit, page):
    case = ward.case()
    absent = visit("outsider", "get", f"/desk/cases/{uuid.uuid4()}/{page}")
    assert absent.status_code == 404
    assert visit("desk", "get", f"/desk/cases/{case.pk}/{page}").status_code == 200
    for name in ("elderly", "coordinator", *(one for one in NEVER_READS if one != "retired")):
        answer = visit(name, "get", f"/desk/cases/{case.pk}/{page}")
        assert (answer.status_code, answer.content) == (404, absent.content), name


@pytest.mark.parametrize("tab", ["path", "meetings", "links", "household", "changes"])
def test_every_tab_opens(ward, visit, tab):
    case = ward.case()
    assert visit("desk", "get", f"/desk/cases/{case.pk}/?tab={tab}").status_code == 200


@pytest.mark.parametrize("address", ["", "queue/", "mine/", "search/", "drafts/", "book/"])
@pytest.mark.parametrize("name", ["desk", "manager", "outsider", "privacy_officer", "night_duty"])
def test_the_lists_are_for_case_work_and_show_nobody_else_anything(ward, visit, name, address):
    ward.case()
    ward.reception()
    answer = visit(name, "get", f"/desk/{address}")
    works = name in ("desk", "manager", "night_duty")
    is_work = address in ("queue/", "mine/", "book/")
    assert answer.status_code == (404 if is_work and not works else 200)
    if name not in ("desk", "manager"):
        assert "髙橋" not in answer.content.decode()


OFFERS = {
    "desk": [
        "queue/",
        "referrals/in/",
        "mine/",
        "multi-agency/meetings/",
        "consultations/new/",
        "drafts/",
    ],
    "privacy_officer": ["looks/"],
    "auditor": ["looks/"],
    "administrator": ["staff/"],
    "commissioner": [],
    "member": ["multi-agency/meetings/"],
    "outsider": [],
}  # fmt: skip


@pytest.mark.parametrize("name", OFFERS)
def test_each_role_is_offered_what_it_does_and_told_so(ward, visit, name):
    answer = visit(name, "get", "/desk/")
    nav = [url for label, url, key, current in answer.context["nav"]]
    assert nav == ["/desk/", *(f"/desk/{place}" for place in OFFERS[name])]
    with ward.cast.acting(name) as viewer:
        welcome = welcome_of(viewer)
    assert (welcome is None) == (name == "desk")
    if welcome is not None:
        assert welcome.kind in answer.content.decode()


HOUSEHOLD = ("髙橋", "トメ", "一郎")
TITLE = re.compile(r"<title>(.*?)</title>", flags=re.DOTALL)


def test_no_title_of_a_page_names_anybody(ward, visit):
    """A title stands in the browser's history and in the taskbar, for whoever passes by."""
    case = ward.case(due_on=ward.cast.at.date())
    referral = ward.referral()
    reception = ward.reception()
    staff = ward.cast.appointment("desk_colleague")
    mine = [
        "", "queue/", "mine/", "search/", "book/", "drafts/",
        *(f"cases/{case.pk}/{page}" for page in CASE_PAGES),
        *(f"cases/{case.pk}/?tab={tab}" for tab in ("path", "links", "household", "changes")),
        f"cases/{case.pk}/refer/", f"consultations/new/{uuid.uuid4()}/", "consultations/advice/",
        f"consultations/{reception.pk}/", f"consultations/{reception.pk}/person/",
        "referrals/in/", "referrals/out/", f"referrals/{referral.pk}/",
        f"referrals/{referral.pk}/sheet/",
    ]  # fmt: skip
    pages = [
        *(visit("desk", "get", f"/desk/{address}") for address in mine),
        visit("manager", "get", f"/desk/staff/{staff.pk}/move/"),
        visit("manager", "get", f"/desk/accounts/{staff.account_id}/stop/"),
        visit("manager", "get", "/desk/covers/"),
    ]
    assert [page.status_code for page in pages] == [200] * len(pages)
    text = " ".join(page.content.decode() for page in pages)
    assert all(name in text for name in (*HOUSEHOLD, staff.account.name))
    titles = " ".join(TITLE.search(page.content.decode())[1] for page in pages)
    assert [name for name in (*HOUSEHOLD, staff.account.name) if name in titles] == []


def test_staff_pages_are_for_the_manager_and_the_administrator(ward, visit):
    assert visit("manager", "get", "/desk/staff/").status_code == 200
    assert visit("administrator", "get", "/desk/staff/").status_code == 200
    for name in ("desk", "coordinator", "outsider"):
        assert visit(name, "get", "/desk/staff/").status_code == 404


def lines(ward, name):
    """(person, classes, basis) of everything this account was shown."""
    with ward.cast.acting(name) as viewer:
        names = {person.pk: person.given_name for person in Person.objects.all()}
        events = ReadEvent.objects.filter(account_id=viewer.account_id)
        rows = ReadLine.objects.filter(event__in=events)
        return sorted(
            (names.get(row.person_id, "-"), FieldClass(row.classes), row.basis) for row in rows
        )


def test_the_first_page_records_each_person_it_named(ward, visit):
    ward.case(due_on=ward.cast.at.date())
    visit("desk", "get", "/desk/")
    assert lines(ward, "desk") == [("トメ", F0 | F1 | F3, "own_duty")]


def test_a_page_that_names_nobody_leaves_no_line(ward, visit):
    ward.case()
    visit("outsider", "get", "/desk/")
    visit("elderly", "post", "/desk/search/", {"q": "髙橋"})
    assert lines(ward, "outsider") == lines(ward, "elderly") == []


def test_a_search_records_each_hit(ward, visit):
    ward.case()
    visit("desk", "post", "/desk/search/", {"q": "一郎"})
    assert lines(ward, "desk") == [("一郎", F1, "own_duty")]


def test_the_case_page_records_the_household_and_its_support(ward, visit):
    case = ward.case()
    visit("desk", "get", f"/desk/cases/{case.pk}/")
    assert lines(ward, "desk") == [
        ("-", F0, "own_duty"),
        ("トメ", F1 | F3, "own_duty"),
        ("一郎", F1, "own_duty"),
    ]


def test_another_window_of_the_circle_reads_no_text_and_learns_whom_to_ask(ward, visit):
    referral = ward.referral()
    ward.accept(referral)
    with ward.cast.acting("elderly"):
        case = Case.objects.get()
    window = ward.cast.appointment("elderly").window
    text = visit("desk", "get", f"/desk/cases/{case.pk}/").content.decode()
    assert f"{window.name}が書いた記録のうち、ここに出るのは根拠のあるものだけです" in text
    assert "最初の連絡をする" not in text


def test_the_hand_over_book_records_the_support_of_each_case_it_shows(ward, visit):
    """Also when another window wrote them: the one it was handed to reads them as its own."""
    for _ in range(2):
        ward.accept(ward.referral())
    with ward.cast.acting("elderly"):
        cases = list(Case.objects.all())
    ward.cast.later(minutes=5)
    for case in cases:
        ward.hand_over(case, by="elderly", to="desk")
    ward.cast.later(minutes=5)
    text = visit("desk", "get", "/desk/book/").content.decode()
    assert text.count("火曜に電話") == len(cases) == 2
    with ward.cast.acting("desk") as viewer:
        events = ReadEvent.objects.filter(account_id=viewer.account_id)
        rows = ReadLine.objects.filter(event__in=events)
        seen = {row.circle_id for row in rows if F3 in FieldClass(row.classes)}
    assert seen == {case.circle_id for case in cases}
