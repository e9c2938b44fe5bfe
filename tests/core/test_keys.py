"""What names no row reads as a key that no row has."""

import uuid

import pytest

from casemgmt.core.keys import NO_KEY, key_in


def test_a_key_is_read():
    key = uuid.uuid4()
    assert key_in(str(key)) == key
    assert key_in(key) == key


@pytest.mark.parametrize("text", ["", "7", "not a key", None, "\x00", "g" * 32])
def test_anything_else_names_nothing(text):
    assert key_in(text) == NO_KEY
