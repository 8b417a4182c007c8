"""The plan's tree, written out by hand from the section list of the seed."""

from collections import Counter
from datetime import date

import pytest

from ikue.policy.domain.queries import named, tree, version_in_force
from ikue.policy.models import PolicyNode

ON = date(2026, 11, 23)
pytestmark = pytest.mark.django_db

MEASURES = [
    ("1-(1)", "地域の多様な活動の推進", 33, 4),
    ("1-(2)", "身近な地域の居場所づくり", 42, 3),
    ("1-(3)", "地域住民等と行政との協働による地域生活課題の解決体制の構築", 48, 4),
    ("1-(4)", "包括的な相談・支援体制の構築", 57, 0),
    ("2-(1)", "住宅確保要配慮者への支援", 59, 0),
    ("2-(2)", "生活困窮者への総合的な支援体制の整備", 62, 0),
    ("2-(3)", "多様な地域生活課題への対応", 64, 8),
    ("2-(4)", "権利擁護の推進(成年後見制度利用促進基本計画)", 83, 2),
    ("2-(5)", "災害時要配慮者対策の推進", 93, 0),
    ("3-(1)", "福祉人材の確保・定着・育成", 95, 0),
    ("3-(2)", "福祉サービスの質の向上", 97, 0),
    ("3-(3)", "デジタル技術の活用等", 99, 0),
    ("3-(4)", "バリアフリーの推進", 100, 0),
]

ITEMS = [
    "ボランティア活動・地域活動の支援",
    "高齢者や障がい者の社会参加の推進",
    "民生委員・児童委員、町会・自治会の活動支援",
    "再犯防止に関する活動の推進",
    "高齢者のサロン活動の推進",
    "子どもや若者の居場所づくりの推進",
    "誰もが集える居場所づくりの推進",
    "地域における見守り・防犯活動の推進",
    "社会福祉協議会等との連携・協働",
    "民間事業者との連携・協働",
    "多文化共生の推進",
    "高齢者への支援",
    "障がい者(児)への支援",
    "子ども・子育て家庭・若者への支援",
    "ケアラーへの支援",
    "ひとり親家庭・困難な問題を抱える女性への支援",
    "在宅医療に関する支援",
    "自殺対策",
    "社会的孤立をなくすための支援",
    "権利擁護に関する総合的な取組",
    "成年後見制度の利用促進",
]


def nodes():
    return list(tree(ON).walk())


def test_one_philosophy_three_policies_thirteen_measures_twenty_one_items():
    assert Counter(node.kind for node in nodes()) == {
        "philosophy": 1, "basic_policy": 3, "measure": 13, "item": 21,
    }  # fmt: skip


def test_the_root_is_the_philosophy():
    root = tree(ON)
    assert root.node.name == (
        "幾重ものつながりと支え合いで地域の力を育み、"
        "誰もが自分らしく、いきいきと暮らせるまち あらかわ"
    )
    assert [child.node.name for child in root.children] == [
        "つなぎ支え合う地域づくり",
        "誰もが安心して暮らし続けられる地域づくり",
        "地域福祉を支える基盤づくり",
    ]


def test_the_measures_with_their_pages_and_number_of_items():
    measures = [measure for policy in tree(ON).children for measure in policy.children]
    found = [(m.node.code, m.node.name, m.node.plan_page, len(m.children)) for m in measures]
    assert found == MEASURES


def test_the_items_in_the_spelling_of_the_section_list():
    assert [node.name for node in nodes() if node.kind == "item"] == ITEMS


def test_four_items_have_the_other_spelling_of_the_figure():
    assert {node.code: node.aliases for node in nodes() if node.aliases} == {
        "1-(1)-4": ["再犯防止に関する活動の促進"],
        "1-(2)-2": ["子どもや若者の居場所づくり"],
        "1-(3)-3": ["民間事業者等との連携・協働"],
        "2-(3)-2": ["障がい者（児）への支援"],
    }


def test_one_measure_is_a_statutory_plan_too():
    assert {node.code: node.statutory_plan for node in nodes() if node.statutory_plan} == {
        "2-(4)": "成年後見制度利用促進基本計画"
    }


def test_both_spellings_find_the_item():
    assert [node.code for node in named("活動の促進", ON)] == ["1-(1)-4"]
    assert [node.code for node in named("再犯防止に関する活動の推進", ON)] == ["1-(1)-4"]


def test_the_version_carries_slogan_and_philosophy():
    version = version_in_force(ON)
    assert version.year == 2026
    assert version.slogan == "受け止め、つながり、支え合う、あらかわ"
    assert version.philosophy == (
        "幾重ものつながりと支え合いで地域の力を育み、\n"
        "誰もが自分らしく、いきいきと暮らせるまち あらかわ"
    )


def test_before_the_plan_there_is_no_tree():
    assert tree(date(2026, 3, 31)) is None
    assert named("自殺", date(2026, 3, 31)) == []


def test_the_tree_takes_two_queries(django_assert_num_queries):
    with django_assert_num_queries(2):
        assert len(nodes()) == 38


def test_children_point_to_their_parents_code():
    for node in PolicyNode.objects.exclude(parent=None).select_related("parent"):
        if node.kind != "basic_policy":
            assert node.code.startswith(node.parent.code)
