"""Duties of one's own with a clock: the mandated report and the warning, by state and profession
(B-REP-1, B-WARN-1). Pure: a data file in, plain facts out; what it does not say is not set."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

DEFAULT_PATH = str(Path(__file__).with_name("duties.yaml"))
WARN_KINDS = ("mandatory", "permissive", "none")
STARTS = ("oral", "learned")
NOT_SET = "not_set"
SOON = timedelta(hours=2)


class DutiesError(ValueError):
    """A file of duties that does not make sense; names the place."""


@dataclass(frozen=True)
class ReportDuty:
    """What a state asks of who learns of a child at risk."""

    state: str
    professions: frozenset[str]
    oral: timedelta
    written: timedelta
    written_from: str
    to: str
    asks: str
    source: str
    confirmed: date | None = None

    @property
    def oral_hours(self) -> int:
        """Return the hours of the oral report."""
        return self.oral // timedelta(hours=1)

    @property
    def written_hours(self) -> int:
        """Return the hours of the written one."""
        return self.written // timedelta(hours=1)


@dataclass(frozen=True)
class WarnDuty:
    """Whether a profession has to warn, may warn, or has neither; NOT_SET where the file is
    silent."""

    duty: str = NOT_SET
    to: str = ""
    source: str = ""
    confirmed: date | None = None


@dataclass(frozen=True)
class Clock:
    """A due moment against now, in words that need no colour."""

    state: str  # done, done_late, open, soon, late
    words: str


def report_duty(path: str, state: str) -> ReportDuty | None:
    """Return what the file says of a state's mandated reports, None where it says nothing.

    Raises DutiesError for a file that does not make sense.
    """
    return _read(path)[0].get(state)


def warn_duty(path: str, state: str, profession: str) -> WarnDuty:
    """Return what the file says of a profession's warnings; NOT_SET where it says nothing."""
    return _read(path)[1].get((state, profession), WarnDuty())


def oral_due(duty: ReportDuty, learned_at: datetime) -> datetime:
    """Return until when the oral report is due."""
    return learned_at + duty.oral


def written_due(duty: ReportDuty, learned_at: datetime, oral_at: datetime | None) -> datetime:
    """Return until when the written one is due: counted from the oral report where the law does,
    and while there is none from the last moment that it had."""
    if duty.written_from == "learned":
        return learned_at + duty.written
    return (oral_at or oral_due(duty, learned_at)) + duty.written


def clock_of(due_at: datetime | None, done_at: datetime | None, now: datetime) -> Clock:
    """Return how a duty stands, said in words."""
    if done_at is not None:
        if due_at is None or done_at <= due_at:
            return Clock("done", "Done in time" if due_at else "Done")
        return Clock("done_late", f"Done {_span(done_at - due_at)} late")
    if due_at is None:
        return Clock("open", "No time is set: ask counsel")
    if now > due_at:
        return Clock("late", f"Late by {_span(now - due_at)}")
    left = due_at - now
    return Clock("soon" if left <= SOON else "open", f"{_span(left)} left")


def is_late_entry(happened_at: datetime, entered_at: datetime) -> bool:
    """Return whether something was written down so much later than it happened that it says so."""
    return entered_at - happened_at > timedelta(minutes=30)


def _span(span: timedelta) -> str:
    minutes = max(int(span.total_seconds() // 60), 0)
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return f"{days} d {hours} h" if hours else f"{days} d"
    return f"{hours} h {rest} min" if hours else f"{rest} min"


@lru_cache(maxsize=8)
def _read(path: str) -> tuple[dict[str, ReportDuty], dict[tuple[str, str], WarnDuty]]:
    try:
        states = yaml.safe_load(Path(path).read_text(encoding="utf-8"))["states"]
        reports = {
            state: _report(state, told["report"])
            for state, told in states.items()
            if "report" in told
        }
        warns = {
            (state, profession): _warn(row)
            for state, told in states.items()
            for profession, row in told.get("warn", {}).items()
        }
    except (yaml.YAMLError, AttributeError, KeyError, TypeError, ValueError, OSError) as error:
        raise DutiesError(f"The file of duties {path} does not make sense: {error}") from error
    return reports, warns


def _report(state: str, row: dict[str, Any]) -> ReportDuty:
    hours = row["oral_hours"], row["written_hours"]
    if not all(isinstance(one, int) and one > 0 for one in hours):
        raise ValueError(f"{state}: hours are whole numbers above 0")
    if row["written_from"] not in STARTS:
        raise ValueError(f"{state}: written_from is one of {', '.join(STARTS)}")
    return ReportDuty(
        state, frozenset(row["professions"]), timedelta(hours=hours[0]),
        timedelta(hours=hours[1]), row["written_from"], row["to"], row.get("asks", ""),
        row["source"], row.get("confirmed"),
    )  # fmt: skip


def _warn(row: dict[str, Any]) -> WarnDuty:
    if row["duty"] not in WARN_KINDS:
        raise ValueError(f"duty is one of {', '.join(WARN_KINDS)}")
    return WarnDuty(row["duty"], row.get("to", ""), row["source"], row.get("confirmed"))
