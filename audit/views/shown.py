"""Events as the pages show them: a block a request, a line an event, long lists folded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from audit import words
from audit.models import SavedSearch
from audit.selectors.events import EventRow, Request, RequestPage

FOLD_FROM = 4  # events of one kind that are folded under one line
CHIPS: tuple[tuple[str, dict[str, str]], ...] = (
    ("Everything", {}),
    ("Refusals", {"outcome": "refused"}),
    ("Exports", {"kind": "export"}),
    ("Emergency access", {"authority": "break_glass"}),
    ("Sign-ins that failed", {"kind": "sign_in_failed"}),
    ("Readings of the ledger", {"kind": "ledger"}),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One event in words."""

    row: EventRow
    words: str


@dataclass(frozen=True, slots=True)
class Fold:
    """Events of one kind: shown as they are where few, under one line where many."""

    lines: tuple[Line, ...]
    summary: str
    is_folded: bool

    @property
    def sealed(self) -> int:
        """How many of them are sealed."""
        return sum(line.row.leaf is not None for line in self.lines)


@dataclass(frozen=True, slots=True)
class Block:
    """One request: who, when, why and what came of it."""

    request: Request
    who: str
    exact: str
    aim: str
    folds: tuple[Fold, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """A saved search."""

    label: str
    url: str
    current: bool


def shown_requests(page: RequestPage, *, unfold: bool = False) -> list[Block]:
    """Return the blocks of a page."""
    return [_block(request, unfold=unfold) for request in page.requests]


def chips_of(asked: Mapping[str, str], own: Sequence[SavedSearch] = ()) -> list[Chip]:
    """Return the ready-made searches, then one's own; the one that is shown is marked."""
    given = {name: value for name, value in asked.items() if value and name != "after"}
    return [
        Chip(label, reverse("audit:search") + _query(terms), terms == given)
        for label, terms in (*CHIPS, *((row.name, row.terms) for row in own))
    ]


def _query(terms: dict[str, str]) -> str:
    return f"?{urlencode(terms)}" if terms else ""


def _block(request: Request, *, unfold: bool) -> Block:
    alike: dict[tuple[str, str, str], list[EventRow]] = {}
    for row in sorted(request.rows, key=lambda row: row.id):
        alike.setdefault(
            (row.kind, row.outcome, row.subject_kind if row.kind == "list" else ""), []
        ).append(row)
    folds = tuple(_fold(rows, unfold=unfold) for rows in alike.values())
    first = request.first
    return Block(request, words.who(first), words.exact(first.at), words.aim(first), folds)


def _fold(rows: list[EventRow], *, unfold: bool) -> Fold:
    lines = tuple(Line(row, words.line(row)) for row in rows)
    return Fold(lines, words.many(rows), not unfold and len(rows) >= FOLD_FROM)
