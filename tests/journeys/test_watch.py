"""The watch over every page hears what it should; the screens besides the journeys are walked."""

import pytest

from tests.journeys.browser import Opened, barriers

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PLACES = (
    "/desk/consultations/new/00000000-0000-4000-8000-00000000ca11/",
    "/desk/consultations/advice/", "/desk/consultations/advice/new/",
    "/desk/referrals/in/", "/desk/referrals/out/", "/desk/search/", "/desk/drafts/", "/desk/book/",
)  # fmt: skip


def test_no_barrier_on_the_screens_besides(screens):
    page = screens.open_as("desk")
    for place in PLACES:
        assert page.goto(place).status == 200
        assert (place, barriers(page)) == (place, [])
    assert {one.path for one in screens.watch.opened} == {"/desk/", *PLACES}


def test_control_other_hosts_scripts_and_missing_files_are_heard(screens):
    page = screens.open_at_the_door()
    page.evaluate("fetch('http://elsewhere.invalid/').catch(() => 0)")
    page.evaluate(
        "document.head.append(Object.assign(document.createElement('script'), {text: '1'}))"
    )
    page.evaluate("document.body.append(Object.assign(new Image(), {src: '/static/none.png'}))")
    page.evaluate("setTimeout(() => { throw new Error('broken') })")
    page.wait_for_timeout(500)
    page.evaluate("location.assign('http://elsewhere.invalid/')")
    page.wait_for_timeout(500)
    heard = {one.split(":")[0] for one in screens.watch.heard}
    screens.watch.heard.clear()
    screens.watch.opened.clear()
    assert heard == {"CSP", "console", "404", "script", "another host"}


def test_control_a_title_with_a_name_and_two_headings_are_complaints():
    good = Opened(who="desk", path="/desk/", title="いま私に｜幾重", headings=1)
    bad = Opened(who="desk", path="/desk/", title="髙橋さん世帯｜幾重", headings=2)
    assert good.complaints == []
    assert bad.complaints == ["/desk/: the title names 髙橋", "/desk/: 2 h1"]
