"""`ledger siem`: the ledger as JSON lines or syslog messages, once or as a stream that goes on."""

import argparse
import logging
import signal
import threading
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import monotonic

from django.core.management.base import OutputWrapper
from django.db import DatabaseError, connection

from audit.cli import CANNOT, CLEAN
from audit.models import Kind
from audit.services.own_act import Act, record_act
from audit.services.siem import FORMATS, leaf_before, sealed_after
from audit.services.sink import Sink, sink_of

COMMAND = "manage.py ledger siem"
TOLD_EVERY = 3600.0  # seconds: a stream says on the ledger how far it is

logger = logging.getLogger("audit.siem")


def declare(acts: argparse._SubParsersAction) -> None:
    """Declare where to begin, where to send, and whether to go on."""
    parser = acts.add_parser("siem", help="give out sealed events to a SIEM, in their order")
    parser.add_argument("--format", choices=sorted(FORMATS), default="jsonl")
    begin = parser.add_mutually_exclusive_group()
    begin.add_argument("--after", type=int, help="the last leaf that was received")
    begin.add_argument("--since", type=date.fromisoformat, help="first day, as 2026-01-31")
    parser.add_argument(
        "--to", default="-", help="- (standard output), file:/path, tcp://, udp:// or tls://…?ca="
    )
    parser.add_argument("--state", type=Path, help="a file that remembers the last leaf sent")
    parser.add_argument("--follow", action="store_true", help="go on until told to end")
    parser.add_argument("--every", type=float, default=5, help="seconds between looks (5)")


@dataclass
class _Output:
    """Where messages go; standard output is written as text."""

    out: OutputWrapper
    sink: Sink | None

    def send(self, messages: list[bytes]) -> None:
        if self.sink:
            self.sink.send(messages)
        else:
            self.out.write("\n".join(message.decode() for message in messages))


@dataclass
class _Stream:
    """How far the stream is, and what the ledger was told of it."""

    options: dict
    output: _Output
    leaf: int
    first: int = field(init=False)
    told: float = field(default_factory=monotonic)

    def __post_init__(self) -> None:
        self.first = self.leaf

    def announce(self) -> None:
        """Put on the ledger that events go out, before any does."""
        detail = {"format": self.options["format"], "after": self.leaf}
        record_act(Act(COMMAND, kind=Kind.EXPORT, recipient=self.options["to"], detail=detail))

    def send_new(self) -> None:
        """Send what is new; remember each chunk that went."""
        form = FORMATS[self.options["format"]]
        for chunk in sealed_after(self.leaf):
            self.output.send([form(event) for event in chunk])
            self.leaf = chunk[-1].leaf
            if self.options["state"]:
                _remember(self.options["state"], self.leaf)

    def tell(self, *, at_least: float = 0.0) -> None:
        """Put on the ledger what went out since the last time; nothing new, nothing told."""
        if self.leaf == self.first or monotonic() - self.told < at_least:
            return
        detail = {"format": self.options["format"], "from": self.first + 1, "to": self.leaf}
        record_act(Act(
            COMMAND, kind=Kind.EXPORT, thing="ledger", total=self.leaf - self.first,
            recipient=self.options["to"], detail=detail,
        ))  # fmt: skip
        self.first, self.told = self.leaf, monotonic()


def stream(options: dict, out: OutputWrapper, err: OutputWrapper) -> int:
    """Send once, or until told to end; the ledger is told before the first and after the last."""
    counted = options["format"] == "rfc5424"
    sink = None if options["to"] == "-" else sink_of(options["to"], counted=counted)
    flow = _Stream(options, _Output(out, sink), _begin(options))
    flow.announce()
    if options["follow"]:
        return _follow(flow)
    try:
        flow.send_new()
    except OSError as error:
        err.write(f"{options['to']} takes no message: {error}. The last leaf sent is {flow.leaf}.")
        return CANNOT
    finally:
        flow.tell()
    return CLEAN


def _follow(flow: _Stream) -> int:
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    while not ended.is_set():
        try:
            flow.send_new()
            flow.tell(at_least=TOLD_EVERY)
        except OSError as error:
            logger.error("The stream takes no message; the next look tries again: %s", error)
        except DatabaseError as error:
            logger.error("The database does not answer: %s", type(error).__name__)
            connection.close()
        ended.wait(flow.options["every"])
    flow.tell()
    return CLEAN


def _begin(options: dict) -> int:
    if options["after"] is not None:
        return options["after"]
    if options["since"]:
        return leaf_before(options["since"])
    path = options["state"]
    return int(path.read_text()) if path and path.exists() else -1


def _remember(path: Path, leaf: int) -> None:
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_text(f"{leaf}\n")
    fresh.replace(path)
