from datetime import date

import pytest

from ikue.programmes.community.domain.queries import projects_in_force

ROWS = [
    ("高齢", "地域介護予防活動支援事業", True),
    ("高齢", "生活支援体制整備事業", True),
    ("障がい", "地域活動支援センター事業", True),
    ("子ども・母子保健", "地域子育て支援拠点事業", True),
    ("その他", "生活困窮者支援等のための地域づくり事業", True),
]


@pytest.mark.django_db
def test_the_five_rows_of_the_plan():
    rows = projects_in_force(date(2026, 11, 23))
    assert [(row.field.name, row.name, row.grant_eligible) for row in rows] == ROWS


@pytest.mark.django_db
def test_none_before_the_programme_began():
    assert list(projects_in_force(date(2026, 3, 31))) == []
