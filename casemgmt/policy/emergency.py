"""Breaking the glass: who may, for which reason, by when it is reviewed (B-ENG-6, T48-T50)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from casemgmt.policy.people import Discipline, Viewer

SATURDAY = 5
WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class EmergencyFacts:
    """What the rule needs of a case; None of them for a case of another agency."""

    sealed: bool = False
    conflict: bool = False


def refusal(
    viewer: Viewer,
    facts: EmergencyFacts | None,
    reason: str,
    *,
    idle: Iterable[str],
    least_words: int,
) -> str:
    """Return why an emergency opens nothing, the first in the order of the policy format, or ""."""
    if not viewer.active:
        return "account_disabled"
    if not viewer.mfa:
        return "mfa_missing"
    if facts is not None and facts.sealed:
        return "sealed"
    if facts is not None and facts.conflict:
        return "conflict_of_interest"
    # An examiner stands where an exam is assigned to him, and nowhere else.
    if facts is None or not viewer.has_caseload or viewer.discipline == Discipline.POLYGRAPH:
        return "never"
    return "" if says_why(reason, idle=idle, least_words=least_words) else "gate_missing"


def says_why(reason: str, *, idle: Iterable[str], least_words: int) -> bool:
    """Return whether a reason has a few words, and none that says that there is no reason."""
    words = [word.lower() for word in WORD.findall(reason)]
    if len(words) < least_words:
        return False
    said = f" {' '.join(words)} "
    return not any(f" {' '.join(WORD.findall(one.lower()))} " in said for one in idle)


def review_due(opened_on: date, working_days: int, holidays: Iterable[date] = ()) -> date:
    """Return the last day of the review: so many days later, weekends and holidays left out."""
    closed, day = frozenset(holidays), opened_on
    while working_days > 0:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY and day not in closed:
            working_days -= 1
    return day
