"""The household moves out of the ward: passed on to where it went, and only then ended."""

import pytest

from tests.factories.coordination import supported_8050
from tests.journeys.browser import barriers
from tests.journeys.story import case_verbs, fact, fill, follow, heading, here, press, said, send

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ELSEWHERE = "他の自治体"


def test_passed_on_before_the_end(screens, cast):
    address = f"/desk/cases/{supported_8050(cast).pk}/"
    page = screens.open_as("desk", f"{address}?tab=household")
    follow(page, "転出を引き継ぐ")
    assert heading(page) == "転出を引き継ぐ"
    assert barriers(page) == []
    page.get_by_role("radio", name="つないだ").check()
    press(page, "転出で終える")
    assert page.get_by_text("転出先の自治体へまだ引き継いでいません。").count() >= 1
    follow(page, "転出先の自治体へつなぐ")
    assert page.get_by_label("つなぐ先").locator("option:checked").inner_text() == ELSEWHERE
    page.get_by_label("髙橋 トメ").check()
    send(
        page, to=ELSEWHERE, question="転居後の見守りをお願いします",
        basis="他の行政機関等への提供", reason="転居先での支援に必要なため",
    )  # fmt: skip
    page.goto(f"{address}move_away/")
    page.get_by_role("radio", name="つないだ").check()
    press(page, "転出で終える")
    assert said(page) == "転出として、支援を終えました。"
    assert here(page) == "終結"
    assert fact(page, "終結").endswith("転出 転出先への引継ぎ：転出先の自治体")


def test_an_old_tab_loses_nothing(screens, cast):
    """Ended in one tab, handed over in the other: said plainly, and the words are still there."""
    address = f"/desk/cases/{supported_8050(cast).pk}/"
    old = screens.open_as("desk", f"{address}hand_over/")
    old.get_by_label("だれに引き継ぐか").select_option(index=1)
    fill(old, 引き継ぐ理由="異動", 約束していること="火曜に電話")
    page = screens.open_as("desk_colleague", f"{address}move_away/")
    page.get_by_role("radio", name="引き継がない").check()
    fill(page, 引き継がない理由="ご本人が望まない")
    press(page, "転出で終える")
    press(old, "引き継ぐ")
    assert old.get_by_text("このケースは終結しています。").count() >= 1
    assert old.get_by_label("約束していること").input_value() == "火曜に電話"
    old.goto(address)
    assert case_verbs(old) == ["再開する", "つなぐ"]
