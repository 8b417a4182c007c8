from datetime import date

import pytest

from ikue.directory.domain.queries import (
    SettingMissing,
    setting,
    setting_number,
    setting_numbers,
    setting_words,
)
from ikue.directory.enums import Role
from ikue.directory.models import WardSetting

ON = date(2026, 11, 23)
pytestmark = pytest.mark.django_db

CLOCKS = {
    "urgent_accept_hours": 1,
    "child_abuse_hours": 48,
    "referral_answer_business_days": 3,
    "first_contact_business_days": 5,
    "arrival_check_days": 14,
    "multi_agency_answer_business_days": 3,
    "role_countersign_business_days": 5,
    "plan_review_ahead_days": 14,
    "monitoring_months": 3,
    "follow_up_months": [3, 6],
    "suspended_look_months": 1,
    "consent_renewal_days": 30,
    "gap_calendar_days": 90,
    "idle_lock_minutes": 5,
}


def test_the_clocks_of_the_flow():
    assert {key: setting(key, ON) for key in CLOCKS} == CLOCKS


def test_settings_are_read_by_their_shape():
    assert setting_number("arrival_check_days", ON) == 14
    assert setting_numbers("follow_up_months", ON) == (3, 6)
    assert setting_words("second_factor_roles", ON) == (
        "section_manager", "coordinator", "privacy_officer", "auditor", "system_administrator",
    )  # fmt: skip
    with pytest.raises(TypeError):
        setting_number("follow_up_months", ON)


def test_every_role_with_a_second_factor_is_a_role():
    assert set(setting_words("second_factor_roles", ON)) <= set(Role.values)


def test_a_setting_without_a_value_on_that_day_says_so():
    with pytest.raises(SettingMissing) as caught:
        setting("arrival_check_days", date(2026, 3, 31))
    assert str(caught.value) == (
        "区の設定「arrival_check_days」に、2026-03-31 に有効な値がありません。"
    )


def test_every_setting_carries_a_label_and_a_unit():
    assert not WardSetting.objects.filter(label="").exists()
    assert not WardSetting.objects.filter(unit="").exists()
