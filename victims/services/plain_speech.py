"""Finds in general input what would identify or place a victim: that leaves only by a release."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from casemgmt.core.errors import RuleBroken

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_WAYS = "Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Boulevard|Blvd|Terrace|Parkway|Highway|Alley"
_NUMBERED = rf"{_WAYS}|Dr|Way|Place|Pl|Court|Ct|Circle|Square|Trail"
# Each pattern with the words that tell what was found; the first that fits a stretch is told.
SURE = (
    ("an e-mail address", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("a web address", re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)),
    (
        "an address",
        re.compile(rf"\b\d+[A-Za-z]?\s+(?:[\w.'-]+\s+){{1,3}}(?:{_NUMBERED})\b", re.IGNORECASE),
    ),
    ("a street", re.compile(rf"\b(?:[A-Z][\w'-]*\s+){{1,3}}(?:{_WAYS})\b")),
    (
        "a street",
        re.compile(rf"\b(?:on|off|near|at|along)\s+[\w'-]+\s+(?:{_WAYS})\b", re.IGNORECASE),
    ),
    (
        "an apartment or unit number",
        re.compile(r"\b(?:apt|apartment|suite|unit)\.?\s*#?\s*\d+\w*\b", re.IGNORECASE),
    ),
    (
        "a date",
        re.compile(
            r"\b\d{4}-\d{1,2}-\d{1,2}\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b|\b\d{1,2}/\d{1,2}\b"
        ),
    ),
    (
        "a date",
        re.compile(
            rf"\b(?:{_MONTHS})\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}})?"
            rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTHS})\b",
            re.IGNORECASE,
        ),
    ),
    (
        "a telephone number",
        re.compile(
            r"(?<![\w-])\+?\(?\d{3}\)?[\s.-]?\d{3}[\s.-]?\d{4}\b|(?<![\w-])\d{3}[.-]\d{4}\b"
        ),
    ),
    ("a case or identity number", re.compile(r"(?<!\w)\d{2,4}-\d{2,}(?:-\d+)?(?!\w)|\b\d{5,}\b")),
)
_CAPITAL = re.compile(r"(?<![^\W_]-)\b[^\W\d_a-z][^\W\d_]+(?:[-'’][^\W\d_]+)*\b(?!-)")
_TWO_CAPITALS = re.compile(r"\b[^\W\d_a-z][\w'’-]+(?:\s+[^\W\d_a-z][\w'’-]+)+")
_OPENING_WORDS = """
    a an the this that these those and but or if when while after before since because as at by
    for from in into of on to with without we you he she they it i no not many most some all each
    every his her their our my your its victims survivors families children people there here what
    who how why where then also even please
"""
_THING_WORDS = """
    monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december court unit team center centre service
    services agency office department police probation advocacy program council state county
    thanksgiving christmas easter passover hanukkah ramadan
    superior victim victims sexual assault response domestic violence crisis hotline static-99r
    stable-2007 acute-2007 act rights compensation civil protective order english spanish american
    indian african hispanic latino
"""
_OPENERS = frozenset(_OPENING_WORDS.split())
_NOT_NAMES = frozenset(_THING_WORDS.split())


@dataclass(frozen=True)
class Finding:
    """A stretch of the text that has to go.

    Where it is not `sure`, the advocate may say that it names nobody.
    """

    what: str
    words: str
    sure: bool = True

    def __str__(self) -> str:
        return f"“{self.words}” ({self.what})"


def find_identifying(text: str, names: Iterable[str] = ()) -> list[Finding]:
    """Return what in `text` identifies or places someone, in the order of the text's reading.

    `names` are never said why.
    """
    found: list[tuple[int, int, Finding]] = []
    for what, pattern in SURE:
        for match in pattern.finditer(text):
            _keep(found, match.start(), match.end(), Finding(what, match.group().strip()))
    for start, end in _known_names(text, names):
        _keep(found, start, end, Finding("a name", text[start:end]))
    for match in _TWO_CAPITALS.finditer(text):
        for start, end in _likely_names(text, match):
            _keep(found, start, end, Finding("it looks like a name", text[start:end], sure=False))
    for start, end in _lone_capitals(text):
        _keep(found, start, end, Finding("a name or a place?", text[start:end], sure=False))
    return [finding for _, _, finding in sorted(found, key=lambda f: f[0])]


def require_plain(
    text: str,
    names: Iterable[str] = (),
    *,
    looked: bool = False,
    what: str = "Input on victims in general",
) -> None:
    """Raise RuleBroken that names what to take out.

    `looked` lets through what only looks like a name.
    """
    findings = [f for f in find_identifying(text, names) if f.sure or not looked]
    if not findings:
        return
    said = ", ".join(dict.fromkeys(map(str, findings)))
    ways = "If a victim wants the team to know it, use a signed release instead."
    if all(not finding.sure for finding in findings):
        ways = "If none of it names a person, tick the box below the text. " + ways
    raise RuleBroken(f"{what} names and places nobody. Take out: {said}. {ways}")


def require_nameless(text: str, names: Iterable[str]) -> None:
    """Raise RuleBroken where the text holds one of the names, or what reads like a way to somebody:
    days and numbers of the case may stand in it."""
    private = ("a name", "an e-mail address", "a telephone number", "an address", "a street")
    found = [f for f in find_identifying(text, names) if f.what in private]
    if found:
        said = ", ".join(dict.fromkeys(map(str, found)))
        raise RuleBroken(
            f"The answer goes to the whole team and names no victim. Take out: {said}."
        )


def _keep(found: list[tuple[int, int, Finding]], start: int, end: int, finding: Finding) -> None:
    """Keep a finding unless an earlier one covers the same stretch."""
    if not any(start < other_end and other_start < end for other_start, other_end, _ in found):
        found.append((start, end, finding))


def _known_names(text: str, names: Iterable[str]) -> list[tuple[int, int]]:
    """Find whole names in any case, and their parts where written with a capital."""
    plain = _bare(text)
    spans = []
    for name in names:
        parts = [part for part in _bare(name).split() if len(part) > 1]
        if not parts:
            continue
        whole = r"\W+".join(map(re.escape, parts))
        spans += [m.span() for m in re.finditer(rf"(?<!\w){whole}(?!\w)", plain, re.IGNORECASE)]
        for part in (part for part in parts if len(part) > 2):
            hits = re.finditer(rf"(?<!\w){re.escape(part)}(?:'s|’s)?(?!\w)", plain, re.IGNORECASE)
            spans += [m.span() for m in hits if text[m.start()].isupper()]
    return spans


def _bare(text: str) -> str:
    """Return the text without accents, each character in its place."""
    return "".join(_bare_character(character) for character in text)


def _bare_character(character: str) -> str:
    kept = [c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c)]
    return kept[0] if kept else character


def _lone_capitals(text: str) -> list[tuple[int, int]]:
    """Find words with a capital inside a sentence: a first name or a town stands like that. This
    looks at nothing but the text, so that the answer tells nothing of what the product holds."""
    spans = []
    for match in _CAPITAL.finditer(text):
        word = match.group()
        before = text[: match.start()].rstrip(" \t\"'“‘(")
        opens = not before or before[-1] in ".!?:;\n…-•*"
        if opens or word.isupper() or word.casefold().removesuffix("'s") in _NOT_NAMES:
            continue
        spans.append(match.span())
    return spans


def _likely_names(text: str, match: re.Match[str]) -> list[tuple[int, int]]:
    """Return the stretch unless its words name a thing or only open a sentence."""
    words = list(re.finditer(r"\S+", match.group()))
    while words and words[0].group().casefold() in _OPENERS:
        words = words[1:]
    if len(words) < 2 or any(word.group().casefold() in _NOT_NAMES for word in words):
        return []
    return [(match.start() + words[0].start(), match.start() + words[-1].end())]
