"""What is no identifier finds no record, and never breaks a page."""

import uuid

import pytest

from ikue.kernel.identifiers import identifier

ONE = uuid.UUID("00000000-0000-4000-8000-00000000ca11")


def test_spelled_with_or_without_hyphens():
    assert identifier(str(ONE)) == identifier(ONE.hex) == identifier(ONE) == ONE


@pytest.mark.parametrize("text", ["", "x", "1", None, "\x00", "０" * 32 + "g"])
def test_nothing_else_is_one(text):
    assert identifier(text) is None
