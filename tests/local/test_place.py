import os

import pytest

from ikue.local import place

NOBODY = place.OsUser("someone", os.geteuid(), os.getegid())


def at(home):
    return place.Place(programs=home, home=home, user=NOBODY)


def test_a_short_path_keeps_its_socket_at_home(tmp_path):
    assert at(tmp_path).socket == tmp_path / "socket"


def test_a_long_path_gets_a_short_private_folder(tmp_path):
    found = at(tmp_path / ("荒" * 30))
    assert found.socket.parent.as_posix() == "/tmp"
    assert len(os.fsencode(found.socket / place.SOCKET_NAME)) < place.LONGEST_SOCKET


def test_a_path_of_exactly_the_limit_stays(tmp_path):
    rest = place.LONGEST_SOCKET - len(f"{tmp_path}//socket/{place.SOCKET_NAME}")
    assert at(tmp_path / ("x" * rest)).socket.name == "socket"
    assert at(tmp_path / ("x" * (rest + 1))).socket.name != "socket"


def test_a_folder_that_somebody_else_put_there_is_refused(tmp_path):
    folder = tmp_path / "socket"
    folder.mkdir()
    someone = place.OsUser("someone", os.geteuid() + 1, os.getegid())
    os.chown(folder, os.geteuid(), os.getegid())
    if os.geteuid() == 0:
        os.chown(folder, 12345, 12345)
    with pytest.raises(place.StartError) as refused:
        place.make_private(folder, someone)
    assert str(refused.value).startswith(f"{folder} は別の利用者の持ち物です")


def test_a_private_folder_is_closed_to_others(tmp_path):
    place.make_private(tmp_path / "a" / "b", NOBODY)
    assert (tmp_path / "a" / "b").stat().st_mode & 0o777 == 0o700


def test_programs_that_are_not_there_are_named(tmp_path):
    with pytest.raises(place.StartError) as refused:
        place.find(tmp_path / "var", tmp_path / "bin")
    assert str(refused.value).startswith(f"{tmp_path / 'bin'} に、")
