"""A value opens in its place, with its key, as it was written.

Anything else raises and shows nothing.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from victims.confidential.envelope import (
    Box,
    Unreadable,
    blind_index,
    decrypt,
    encrypt,
    opaque,
    place_of,
    sound_tokens,
)

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
HERE = place_of("advocacy_note", "text", "row-1", 1)
TEXT = "Wants no letters. Ñandú."


def test_a_value_opens_in_its_place():
    value = encrypt(KEY, HERE, TEXT)
    assert decrypt(KEY, HERE, value) == TEXT
    assert TEXT.encode() not in value
    assert value != encrypt(KEY, HERE, TEXT)


@pytest.mark.parametrize(
    "elsewhere",
    [
        ("advocacy_client", "text", "row-1", 1),
        ("advocacy_note", "kind", "row-1", 1),
        ("advocacy_note", "text", "row-2", 1),
        ("advocacy_note", "text", "row-1", 2),
    ],
)
def test_a_value_that_was_moved_does_not_open(elsewhere):
    with pytest.raises(Unreadable):
        decrypt(KEY, place_of(*elsewhere), encrypt(KEY, HERE, TEXT))


def test_a_value_that_was_cut_or_altered_does_not_open():
    value = encrypt(KEY, HERE, TEXT)
    broken = [value[:-1], value[:20], b"", value + b"x", b"\x02" + value[1:], TEXT.encode()]
    broken += [value[:i] + bytes([value[i] ^ 1]) + value[i + 1 :] for i in range(len(value))]
    for bad in broken:
        with pytest.raises(Unreadable):
            decrypt(KEY, HERE, bad)


def test_another_key_does_not_open():
    with pytest.raises(Unreadable):
        decrypt(OTHER, HERE, encrypt(KEY, HERE, TEXT))


def test_equal_names_find_each_other_in_any_script():
    token = blind_index(KEY, "name", "José Núñez-Ortiz")
    assert token == blind_index(KEY, "name", "  jose  NUNEZ ortiz ")
    assert token != blind_index(KEY, "name", "Jose Nunez")
    assert token != blind_index(KEY, "family", "José Núñez-Ortiz")
    assert token != blind_index(OTHER, "name", "José Núñez-Ortiz")
    assert blind_index(KEY, "name", "王芳") != blind_index(KEY, "name", "李娜")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Catherine Smith", "Kathryn Smyth", True),
        ("Macdonald", "McDonald", True),
        ("Stephen", "Steven", True),
        ("Smith", "Jones", False),
        ("王芳", "李娜", False),
    ],
)
def test_names_that_sound_alike_find_each_other(one, other, same):
    assert (sound_tokens(KEY, one) == sound_tokens(KEY, other)) == same
    assert sound_tokens(KEY, one) != sound_tokens(OTHER, one)


def test_a_reference_says_nothing_without_the_key():
    assert opaque(KEY, "case") == opaque(KEY, "case") != opaque(OTHER, "case")


def test_a_key_stands_in_no_repr():
    assert KEY.hex() not in repr(Box(KEY))
    assert repr(KEY) not in repr(Box(KEY))


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_text_comes_back_as_it_was(text):
    box = Box(KEY)
    text = text.encode("utf-8", "ignore").decode()
    assert box.open("t", "c", 1, box.close("t", "c", 1, text)) == text
