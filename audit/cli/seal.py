"""`ledger seal`, `rotate-key` and `public-key`: what the sealer does with its key."""

import argparse
import logging
import os
import signal
import threading
from pathlib import Path

from django.core.management.base import OutputWrapper
from django.db import DatabaseError, connection

from audit.cli import CANNOT, CLEAN, TAMPERED
from audit.note import SealKey
from audit.services.journal import JournalFailed
from audit.services.keys import NoKey, key_file, sealing_key
from audit.services.rotate import make_key, rotate_key
from audit.services.row_seal import RowSeals
from audit.services.seal import SealBroken, make_months, seal_now
from audit.services.vouch import vouch
from casemgmt.core import clock

logger = logging.getLogger("audit.sealer")


def declare(acts: argparse._SubParsersAction) -> None:
    """Declare the three acts."""
    parser = acts.add_parser("seal", help="seal new events, once or again and again")
    parser.add_argument("--every", type=_seconds, default=10, help="seconds between steps (10)")
    parser.add_argument("--once", action="store_true", help="seal what there is, then end")
    parser.add_argument(
        "--sweep",
        action="store_true",
        help="look at every event, not only at those since the last head",
    )
    rotate = acts.add_parser("rotate-key", help="change the sealing key; both keys sign the change")
    rotate.add_argument(
        "--new-key-file", type=Path, help="a new key that is made already; else one is made"
    )
    rotate.add_argument(
        "--lost",
        action="store_true",
        help="the old key is lost: the new one in LEDGER_SEAL_KEY_FILE signs alone, and it shows",
    )
    acts.add_parser("public-key", help="print the public key in one line, to keep outside")


def public_key(options: dict, out: OutputWrapper, err: OutputWrapper) -> int:
    """Print the sealer's public key."""
    out.write(sealing_key().public.line())
    return CLEAN


def seal(options: dict, out: OutputWrapper, err: OutputWrapper) -> int:
    """Seal once, or until told to end."""
    if options["once"]:
        return _seal_once(out, err, sweep=options["sweep"])
    sealing_key()  # a missing key ends the start, not the first step
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    day, sweep, rows = None, options["sweep"], RowSeals()
    while not ended.is_set():
        try:
            if day != clock.today():
                make_months()
                day = clock.today()
            rows.step()
            _seal_all(sweep=sweep)
            sweep = False
            vouch()
        except DatabaseError as error:
            logger.error(
                "The database does not answer; the next step tries again: %s", type(error).__name__
            )
            connection.close()
        except (SealBroken, NoKey) as error:
            logger.critical("NOTHING IS SEALED. %s Run `manage.py ledger verify`.", error)
        ended.wait(options["every"])
    return CLEAN


def rotate(options: dict, out: OutputWrapper, err: OutputWrapper) -> int:
    """Change the key and say what to do next."""
    given, lost = options["new_key_file"], options["lost"]
    old = None if lost else sealing_key()
    fresh = None if given or lost else make_key(key_file())
    new = sealing_key(fresh or given)
    try:
        rotate_key(old, new)
    except JournalFailed as error:
        err.write(f"{error} The change itself is committed.")
    except (SealBroken, DatabaseError) as error:
        if fresh:
            fresh.unlink()
        err.write(f"The key is not changed. {error}")
        return TAMPERED if isinstance(error, SealBroken) else CANNOT
    if fresh:
        os.replace(fresh, key_file())
        out.write("The sealer's file holds the new key; nothing is left of the old one.")
    elif given:
        out.write(f"Put {given} in the sealer's place now, and destroy the old key.")
    out.write("The newest head changes the key. Give this line to all who verify:")
    out.write(new.public.line())
    return CLEAN


def _seal_once(out: OutputWrapper, err: OutputWrapper, *, sweep: bool) -> int:
    try:
        make_months()
        RowSeals().step(now=True)
        sealed, size = _seal_all(sweep=sweep)
    except SealBroken as error:
        err.write(f"Nothing is sealed. {error} Run `manage.py ledger verify`.")
        return TAMPERED
    except DatabaseError as error:
        err.write(f"Cannot seal: {first_line(error)}")
        return CANNOT
    out.write(f"Sealed {sealed} events; the tree has {size}.")
    vouch()
    return CLEAN


def _seal_all(*, sweep: bool) -> tuple[int, int]:
    """Seal with the key of this moment: it may have changed since the last step."""
    key: SealKey = sealing_key()
    sealed, more = 0, True
    while more:
        step = seal_now(key, sweep=sweep)
        sealed, size, more = sealed + step.sealed, step.size, step.more
    return sealed, size


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds <= 3600:
        raise argparse.ArgumentTypeError("between 0 and 3600 seconds")
    return seconds


def first_line(error: Exception) -> str:
    """Return the first line of a fault: what PostgreSQL adds may hold values."""
    return str(error).splitlines()[0] if str(error) else type(error).__name__
