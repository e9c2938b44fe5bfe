"""`manage.py ledger`: seal it, verify it, print the public key."""

import argparse
import json
import logging
import signal
import sys
import threading
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection

from audit.note import SealKey
from audit.services.anchor import Anchor, NoAnchors, read_anchors
from audit.services.checks import Report
from audit.services.keys import NoKey, sealing_key, trusted_keys
from audit.services.seal import SealBroken, make_months, seal_now
from audit.services.verify import CannotVerify, verify_ledger
from casemgmt.core import clock

CLEAN, TAMPERED, CANNOT = 0, 1, 2
logger = logging.getLogger("audit.sealer")


class Command(BaseCommand):
    """Seals and verifies the disclosure ledger."""

    help = "seal: sign what is new. verify: 0 clean, 1 tampered, 2 cannot. public-key: print it."
    requires_system_checks: list[str] = []  # the sealer has only its own part of the environment

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the three acts."""
        acts = parser.add_subparsers(dest="act", required=True)
        seal = acts.add_parser("seal", help="seal new events, once or again and again")
        seal.add_argument("--every", type=_seconds, default=10, help="seconds between steps (10)")
        seal.add_argument("--once", action="store_true", help="seal what there is, then end")
        seal.add_argument(
            "--sweep",
            action="store_true",
            help="look at every event, not only at those since the last head",
        )
        verify = acts.add_parser("verify", help="verify every event, root, signature and anchor")
        verify.add_argument(
            "--anchors", type=Path, help="the heads kept outside, one JSON line each"
        )
        verify.add_argument(
            "--public-key",
            action="append",
            default=[],
            help="a key line or a file of them; else the sealer's own key",
        )
        verify.add_argument("--json", action="store_true", help="print the report as JSON")
        acts.add_parser("public-key", help="print the public key in one line, to keep outside")

    def handle(self, *args: object, **options: object) -> None:
        """Do the act and end with its status."""
        acts = {"seal": self.seal, "verify": self.verify, "public-key": self.public_key}
        try:
            status = acts[str(options["act"])](options)
        except (NoKey, NoAnchors, CannotVerify) as error:
            self.stderr.write(str(error))
            status = CANNOT
        if status:
            sys.exit(status)

    def public_key(self, options: dict) -> int:
        """Print the sealer's public key."""
        self.stdout.write(sealing_key().public.line())
        return CLEAN

    def seal(self, options: dict) -> int:
        """Seal once, or until told to end."""
        key = sealing_key()
        if options["once"]:
            return self._seal_once(key, sweep=options["sweep"])
        ended = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: ended.set())
        day, sweep = None, options["sweep"]
        while not ended.is_set():
            try:
                if day != clock.today():
                    make_months()
                    day = clock.today()
                _seal_all(key, sweep=sweep)
                sweep = False
            except DatabaseError as error:
                logger.error(
                    "The database does not answer; the next step tries again: %s",
                    type(error).__name__,
                )
                connection.close()
            except SealBroken as error:
                logger.critical("NOTHING IS SEALED. %s Run `manage.py ledger verify`.", error)
            ended.wait(options["every"])
        return CLEAN

    def _seal_once(self, key: SealKey, *, sweep: bool) -> int:
        try:
            make_months()
            sealed, size = _seal_all(key, sweep=sweep)
        except SealBroken as error:
            self.stderr.write(f"Nothing is sealed. {error} Run `manage.py ledger verify`.")
            return TAMPERED
        except DatabaseError as error:
            self.stderr.write(f"Cannot seal: {_first_line(error)}")
            return CANNOT
        self.stdout.write(f"Sealed {sealed} events; the tree has {size}.")
        return CLEAN

    def verify(self, options: dict) -> int:
        """Verify, print the report and return its status."""
        keys = trusted_keys(options["public_key"])
        anchors: list[Anchor] = read_anchors(options["anchors"]) if options["anchors"] else []
        try:
            report = verify_ledger(keys, anchors)
        except DatabaseError as error:
            self.stderr.write(f"Cannot verify: {_first_line(error)}")
            return CANNOT
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(report), indent=2))
        else:
            self._tell(report)
        return CLEAN if report.is_clean else TAMPERED

    def _tell(self, report: Report) -> None:
        for code, words in [(f.code, f"{f.where}: {f.words}") for f in report.findings]:
            self.stdout.write(f"{code:<22}{words}")
        for found in report.warnings:
            self.stdout.write(f"{'Look: ' + found.code:<22}{found.where}: {found.words}")
        looked = f"{report.events} events, {report.heads} heads, {report.anchors} anchors"
        total = sum(report.counts.values())
        self.stdout.write(
            f"Clean: {looked}." if report.is_clean else f"TAMPERED: {total} findings in {looked}."
        )


def _seal_all(key: SealKey, *, sweep: bool) -> tuple[int, int]:
    sealed, more = 0, True
    while more:
        step = seal_now(key, sweep=sweep)
        sealed, size, more = sealed + step.sealed, step.size, step.more
    return sealed, size


def _as_json(report: Report) -> dict:
    return {
        "result": "clean" if report.is_clean else "tampered",
        "events": report.events,
        "heads": report.heads,
        "anchors": report.anchors,
        "counts": report.counts,
        "findings": [{"code": f.code, "where": f.where, "words": f.words} for f in report.findings],
        "warnings": [{"code": f.code, "where": f.where, "words": f.words} for f in report.warnings],
    }


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds <= 3600:
        raise argparse.ArgumentTypeError("between 0 and 3600 seconds")
    return seconds


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
