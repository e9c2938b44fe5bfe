"""What was told by voice or on paper: by what authority it went, judged as of the moment when it
was told, and what of it none covers. A telling is recorded in any case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.decision import GATE_AUTHORITY
from casemgmt.policy.facts import RecordFacts, ReleaseFacts
from casemgmt.policy.gates import fault
from casemgmt.policy.people import Discipline, Viewer
from casemgmt.policy.regimes import PART2
from casemgmt.policy.statutes import EMERGENCY, Statute

LATE_AFTER = timedelta(hours=24)  # entered more than a day after it was told
NO_AUTHORITY = "no_authority"
PART2_PAPERS = frozenset({"part2_consent", "part2_justice_consent"})
# Facts on a telling that an entry of the record must not hold: it names kinds, never content.
MOST_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who was told, as papers name one: an agency, or one person of it; neither where outside."""

    agency_id: int | None = None
    user_id: int | None = None
    discipline: str = ""


@dataclass(frozen=True, slots=True)
class Cover:
    """By what authority a telling went; `uncovered` says of each category left why, `parts` of
    which a part alone is covered."""

    authority: str = ""
    ref: str = ""
    uncovered: Mapping[str, str] | None = None
    parts: Mapping[str, str] | None = None

    def because(self, category: str) -> str:
        """Return why no authority covers a category, "" where one does."""
        return (self.uncovered or {}).get(category, "")


def is_late(told_at: datetime, entered_at: datetime) -> bool:
    """Whether a telling was entered late."""
    return entered_at - told_at > LATE_AFTER


def holds_content(words: str) -> bool:
    """Whether a description gives content where it should name kinds: a long number, an address."""
    run = longest = 0
    for letter in words:
        if letter.isdigit():
            run += 1
        elif letter not in "-. ()/" or not run:
            run = 0
        longest = max(longest, run)
    return longest > MOST_DIGITS or "@" in words


def fault_of_paper(
    paper: ReleaseFacts,
    to: Recipient,
    category: str,
    *,
    teller_agency_id: int,
    at: datetime,
    part2: bool,
) -> str:
    """Return why a paper did not open a category of the teller's agency to this recipient at that
    moment, "" where it did (B-P2-2, B-VAWA-5)."""
    if to.agency_id is None:
        return "wrong_recipient"
    if category not in paper.categories:
        return "wrong_item"
    reader = Viewer(
        user_id=to.user_id or 0, name="", agency_id=to.agency_id, agency_name="",
        discipline=Discipline(to.discipline or Discipline.POLICY), now=at, today=at.date(),
    )  # fmt: skip
    regimes = frozenset({PART2}) if part2 else frozenset()
    # Which of the named items was told only the words of the entry say; a person looks at both.
    record = RecordFacts(
        owner_agency_id=teller_agency_id, release_id=paper.id, regimes=regimes
    )  # fmt: skip
    return fault(paper, reader, Category(category), record, Action.VIEW, "")


def cover_by_statute(statute: Statute, categories: tuple[str, ...], *, part2: bool) -> Cover:
    """Return what a law covers of the categories told."""
    left = {c: NO_AUTHORITY for c in categories if not statute.covers(c, part2=part2)}
    authority = "emergency" if statute.key == EMERGENCY else "statute"
    return Cover(authority, statute.key, left)


def cover_by_paper(
    paper: ReleaseFacts,
    to: Recipient,
    categories: tuple[str, ...],
    *,
    teller_agency_id: int,
    at: datetime,
    part2: bool,
) -> Cover:
    """Return what a paper covers of the categories told."""
    left = {}
    for category in categories:
        because = fault_of_paper(
            paper, to, category, teller_agency_id=teller_agency_id, at=at, part2=part2
        )
        if because:
            left[category] = because
    return Cover(GATE_AUTHORITY[paper.kind], paper.id, left)


def no_cover(categories: tuple[str, ...]) -> Cover:
    """Return the answer where nothing was named: none of it is covered."""
    return Cover(uncovered=dict.fromkeys(categories, NO_AUTHORITY))


def follow_up_of(cover: Cover, statute: Statute | None) -> str:
    """Return what the privacy officer has to look at: no authority goes before an emergency."""
    if cover.uncovered:
        return NO_AUTHORITY
    return statute.follow_up if statute else ""
