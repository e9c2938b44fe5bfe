"""What each kind of paper has to show to be one, each element with its source; and which element a
paper's own words name."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

VICTIM_RELEASE = "victim_release"
AUTHORIZATION = "authorization"
PART2_CONSENT = "part2_consent"
PART2_JUSTICE_CONSENT = "part2_justice_consent"
COURT_ORDER = "court_order"
KINDS = (VICTIM_RELEASE, AUTHORIZATION, PART2_CONSENT, PART2_JUSTICE_CONSENT, COURT_ORDER)


@dataclass(frozen=True, slots=True)
class Element:
    """One thing that a paper of a kind has to show, in words, and the rule that asks for it."""

    name: str
    words: str
    source: str


def _of(source: str, *elements: tuple[str, str, str]) -> tuple[Element, ...]:
    return tuple(Element(name, words, f"{source}{at}") for name, words, at in elements)


_PART2 = _of(
    "42 CFR 2.31(a)",
    ("patient", "the patient's name", "(1)"),
    ("discloser", "who may disclose", "(2)"),
    ("description", "what is disclosed, specifically", "(3)"),
    ("recipient", "who receives it", "(4)"),
    ("purpose", "the purpose", "(5)"),
    ("revocation", "the right to revoke it, and how", "(6)"),
    ("expiry", "the day or event on which it ends", "(7)"),
    ("signature", "the patient's signature", "(8)"),
    ("date", "the day of signing", "(9)"),
)
REQUIRED: dict[str, tuple[Element, ...]] = {
    # B-VAWA-4: informed, written, reasonably time-limited.
    VICTIM_RELEASE: _of(
        "34 USC 12291(b)(2)",
        ("description", "the exact items", ""),
        ("discloser", "the organization that releases them", ""),
        ("recipient", "the one agency that receives them", ""),
        ("purpose", "the purpose", ""),
        ("expiry", "the day on which it ends", ""),
        ("risks", "that risks and other ways were talked through", ""),
        ("redisclosure", "whether it may be passed on", ""),
        ("revocation", "how to take it back", ""),
        ("no_condition", "that no service depends on signing", ""),
        ("signature", "the signature", ""),
        ("date", "the day of signing", ""),
        ("copy", "that the victim was given a copy", ""),
    ),
    # B-HIP-2
    AUTHORIZATION: _of(
        "45 CFR 164.508(c)",
        ("description", "what is disclosed, specifically", "(1)(i)"),
        ("discloser", "who may disclose", "(1)(ii)"),
        ("recipient", "who receives it", "(1)(iii)"),
        ("purpose", "the purpose", "(1)(iv)"),
        ("expiry", "the day or event on which it ends", "(1)(v)"),
        ("signature", "the person's signature", "(1)(vi)"),
        ("date", "the day of signing", "(1)(vi)"),
        ("revocation", "the right to revoke it, and how", "(2)(i)"),
        ("no_condition", "that treatment does not depend on signing", "(2)(ii)"),
        ("redisclosure", "that it can be passed on and is then no longer protected", "(2)(iii)"),
    ),
    PART2_CONSENT: _PART2,  # B-P2-2
    PART2_JUSTICE_CONSENT: _PART2,  # B-P2-6: the same, and the case that it serves
    # B-HIP-6, T47: only what the order names.
    COURT_ORDER: _of(
        "45 CFR 164.512(e)(1)(i)",
        ("order", "which order: the court, its number and day", ""),
        ("description", "what the order names", ""),
        ("recipient", "to whom", ""),
        ("expiry", "until when", ""),
    ),
}
# What follows from the fields of a form; the rest are statements that someone has to look for.
STATEMENTS = ("risks", "redisclosure", "revocation", "no_condition", "copy")
# B-P2-2: the place in 2.31(a), where a paper names its elements by number.
_BY_NUMBER = tuple(element.name for element in _PART2)

# The first pattern that fits names the element; the order tells "expiry date" from "date".
_PATTERNS = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("redisclosure", r"re-?\s?disclos|re-?\s?releas|pass(ed)? on"),
        ("revocation", r"revo|withdraw|tak(e|en|ing) back"),
        ("no_condition", r"\bconditions?\b|conditioning|depend|refus|eligib"),
        ("risks", r"risk|alternativ"),
        ("copy", r"\bcop(y|ies)\b"),
        ("expiry", r"expir|\bends?\b|\bending\b|until|duration|term(ination)?\b|time[ -]?limit"),
        ("date", r"date.*sign|sign.*date|day of sign|sign.*\bday\b"),
        ("signature", r"sign"),
        ("recipient", r"recipient|receiv|to whom|^to$|named person|^to agency$"),
        ("purpose", r"purpose|\bwhy\b|reason|\buse\b"),
        ("description", r"descri|information|what|item|amount|kind|content|scope|categor|record"),
        ("discloser", r"disclos|^from$|program|sender|releas|provider|holder|\bwho may\b"),
        ("date", r"\bdated?\b|\bday\b"),
        ("order", r"order|court|docket"),
        ("patient", r"patient|name|subject|person|client|victim|^who$|^of$"),
    )
)
_BOTH = re.compile(r"signature\s*(,|&|\+|and|with)\s*(the )?date|signed and dated")
_WHO = re.compile(r"^who\b(?!.*receiv).*\b(disclos|shar|give|releas)")
_NUMBER = re.compile(r"(?:\(?a\)?)?\(?([1-9])\)?$")


def elements_named(words: Iterable[str]) -> frozenset[str]:
    """Return the elements that free words name ("expiration date", "right_to_revoke")."""
    found: set[str] = set()
    for word in words:
        found |= _named(" ".join(re.sub(r"[_/]", " ", str(word)).casefold().split()))
    return frozenset(found)


def _named(text: str) -> set[str]:
    number = _NUMBER.search(text) if text[:1].isdigit() or text.startswith("(") else None
    if number:
        return {_BY_NUMBER[int(number[1]) - 1]}
    if _BOTH.search(text):
        return {"signature", "date"}
    if _WHO.search(text):
        return {"discloser"}
    return {next((name for name, pattern in _PATTERNS if pattern.search(text)), "")} - {""}


def element_of(kind: str, name: str) -> Element:
    """Return an element of a kind of paper by its name."""
    known = {element.name: element for element in REQUIRED.get(kind, ())}
    return known.get(name, Element(name, name.replace("_", " "), ""))
