import pytest

from ikue.directory.domain.addresses import Place, read_place

TOWNS = ["南千住", "荒川", "町屋", "東尾久", "西尾久", "東日暮里", "西日暮里"]


@pytest.mark.parametrize(
    ("text", "town", "chome"),
    [
        ("荒川二丁目2番3号", "荒川", 2),
        ("荒川2-2-3", "荒川", 2),
        ("荒川２－２－３", "荒川", 2),
        ("荒川2ー2ー3", "荒川", 2),
        ("荒川２丁目２−３", "荒川", 2),
        ("荒川2の2の3", "荒川", 2),
        ("荒川区荒川二丁目", "荒川", 2),
        ("東京都荒川区荒川2", "荒川", 2),
        ("〒116-0013 東京都荒川区西日暮里三丁目1番1号", "西日暮里", 3),
        ("東日暮里 六丁目", "東日暮里", 6),
        ("南千住　８－１", "南千住", 8),
        ("荒川九丁目", "荒川", 9),
        ("荒川", "荒川", None),
        ("荒川2番3号", "荒川", None),
        ("荒川上田野", "荒川", None),
        ("荒川十一丁目", "荒川", None),
        ("荒川区", None, None),
        ("荒川区2-2-3", None, None),
        ("日暮里2-1", None, None),
        ("足立区千住1-1", None, None),
        ("東京都足立区荒川1-1", None, None),
        ("秩父市荒川1-1", None, None),
        ("", None, None),
    ],
)
def test_reading_an_address(text, town, chome):
    assert read_place(text, TOWNS) == Place(town, chome)
