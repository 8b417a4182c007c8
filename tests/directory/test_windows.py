"""The directory as the seed and the reference name it, written out by hand."""

from datetime import date

import pytest

from ikue.directory.domain.queries import listed_windows, windows_in_force
from ikue.directory.models import Agency, District, Field, Programme, ServiceArea, Town, Window

ON = date(2026, 11, 23)
pytestmark = pytest.mark.django_db

FIFTEEN = [
    ("高齢", "地域包括支援センター"),
    ("高齢", "おとしよりなんでも相談窓口"),
    ("障がい", "障害者基幹相談支援センター"),
    ("障がい", "身体・知的障がいについての相談窓口"),
    ("子ども・母子保健", "子育て情報提供窓口"),
    ("子ども・母子保健", "保育コンシェルジュ(入園相談窓口)"),
    ("子ども・母子保健", "子ども家庭総合センター相談窓口"),
    ("子ども・母子保健", "健康推進課相談窓口(妊婦等包括相談支援等窓口)"),
    ("若者", "若者相談「わっか」"),
    ("女性", "女性相談"),
    ("生活困窮", "生活にお困りの方の相談(生活保護)"),
    ("生活困窮", "仕事・生活サポートデスク(自立相談支援機関)"),
    ("その他", "こころの健康相談"),
    ("その他", "ひとり親・家庭相談"),
    ("その他", "あらかわひきこもり支援ステーション"),
]

# The mark of the seed's table is lost; this is the reconstruction and how sure it is.
GRANT = [
    ("community_support_center", True, "high"),
    ("elderly_any_matter", False, "low"),
    ("core_consultation_center", True, "high"),
    ("disability_desk", False, "medium"),
    ("childcare_information", True, "high"),
    ("childcare_concierge", True, "high"),
    ("child_family_center", True, "high"),
    ("maternal_health", True, "high"),
    ("youth", False, "high"),
    ("women", False, "high"),
    ("public_assistance", False, "high"),
    ("self_reliance", True, "high"),
    ("mental_health", False, "high"),
    ("single_parent", False, "high"),
    ("hikikomori_station", False, "high"),
]


def test_fifteen_windows_in_the_order_of_the_seed():
    assert [(window.field.name, window.name) for window in listed_windows(ON)] == FIFTEEN


def test_seven_fields():
    assert list(Field.objects.values_list("name", flat=True)) == [
        "高齢", "障がい", "子ども・母子保健", "若者", "女性", "生活困窮", "その他",
    ]  # fmt: skip


def test_five_programmes_with_their_articles():
    assert list(Programme.objects.values_list("name", "article")) == [
        ("包括的相談支援事業", "社会福祉法第106条の4第2項第1号"),
        ("参加支援事業", "社会福祉法第106条の4第2項第2号"),
        ("地域づくり事業", "社会福祉法第106条の4第2項第3号"),
        ("アウトリーチ等を通じた継続的支援事業", "社会福祉法第106条の4第2項第4号"),
        ("多機関協働事業", "社会福祉法第106条の4第2項第5号"),
    ]


def test_grant_flags_of_the_fifteen():
    flags = [(w.code, w.grant_eligible, w.grant_confidence) for w in listed_windows(ON)]
    assert flags == GRANT


def test_no_grant_flag_is_taken_as_confirmed_by_the_ward():
    assert not Window.objects.exclude(grant_confirmed_on=None).exists()


def test_the_new_functions_are_grant_eligible():
    codes = ["multi_agency", "outreach", "participation", "community_welfare", "tanpopo_center"]
    found = Window.objects.filter(code__in=codes).order_by("code")
    assert [(w.code, w.grant_eligible, w.grant_confidence) for w in found] == [
        ("community_welfare", True, "high"),
        ("multi_agency", True, "high"),
        ("outreach", True, "high"),
        ("participation", True, "high"),
        ("tanpopo_center", True, "medium"),
    ]


def test_four_windows_share_one_project():
    found = Window.objects.filter(project_name="利用者支援事業")
    assert set(found.values_list("code", flat=True)) == {
        "childcare_information", "childcare_concierge", "child_family_center", "maternal_health",
    }  # fmt: skip


def test_three_windows_hide_their_involvement():
    hidden = Window.objects.filter(hidden_involvement=True).order_by("code")
    assert [w.code for w in hidden] == ["child_family_center", "mental_health", "women"]


def test_two_windows_are_routed_to_eight_and_five_branches():
    routed = windows_in_force(ON).exclude(routed_by="none").order_by("listing_order")
    assert [(w.code, w.routed_by, w.branches.count()) for w in routed] == [
        ("community_support_center", "service_area", 8),
        ("public_assistance", "district", 5),
    ]


def test_a_routed_window_owns_no_rows_itself():
    routed = windows_in_force(ON).exclude(routed_by="none")
    assert {w.receives_consultations for w in routed} == {False}
    branches = windows_in_force(ON).exclude(parent=None)
    assert {w.receives_consultations for w in branches} == {True}


def test_who_receives_consultations():
    """13 listed ones, 13 branches and たんぽぽセンター."""
    assert windows_in_force(ON).filter(receives_consultations=True).count() == 27


def test_tanpopo_receives_consultations_under_the_condition_of_the_seed():
    tanpopo = Window.objects.get(code="tanpopo_center")
    assert tanpopo.receives_consultations
    assert not tanpopo.listed
    assert tanpopo.eligibility == (
        "原則、障害者手帳をお持ちの18歳～64歳の方で介護保険の対象ではない方"
    )


def test_partners_without_accounts():
    found = Agency.objects.filter(has_accounts=False).order_by("code")
    assert [agency.code for agency in found] == [
        "hospital", "housing_support", "other_municipality", "police", "probation_officers",
        "ward_school",
    ]  # fmt: skip


def test_who_of_the_public_bodies_is_not_under_the_mayor():
    codes = ["audit_office", "board_of_education", "welfare_promotion"]
    found = Agency.objects.filter(code__in=codes).order_by("code")
    assert [(agency.code, agency.under_mayor) for agency in found] == [
        ("audit_office", False),
        ("board_of_education", False),
        ("welfare_promotion", True),
    ]


def test_no_window_is_in_force_before_the_project_begins():
    assert listed_windows(date(2026, 3, 31)).count() == 0
    assert listed_windows(date(2026, 4, 1)).count() == 15


def test_every_telephone_number_is_fictive():
    numbers = Window.objects.values_list("phone", flat=True)
    assert {number[:8] for number in numbers} == {"03-0000-"}


def test_fifty_two_towns():
    assert Town.objects.in_force(ON).count() == 52
    counts = {}
    for name in Town.objects.values_list("town", flat=True):
        counts[name] = counts.get(name, 0) + 1
    assert counts == {
        "南千住": 8, "荒川": 8, "町屋": 8, "東尾久": 8, "西尾久": 8, "東日暮里": 6, "西日暮里": 6,
    }  # fmt: skip


def test_eight_service_areas_and_five_districts():
    assert list(ServiceArea.objects.values_list("name", flat=True)) == [
        "南千住東部", "南千住西部", "荒川", "町屋", "東尾久", "西尾久", "東日暮里", "西日暮里",
    ]  # fmt: skip
    assert list(District.objects.values_list("name", flat=True)) == [
        "南千住", "荒川", "町屋", "尾久", "日暮里",
    ]  # fmt: skip
