"""根拠を選ぶ: which rows of the law's table allow a passage, by receiver."""

import uuid
from datetime import date

import pytest

from ikue.directory.models import Agency, Window
from ikue.sharing.domain.bases import NoBasis, Passage, bases_for, require_basis

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 24)
ABUSE = ["abuse_child", "abuse_elder", "abuse_disabled"]

# 同意なしに: inside the ward a standing decision, to public bodies 69条2項3号, to others 4号.
TABLE = {
    ("self_reliance", "support_center_arakawa"): ["ward_purpose", *ABUSE],
    ("self_reliance", "community_welfare"): ["ward_purpose", *ABUSE],
    ("self_reliance", "multi_agency"): ["ward_purpose", *ABUSE],
    ("self_reliance", "women"): ABUSE,
    ("women", "self_reliance"): ABUSE,
    ("self_reliance", "tax_collection"): ABUSE,
    ("self_reliance", "police"): ["other_public_body", *ABUSE, "emergency_disclosure"],
    ("self_reliance", "other_municipality"): ["other_public_body", *ABUSE, "emergency_disclosure"],
    ("self_reliance", "hospital"): ["special_reason", "emergency_disclosure"],
}


def passage(from_code: str, to_code: str) -> Passage:
    windows = {window.code: window for window in Window.objects.all()}
    return Passage(
        from_window=windows[from_code], to_window=windows[to_code], to_agency=None,
        person_ids=(uuid.uuid4(),), on=ON,
    )  # fmt: skip


@pytest.mark.parametrize(("ends", "codes"), TABLE.items(), ids=lambda x: "→".join(x)[:40])
def test_without_consent(ends, codes):
    assert [basis.code for basis in bases_for(passage(*ends))] == codes


def test_an_agency_without_a_window_is_asked_by_its_kind():
    windowless = Passage(
        from_window=Window.objects.get(code="self_reliance"), to_window=None,
        to_agency=Agency.objects.get(code="hospital"), person_ids=(uuid.uuid4(),), on=ON,
    )  # fmt: skip
    assert [b.code for b in bases_for(windowless)] == ["special_reason", "emergency_disclosure"]


def test_before_the_table_was_in_force_nothing_allows():
    early = Passage(**{**vars(passage("self_reliance", "multi_agency")), "on": date(2026, 3, 31)})
    assert bases_for(early) == []


def test_nothing_fits_is_said_with_what_can_be_done_instead():
    with pytest.raises(NoBasis) as refusal:
        require_basis("ward_purpose", passage("self_reliance", "women"))
    assert str(refusal.value) == (
        "この根拠では渡せません。ご本人の同意を得るか、助言だけを求めるか、"
        "ほかの根拠を選んでください。入力した内容は残っています。"
    )
