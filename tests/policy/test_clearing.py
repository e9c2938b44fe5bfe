"""Clearing a text: what was struck is known, and nothing can be added."""

import pytest

from casemgmt.policy.clearing import WordsAdded, struck_from

TEXT = "Called on 3/4. Her sister Ida Moss answered; Dana wants no letters."


@pytest.mark.parametrize(
    ("cleared", "struck"),
    [
        (TEXT, []),
        (TEXT.replace("Her sister Ida Moss", "[struck]"), ["Her sister Ida Moss"]),
        (TEXT.replace(" Ida Moss", ""), ["Ida Moss"]),
        ("", ["Called on 3 / 4 . Her sister Ida Moss answered ; Dana wants no letters ."]),
        (TEXT.replace("Called on 3/4.", "[struck]").replace(" letters", " [struck]"),
         ["Called on 3 / 4 .", "letters"]),
    ],
)  # fmt: skip
def test_what_was_struck_is_told_in_the_records_own_words(cleared, struck):
    assert struck_from(TEXT, cleared) == struck


@pytest.mark.parametrize("cleared", [TEXT + " More.", TEXT.replace("no letters", "letters daily")])
def test_nothing_can_be_added(cleared):
    with pytest.raises(WordsAdded):
        struck_from(TEXT, cleared)
