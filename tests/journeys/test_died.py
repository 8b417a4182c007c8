"""The mother dies: nobody is reminded of her any more, and the case ends without a follow-up."""

import pytest

from ikue.people.domain.life_events import note_life_event
from ikue.people.models import Person
from tests.factories.coordination import in_days, supported_8050
from tests.journeys.browser import barriers
from tests.journeys.story import case_verbs, fact, fill, follow, go, here, press, said, says

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_died(screens, cast):
    case = supported_8050(cast)
    with cast.acting("desk") as by:
        mother = Person.objects.get(circle_id=case.circle_id, given_name="トメ")
        note_life_event(person=mother, kind="discharge", on=in_days(cast, 20), by=by)
    address = f"/desk/cases/{case.pk}/"
    page = screens.open_as("desk", address)
    assert says(page, "退院") >= 1
    page.goto(f"{address}complete/")
    page.get_by_label("終結の理由").select_option(label="死亡")
    press(page, "終える")
    assert page.get_by_text("支援している方がほかにいます。").count() >= 1
    page.goto(f"{address}?tab=household")
    follow(page, "死亡を記録する")
    page.get_by_label("亡くなった方").select_option(label="髙橋 トメ")
    fill(page, 亡くなった日="きのう")
    assert barriers(page) == []
    press(page, "記録する")
    assert said(page).startswith("死亡を記録しました。")
    go(page, "ホーム")
    assert says(page, "退院") == 0
    page.goto(f"{address}complete/")
    page.get_by_label("終結の理由").select_option(label="死亡")
    press(page, "終える")
    assert (here(page), case_verbs(page)) == ("終結", ["再開する", "つなぐ"])
    assert "死亡" in fact(page, "終結")
    assert fact(page, "次の期日") == "なし"
