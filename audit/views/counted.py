"""Counts of the ledger as the pages show them: words in place of slugs, and where each leads."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.http import urlencode

from audit.forms.search import KINDS
from audit.selectors.tally import ACTOR, Line, Tally
from audit.words import authority_words, category_words, reason_words

SHOWN_LINES = 200


@dataclass(frozen=True, slots=True)
class Count:
    """One count with its words; `url` leads to more of it."""

    label: str
    number: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class CountedLine:
    """A person or a case in a table of counts."""

    label: str
    agency: str
    url: str
    shown: int
    refused: int
    first: datetime | None
    last: datetime | None
    what: str
    by_what: str
    why: str


@dataclass(frozen=True, slots=True)
class Counted:
    """Everything that a page of counts says."""

    by_person: bool
    seeing: tuple[CountedLine, ...]
    refusals: tuple[CountedLine, ...]
    categories: tuple[Count, ...]
    kinds: tuple[Count, ...]
    authorities: tuple[Count, ...]
    reasons: tuple[Count, ...]
    shown: int
    refused: int
    is_cut: bool

    @property
    def total(self) -> int:
        """How many events were counted."""
        return self.shown + self.refused

    @property
    def is_long(self) -> bool:
        """Whether the tables of the page are shorter than the file."""
        return max(len(self.seeing), len(self.refusals)) > SHOWN_LINES


def counted(tally: Tally) -> Counted:
    """Return a tally in words."""
    return Counted(
        by_person=tally.axis == ACTOR,
        seeing=tuple(_line(tally.axis, line) for line in tally.seeing),
        refusals=tuple(_line(tally.axis, line) for line in tally.refusals),
        categories=tuple(
            Count(category_words(slug), n) for slug, n in tally.categories.most_common()
        ),
        kinds=tuple(Count(kind_words(slug), n) for slug, n in tally.kinds.most_common()),
        authorities=tuple(
            Count(authority_words(kind), n, _authority_url(kind, ref))
            for (kind, ref), n in tally.authorities.most_common(50)
        ),
        reasons=tuple(Count(reason_words(slug), n) for slug, n in tally.reasons.most_common()),
        shown=tally.shown,
        refused=tally.refused,
        is_cut=tally.is_cut,
    )


def kind_words(kind: str) -> str:
    """Return what happened, as the search names it."""
    named = {str(slug): label for slug, label in KINDS.items()}
    return named.get(kind) or kind.replace("_", " ").capitalize()


def person_url(key: str) -> str:
    """Return the page of a person's use."""
    return reverse("audit:by_person", args=[key]) if key else ""


def _line(axis: str, line: Line) -> CountedLine:
    if axis == ACTOR:
        label, url = line.label or "Nobody signed in, or the system", person_url(line.key)
    else:
        label = line.label or ("A case without a number" if line.key else "Of no case")
        url = reverse("audit:by_case", args=[line.key]) if line.key else ""
    return CountedLine(
        label, line.agency, url, line.shown, line.refused, line.first, line.last,
        _listed(line.categories, category_words) or _listed(line.kinds, kind_words),
        _listed(line.authorities, authority_words), _listed(line.reasons, reason_words),
    )  # fmt: skip


def _listed(counts: Counter[str], words: Callable[[str], str]) -> str:
    named = (f"{words(slug)} ({n:,})" for slug, n in counts.most_common())
    return "; ".join(named)


def _authority_url(kind: str, ref: str) -> str:
    if not ref:
        return ""
    return f"{reverse('audit:by_authority')}?{urlencode({'kind': kind, 'ref': ref})}"
