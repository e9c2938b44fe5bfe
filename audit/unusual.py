"""What is unusual in a day's use, from counts and limits alone: no database, no name of a victim.

CJIS AU-6 asks for a weekly look at unusual use; what is unusual is a site's to set, and none of it
is a fault in itself: each finding says what stands out and leads to the events.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median

AFTER_HOURS, OUTSIDE, GRANT_ONCE, GLASS, SURNAME, VOLUME, REFUSALS, EXPORTS = (
    "after_hours", "outside", "grant_once", "glass", "surname", "volume", "refusals", "exports",
)  # fmt: skip
LABELS = {
    AFTER_HOURS: "After hours",
    OUTSIDE: "Outside the caseload",
    GRANT_ONCE: "A grant used once",
    GLASS: "Emergency access",
    SURNAME: "Same surname",
    VOLUME: "Much more than usual",
    REFUSALS: "Many refusals",
    EXPORTS: "Much taken out",
}
FEW_PEERS = 3  # days of peers under which no usual can be told


@dataclass(frozen=True, slots=True)
class Limits:
    """From which count on something is unusual."""

    after_hours: int
    outside: int
    refusals: int
    export_rows: int
    volume: int
    factor: float


@dataclass(frozen=True, slots=True)
class Who:
    """A person as the ledger had him on that day."""

    id: int
    name: str
    agency: str
    role: str


@dataclass(frozen=True, slots=True)
class Day:
    """One person's use on one day, in counts."""

    who: Who
    day: date
    looks: int = 0
    after_hours: int = 0
    refused: int = 0
    exports: int = 0
    export_rows: int = 0


@dataclass(frozen=True, slots=True)
class CaseUse:
    """One person's use of one case on one day by one authority that is not the caseload."""

    who: Who
    day: date
    case_id: str
    case_label: str
    authority: str
    looks: int
    is_only_use: bool = False


@dataclass(frozen=True, slots=True)
class SameName:
    """A look at a case whose person or victim has the surname of who looked; which, is not told."""

    who: Who
    day: date
    case_id: str
    case_label: str
    looks: int


@dataclass(frozen=True, slots=True)
class Facts:
    """The counts of some days; `usual` is the median of each person's days before them."""

    days: Sequence[Day] = ()
    cases: Sequence[CaseUse] = ()
    names: Sequence[SameName] = ()
    usual: dict[int, float] = field(default_factory=dict)
    hours: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that stands out: who, when, what, and why it does, in words."""

    rule: str
    who: Who
    day: date
    why: str
    case_id: str = ""
    case_label: str = ""
    terms: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        """What an answer to it is kept under: the same whenever the day is counted again."""
        return f"{self.rule}|{self.who.id}|{self.day}|{self.case_id}"

    @property
    def label(self) -> str:
        """Name the rule."""
        return LABELS[self.rule]


def findings_of(facts: Facts, limits: Limits) -> list[Finding]:
    """Return what is unusual, the newest day first."""
    found = [*_of_days(facts, limits), *_of_cases(facts, limits), *_of_names(facts)]
    return sorted(found, key=lambda one: (-one.day.toordinal(), one.who.name, one.rule))


def _of_days(facts: Facts, limits: Limits) -> Iterator[Finding]:
    for day in facts.days:
        if day.after_hours >= limits.after_hours:
            why = f"{_times(day.after_hours)} outside working hours ({facts.hours})."
            yield Finding(AFTER_HOURS, day.who, day.day, why)
        if day.refused >= limits.refusals:
            why = f"Refused {_times(day.refused)}; from {limits.refusals} on it stands out."
            yield Finding(REFUSALS, day.who, day.day, why, terms=(("outcome", "refused"),))
        if day.export_rows >= limits.export_rows:
            why = (
                f"Took {day.export_rows:,} rows out in {day.exports:,} exports, prints or files; "
                f"from {limits.export_rows:,} on it stands out."
            )
            yield Finding(EXPORTS, day.who, day.day, why)
        if day.looks >= limits.volume and (why := _too_much(day, facts, limits)):
            yield Finding(VOLUME, day.who, day.day, why)


def _too_much(day: Day, facts: Facts, limits: Limits) -> str:
    """Say how much more it is than the person's and the peers' usual; nothing where it is not, or
    where there is nothing to compare with."""
    own = facts.usual.get(day.who.id)
    peers = [
        other.looks
        for other in facts.days
        if other.looks and other.who.id != day.who.id
        and (other.who.agency, other.who.role) == (day.who.agency, day.who.role)
    ]  # fmt: skip
    usual = median(peers) if len(peers) >= FEW_PEERS else None
    known = [value for value in (own, usual) if value is not None]
    if not known or any(day.looks <= limits.factor * value for value in known):
        return ""
    told = [f"{own:g} of this person"] if own is not None else ["no earlier use of this person"]
    told += [f"{usual:g} of colleagues"] if usual is not None else []
    return f"{day.looks:,} records opened on one day, against a usual {' and '.join(told)}."


def _of_cases(facts: Facts, limits: Limits) -> Iterator[Finding]:
    outside: dict[tuple[Who, date], list[CaseUse]] = {}
    for use in facts.cases:
        outside.setdefault((use.who, use.day), []).append(use)
        case = (use.case_id, use.case_label)
        if use.authority == "break_glass":
            why = f"{_times(use.looks)} by emergency access, without standing on the case."
            yield Finding(GLASS, use.who, use.day, why, *case, (("authority", "break_glass"),))
        elif use.authority == "grant" and use.is_only_use:
            why = "A dated grant opened the case, and was used this once."
            yield Finding(GRANT_ONCE, use.who, use.day, why, *case, (("authority", "grant"),))
    for (who, day), uses in outside.items():
        cases = {use.case_id for use in uses}
        if len(cases) >= limits.outside:
            why = (
                f"{len(cases)} cases on one day without being assigned or on their team; "
                f"from {limits.outside} on it stands out."
            )
            yield Finding(OUTSIDE, who, day, why)


def _of_names(facts: Facts) -> Iterator[Finding]:
    for one in facts.names:
        why = (
            f"{_times(one.looks)} a case in which somebody has the same surname as this person. "
            "Ask whether they are related."
        )
        yield Finding(SURNAME, one.who, one.day, why, one.case_id, one.case_label)


def _times(count: int) -> str:
    return "Once" if count == 1 else f"{count:,} times"
