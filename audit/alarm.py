"""What is wrong with the ledger's own work, from readings and limits alone (CJIS AU-5: a failure of
recording is told within an hour)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

UNSEALED, NO_HEAD, STAMP, WITNESS, MAIL, JOURNAL, WATCH = (
    "unsealed", "no_head", "stamp", "witness", "mail", "journal", "watch",
)  # fmt: skip
WORDS = {
    UNSEALED: "Sealing has stopped: events wait for their seal.",
    NO_HEAD: "Sealing has not begun: there is no signed head.",
    STAMP: "No time stamp comes: the newest head is not stamped.",
    WITNESS: "A witness is silent: it has not co-signed the newest head.",
    MAIL: "Heads are not mailed: a mail waits.",
    WATCH: "Nobody watches: the due-scan of the worker has not looked, and would tell nothing.",
    JOURNAL: "The journal takes no line, or lines wait for it: events leave no trace outside.",
}


@dataclass(frozen=True, slots=True)
class Vouching:
    """One stamp authority or witness: what it vouched for last, and since when more is due."""

    kind: str
    by: str
    last_at: datetime | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Readings:
    """What the ledger's work looks like at a moment; times and counts, no content."""

    at: datetime
    unsealed: int = 0
    oldest: datetime | None = None  # of the events that wait for their seal
    head_at: datetime | None = None
    head_size: int = 0
    vouching: tuple[Vouching, ...] = ()
    mail_due: datetime | None = None  # of the oldest head that is still to be mailed
    journal_failed: bool = False
    watched_at: datetime | None = None  # when the watcher looked last


@dataclass(frozen=True, slots=True)
class Limits:
    """How long each may take."""

    seal: timedelta
    vouch: timedelta
    mail: timedelta
    watch: timedelta


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that has stopped, and since when."""

    kind: str
    by: str = ""
    since: datetime | None = None

    @property
    def words(self) -> str:
        """Say what has stopped."""
        return WORDS.get(self.kind, self.kind)


def troubles(readings: Readings, limits: Limits) -> list[Trouble]:
    """Return what has stopped."""
    return list(_found(readings, limits))


def silence(readings: Readings, limits: Limits) -> list[Trouble]:
    """Return that the watcher itself is silent: a page sees it, the watcher cannot."""
    # Where nobody has watched yet, there must be something that was to be watched for as long.
    since = readings.watched_at or readings.oldest or readings.head_at
    if since is None or readings.at - since <= limits.watch:
        return []
    return [Trouble(WATCH, "", since)]


def _found(readings: Readings, limits: Limits) -> Iterator[Trouble]:
    if readings.oldest and readings.at - readings.oldest > limits.seal:
        yield Trouble(UNSEALED if readings.head_at else NO_HEAD, "", readings.oldest)
    for one in readings.vouching:
        if one.due_at and readings.at - one.due_at > limits.vouch:
            yield Trouble(one.kind, one.by, one.due_at)
    if readings.mail_due and readings.at - readings.mail_due > limits.mail:
        yield Trouble(MAIL, "", readings.mail_due)
    if readings.journal_failed:
        yield Trouble(JOURNAL, "", readings.at)
