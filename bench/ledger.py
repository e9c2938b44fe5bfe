"""What the ledger costs the page that writes it, and how many events a second it takes."""

import os
import subprocess
import sys
from time import monotonic

from django.db import connection, transaction

from audit.services.record import Entry, record
from bench.readers import PEOPLE
from bench.report import Row
from bench.timing import medians
from casemgmt.policy.people import Viewer
from teams.models import User
from teams.selectors.viewers import build_viewer
from tools.stack import ROOT

SECONDS = 5.0
WRITERS = (1, 2)
PAGE = 25
KEYS = """SELECT id, agency_id FROM casemgmt_case
  WHERE id IN (SELECT id FROM case_page('0001-01-01', %s, %s))"""


def measure() -> list[Row]:
    """Return what an entry costs, and the peak rate; the events stay, for the sealer to find."""
    with transaction.atomic():
        viewer, entries = prepare()
        found = medians(
            {
                "nothing": _nothing,
                "one": lambda: record(viewer, entries[:1]),
                "page": lambda: record(viewer, entries),
                "singly": lambda: _singly(viewer, entries),
            },
            rounds=60,
        )
        transaction.set_rollback(True)
    rows = [
        Row("one disclosure", found["one"], found["nothing"]),
        Row(f"{PAGE} disclosures in one insert", found["page"]),
        Row(f"{PAGE} disclosures one by one", found["singly"], found["page"]),
    ]
    return rows + [
        Row(
            f"events written a second, {PAGE} a commit, {writers} at once",
            _rate(writers),
            unit="/s",
        )
        for writers in WRITERS
    ]


def prepare() -> tuple[Viewer, list[Entry]]:
    """Return a member and the entries of one page of his; inside a transaction."""
    viewer = build_viewer(User.objects.select_related("agency").get(username=PEOPLE["member"]))
    with connection.cursor() as cursor:
        cursor.execute(KEYS, ["00000000-0000-0000-0000-000000000000", PAGE])
        rows = cursor.fetchall()
    return viewer, [
        Entry(
            kind="list", subject_kind="case", subject_id=str(key), case_id=str(key),
            owner_agency_id=agency, category="supervision",
            fields=("ends_on", "contact_due", "offense"), authority="membership",
        )
        for key, agency in rows
    ]  # fmt: skip


def write(seconds: float) -> float:
    """Write pages for so long, each committed, and return the events a second."""
    written, started = 0, monotonic()
    while (spent := monotonic() - started) < seconds:
        with transaction.atomic():
            viewer, entries = prepare()
            record(viewer, entries)
        written += len(entries)
    return written / spent


def _rate(writers: int) -> float:
    command = [sys.executable, "-m", "bench.writer", str(SECONDS)]
    running = [
        subprocess.Popen(command, cwd=ROOT, env=os.environ, stdout=subprocess.PIPE, text=True)  # noqa: S603  # ours
        for _ in range(writers)
    ]
    return sum(float(process.communicate()[0]) for process in running)


def _singly(viewer: Viewer, entries: list[Entry]) -> None:
    for entry in entries:
        record(viewer, [entry])


def _nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
