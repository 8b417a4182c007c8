from datetime import date
from decimal import Decimal

import pytest
from django.db import models

from ikue.accounts.models import Account
from ikue.kernel.masterdata import (
    BadValue,
    MasterDataError,
    Row,
    Source,
    convert,
    differing,
    in_force,
    load,
    load_all,
    read_rows,
)


def written(tmp_path, name, text):
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_csv_rows_carry_the_line_they_begin_on(tmp_path):
    path = written(tmp_path, "a.csv", 'code,name\na,あ\n\nb,"い\nう"\nc,え\n')
    assert read_rows(path) == [
        Row(2, {"code": "a", "name": "あ"}),
        Row(4, {"code": "b", "name": "い\nう"}),
        Row(6, {"code": "c", "name": "え"}),
    ]


def test_a_byte_order_mark_from_excel_is_no_part_of_the_header(tmp_path):
    path = written(tmp_path, "a.csv", b"\xef\xbb\xbfcode\r\na\r\n")
    assert read_rows(path) == [Row(2, {"code": "a"})]


def test_toml_rows_have_all_columns_and_their_own_types(tmp_path):
    text = '# 見出し\n[[row]]\ncode = "a"\nn = 3\n\n[[row]]\ncode = "b"\non = 2026-04-01\n'
    assert read_rows(written(tmp_path, "a.toml", text)) == [
        Row(2, {"code": "a", "n": 3, "on": ""}, native=True),
        Row(6, {"code": "b", "n": "", "on": date(2026, 4, 1)}, native=True),
    ]


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("a.csv", "a,b\n1,2\n1,2,3\n", "a.csv 3行目: 列が 3 あります。見出しは 2 列です。"),
        ("a.csv", "a,a\n1,2\n", "a.csv 1行目「a」: 見出しが空か、重なっています。"),
        ("a.csv", "a,\n1,2\n", "a.csv 1行目: 見出しが空か、重なっています。"),
        (
            "a.csv",
            "名".encode("cp932"),
            "a.csv: UTF-8 ではありません。UTF-8 で保存し直してください。",
        ),
    ],
)
def test_a_malformed_file_says_where(tmp_path, name, text, sentence):
    with pytest.raises(MasterDataError) as caught:
        read_rows(written(tmp_path, name, text))
    assert str(caught.value) == sentence


def test_a_missing_file_says_so(tmp_path):
    with pytest.raises(MasterDataError) as caught:
        read_rows(tmp_path / "none.csv")
    assert str(caught.value) == "none.csv: ファイルがありません。"


def test_broken_quotes_and_broken_toml_stop_the_load(tmp_path):
    with pytest.raises(MasterDataError):
        read_rows(written(tmp_path, "a.csv", 'a\n"1\n'))
    with pytest.raises(MasterDataError):
        read_rows(written(tmp_path, "a.toml", "[[row]\n"))


@pytest.mark.parametrize(
    ("target", "raw", "value"),
    [
        (models.CharField(max_length=5), " 荒川 ", "荒川"),
        (models.CharField(max_length=5, blank=True), "", ""),
        (models.CharField(max_length=5, default="x"), "", "x"),
        (models.DateField(), "2026-04-01", date(2026, 4, 1)),
        (models.DateField(null=True, blank=True), "", None),
        (models.BooleanField(), "true", True),
        (models.BooleanField(), "いいえ", False),
        (models.BooleanField(default=False), "", False),
        (models.BooleanField(null=True, blank=True), "", None),
        (models.IntegerField(), "12", 12),
        (models.DecimalField(max_digits=9, decimal_places=6), "35.7375", Decimal("35.7375")),
        (models.JSONField(), "[3, 6]", [3, 6]),
        (models.JSONField(), "3", 3),
        (models.JSONField(default=list, blank=True), "", []),
    ],
)
def test_a_cell_becomes_what_its_field_stores(target, raw, value):
    assert convert(target, raw) == value


def test_a_typed_cell_is_taken_as_it_is():
    assert convert(models.JSONField(), ["a"], native=True) == ["a"]
    assert convert(models.DateField(), date(2026, 4, 1), native=True) == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("target", "raw"),
    [
        (models.CharField(max_length=5), ""),
        (models.CharField(max_length=5), "六文字をこえる"),
        (models.CharField(max_length=5, choices=[("a", "あ")]), "b"),
        (models.DateField(), ""),
        (models.DateField(), "2026-02-30"),
        (models.BooleanField(), "たぶん"),
        (models.IntegerField(), "三"),
        (models.JSONField(), "[3,"),
    ],
)
def test_a_cell_its_field_does_not_take_is_refused(target, raw):
    with pytest.raises(BadValue):
        convert(target, raw)


def test_only_the_columns_of_the_file_are_compared():
    stored = {"name": "荒川", "order": 1, "remarks": "手書き"}
    assert differing(stored, {"name": "荒川", "order": 1}) == ()
    assert differing(stored, {"name": "町屋", "order": 1}) == ("name",)


class Dated:
    def __init__(self, first, last):
        self.valid_from, self.valid_to = first, last


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 3, 31), False),
        (date(2026, 4, 1), True),
        (date(2027, 3, 31), True),
        (date(2027, 4, 1), False),
    ],
)
def test_both_ends_of_a_validity_belong_to_it(on, expected):
    assert in_force(Dated(date(2026, 4, 1), date(2027, 3, 31)), on) is expected


def test_the_prepared_database_holds_every_row_of_every_file(db):
    """Loading again changes nothing, so it writes nothing: the application role may not write."""
    counts = {
        report.source.file: (report.rows, report.unchanged, report.withdrawn)
        for report in load_all()
        if report.source.model.startswith(("directory.", "policy."))
    }
    assert counts == {
        "fields.csv": (7, 7, ()),
        "programmes.csv": (5, 5, ()),
        "agencies.csv": (29, 29, ()),
        "windows.csv": (46, 46, ()),
        "service_areas.csv": (8, 8, ()),
        "districts.csv": (5, 5, ()),
        "towns.csv": (52, 52, ()),
        "town_areas.csv": (52, 52, ()),
        "town_districts.csv": (52, 52, ()),
        "window_areas.csv": (13, 13, ()),
        "ward_settings.csv": (30, 30, ()),
        "plan_versions.toml": (1, 1, ()),
        "policy_nodes.toml": (38, 38, ()),
    }


HEAD = "name,town,chome,postal_code,order,valid_from"
TOWNS = Source(model="directory.Town", file="towns.csv", key=("name",))
AREAS = Source(
    model="directory.TownArea",
    file="areas.csv",
    key=("town", "service_area", "valid_from"),
    links={
        "town": ("directory.Town", "name"),
        "service_area": ("directory.ServiceArea", "code"),
    },
)


def loaded(folder, source, *lines):
    (folder / source.file).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return load(source, folder)


def test_rows_that_left_the_file_are_reported_and_kept(db, tmp_path):
    report = loaded(tmp_path, TOWNS, HEAD, "荒川一丁目,荒川,1,116-0002,9,2026-04-01")
    assert (report.rows, report.unchanged, len(report.withdrawn)) == (1, 1, 51)
    assert "荒川一丁目" not in report.withdrawn
    assert "荒川二丁目" in report.withdrawn


ACCOUNTS = Source(model="accounts.Account", file="accounts.csv", key=("username",))


def test_a_row_is_added_once_and_changed_where_it_differs(db, tmp_path):
    """On the one table of these that the application role may write."""
    first = loaded(tmp_path, ACCOUNTS, "username,name", "a,青木", "b,馬場")
    assert (first.added, first.changed, first.unchanged) == (2, 0, 0)
    key = Account.objects.get(username="b").pk
    second = loaded(tmp_path, ACCOUNTS, "username,name", "a,青木", "b,坂東")
    assert (second.added, second.changed, second.unchanged) == (0, 1, 1)
    assert Account.objects.get(pk=key).name == "坂東"


SAME_ROW = "towns.csv 3行目「name」: 2行目と同じ行です。"


@pytest.mark.parametrize(
    ("source", "lines", "sentence"),
    [
        (TOWNS, ("name,colour", "荒川一丁目,赤"), "towns.csv 2行目「colour」: 知らない列です。"),
        (TOWNS, ("town", "荒川"), "towns.csv 1行目「name」: 見出しにこの列がありません。"),
        (
            TOWNS,
            ("name", "荒川一丁目", "荒川一丁目"),
            SAME_ROW,
        ),
        (
            TOWNS,
            ("name,valid_from", "荒川一丁目,"),
            "towns.csv 2行目「valid_from」: 空にできません。値を入れてください。",
        ),
        (
            AREAS,
            ("town,service_area,valid_from", "荒川九丁目,arakawa,2026-04-01"),
            "areas.csv 2行目「town」: 「荒川九丁目」という町丁目は見つかりません。",
        ),
        (
            AREAS,
            ("town,service_area,valid_from", ",arakawa,2026-04-01"),
            "areas.csv 2行目「town」: 空にできません。値を入れてください。",
        ),
    ],
)
def test_a_bad_row_stops_the_load_and_says_where(db, tmp_path, source, lines, sentence):
    with pytest.raises(MasterDataError) as caught:
        loaded(tmp_path, source, *lines)
    assert str(caught.value) == sentence
