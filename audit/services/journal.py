"""The journal: on each commit, before the answer leaves, a line of each event goes off the host.

A line is `v1 <event id> <transaction> <digest>`: no content. The digest is the event's leaf in the
sealed tree, so that it shows what was changed or deleted before the sealer came. Where a line
cannot be sent, the event stays: an alarm is raised and work goes on, or, where the site is strict,
the answer is a 500 without data.
"""

import logging
import os
import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from socket import gethostname
from time import monotonic

from django.conf import settings
from django.db import Error, connection, transaction

from audit.services.sink import BadAddress, Sink, sink_of

VERSION = "v1"
KEPT = 10_000  # lines that wait in memory while the other end does not answer
PAUSE = 5.0  # seconds without a new attempt after one that failed
PARTS = 4

_WAITS = """
    INSERT INTO audit_journalwait (process) VALUES (%s)
    ON CONFLICT (process) DO UPDATE SET at = clock_timestamp()
"""
_SENT = "DELETE FROM audit_journalwait WHERE process = %s"

logger = logging.getLogger(__name__)


class JournalFailed(Exception):
    """The journal took no line, and this site shows nothing without it."""


class NoJournal(Exception):
    """The journal cannot be read; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Line:
    """One event as the journal has it."""

    event_id: int
    xid: str
    digest: str


class Journal:
    """One place for one process: its connection, and the lines that wait for it."""

    def __init__(self, address: str) -> None:
        """Take the address; raises BadAddress."""
        self.sink: Sink = sink_of(address)
        self._waiting: deque[bytes] = deque(maxlen=KEPT)
        self._rest = 0.0
        self.waits = False  # that lines wait stands in the database, for the watcher
        self._lock = threading.Lock()

    def send(self, lines: list[bytes]) -> None:
        """Send lines with those that waited; raises OSError and keeps them for the next time."""
        with self._lock:
            self._waiting.extend(lines)
            if monotonic() < self._rest:
                raise OSError("it did not answer a moment ago")
            try:
                self.sink.send(list(self._waiting))
            except OSError:
                self._rest = monotonic() + PAUSE
                raise
            self._waiting.clear()


_journals: dict[str, Journal] = {}


@dataclass(frozen=True, slots=True)
class _Lines:
    """What is left to do once the transaction has committed."""

    xid: str

    def __call__(self) -> None:
        """Send a line of each event that it wrote; raises JournalFailed where that is wanted."""
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT id, hash FROM audit_journal(%s::text::xid8)", [self.xid])
                found = cursor.fetchall()
            _journal().send(
                [f"{VERSION} {key} {self.xid} {hashed}".encode() for key, hashed in found]
            )
            _tell(waits=False)
        except (OSError, BadAddress, Error) as error:
            logger.critical("THE JOURNAL OF THE LEDGER TAKES NO LINE: %s", error)
            _tell(waits=True)
            if settings.LEDGER_JOURNAL_STRICT:
                raise JournalFailed("The journal of the ledger takes no line.") from error


def journal_answers() -> bool:
    """Return whether the journal would take a line now: opens the way to it and sends nothing."""
    if not settings.LEDGER_JOURNAL:
        return True
    try:
        way = sink_of(settings.LEDGER_JOURNAL)
        way.send([])
        way.close()
    except (OSError, BadAddress) as error:
        logger.critical("THE JOURNAL OF THE LEDGER DOES NOT ANSWER: %s", error)
        return False
    return True


def journal_this_transaction() -> None:
    """See that the events of this transaction go to the journal once it has committed."""
    if not settings.LEDGER_JOURNAL:
        return
    if any(isinstance(hook, _Lines) for _ids, hook, *_ in connection.run_on_commit):
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text")
        transaction.on_commit(_Lines(cursor.fetchone()[0]))


def read_journal(path: Path) -> Iterator[list[Line]]:
    """Yield the lines that the file has now, in chunks; raises NoJournal.

    A last line without its end is left out: whoever wrote it was interrupted.
    """
    try:
        with path.open("rb") as file:
            size, chunk, number = path.stat().st_size, [], 0
            while file.tell() < size and (text := file.readline()).endswith(b"\n"):
                number += 1
                chunk.append(_line(text, number))
                if len(chunk) == 5000:
                    yield chunk
                    chunk = []
            if not number:
                raise NoJournal(f"{path} holds no line of the journal.")
            yield chunk
    except OSError as error:
        raise NoJournal(f"The journal in {path} cannot be read.") from error


def _tell(*, waits: bool) -> None:
    """Let the watcher know that lines wait in this process, or that they are sent; a database that
    does not answer is told by others."""
    try:
        journal = _journal()
        if not waits and not journal.waits:
            return
        with connection.cursor() as cursor:
            cursor.execute(_WAITS if waits else _SENT, [f"{gethostname()}:{os.getpid()}"])
        journal.waits = waits
    except (BadAddress, Error) as error:
        logger.critical("That the journal waits stands only here: %s", error)


def _line(text: bytes, number: int) -> Line:
    parts = text.decode("ascii", errors="replace").split()
    if len(parts) != PARTS or parts[0] != VERSION or not parts[1].isdecimal():
        raise NoJournal(
            f"Line {number} of the journal is none: it reads v1, id, transaction, hash."
        )
    return Line(int(parts[1]), parts[2], parts[3])


def _journal() -> Journal:
    address = settings.LEDGER_JOURNAL
    if address not in _journals:
        _journals[address] = Journal(address)
    return _journals[address]
