"""General input names and places nobody (T20).

What would is found and named, and what would not passes.
"""

import pytest

from casemgmt.core.errors import RuleBroken
from victims.services.plain_speech import find_identifying, require_plain

NAMES = ["John Marlow", "Vera Example", "José Núñez"]
PLAIN = (
    "Change of routine frightens people who were harmed. Tell them early.",
    "Many victims fear a chance meeting more than a planned one. The Victim "
    "Services hotline is open at all hours.",
    "When Probation calls late, families think the worst. Sexual Assault Response teams can help.",
    "In 3 of 4 cases it took months. After Thanksgiving it is often harder.",
    "The Static-99R says nothing about how safe a person feels. 15 minutes are enough.",
    "She may want to be told; he may not. Ask first.",
)
IDENTIFYING = (
    ("He was seen on Maple Street again.", "Maple Street", "a street"),
    ("he was seen on maple street again", "on maple street", "a street"),
    ("She lives at 14 Old Mill Road now.", "14 Old Mill Road", "an address"),
    ("Apartment 4B is too close.", "Apartment 4B", "an apartment or unit number"),
    ("Call 555-010-0199 first.", "555-010-0199", "a telephone number"),
    ("Call (555) 010-0199 first.", "(555) 010-0199", "a telephone number"),
    ("Since March 3 it is worse.", "March 3", "a date"),
    ("Since the 3rd of March it is worse.", "3rd of March", "a date"),
    ("On 3/14/2026 it happened.", "3/14/2026", "a date"),
    ("On 2026-03-14 it happened.", "2026-03-14", "a date"),
    ("Write to d.whitlow@example.org for it.", "d.whitlow@example.org", "an e-mail address"),
    ("See www.example.org/her-page now.", "www.example.org/her-page", "a web address"),
    ("It is as in 24-0117 again.", "24-0117", "a case or identity number"),
    ("Her number is 90210 there.", "90210", "a case or identity number"),
    ("John Marlow frightens them.", "John Marlow", "a name"),
    ("john  marlow frightens them.", "john  marlow", "a name"),
    ("What Vera said counts.", "Vera", "a name"),
    ("What Example's sister said.", "Example's", "a name"),
    ("Jose Nunez was there.", "Jose Nunez", "a name"),
    ("NÚÑEZ was there.", "NÚÑEZ", "a name"),
)


@pytest.mark.parametrize("text", PLAIN)
def test_plain_words_pass(text):
    assert find_identifying(text, NAMES) == []
    require_plain(text, NAMES)


@pytest.mark.parametrize(("text", "words", "what"), IDENTIFYING)
def test_what_identifies_is_found_and_named(text, words, what):
    found = find_identifying(text, NAMES)
    assert (words, what) in [(finding.words, finding.what) for finding in found]
    with pytest.raises(RuleBroken) as raised:
        require_plain(text, NAMES, looked=True)  # no tick lets it through
    assert words in str(raised.value)
    assert "signed release" in str(raised.value)


def test_two_capitals_that_may_be_a_name_ask_for_a_look():
    text = "Ask whether Mary Poole agrees."
    with pytest.raises(RuleBroken, match="Mary Poole.*tick the box"):
        require_plain(text)
    require_plain(text, looked=True)


def test_all_that_is_found_is_told_at_once_and_once():
    text = "Vera lives at 14 Maple Street. Call Vera at 555-010-0199."
    with pytest.raises(RuleBroken) as raised:
        require_plain(text, NAMES)
    said = str(raised.value)
    assert said.count("“Vera”") == 1
    assert said.index("Vera") < said.index("14 Maple Street") < said.index("555-010-0199")


def test_a_message_never_says_whose_name_it_is():
    (victim,) = find_identifying("Ask Vera.", ["Vera Example"])
    (person,) = find_identifying("Ask John.", ["John Marlow"])
    assert victim.what == person.what == "a name"


def test_a_long_text_is_read_in_a_moment():
    import time  # noqa: PLC0415

    started = time.monotonic()
    find_identifying("aA1 " * 1000 + "Aa " * 600 + "1" * 400, NAMES)
    assert time.monotonic() - started < 2


@pytest.mark.parametrize("text", ["What Vera said counts.", "He was seen in Altona, again."])
def test_a_capital_inside_a_sentence_asks_for_a_look_whoever_is_known(text):
    """Said of the text alone: the answer is the same for a stored name and for any other."""
    with pytest.raises(RuleBroken, match="a name or a place"):
        require_plain(text)
    require_plain(text, looked=True)
