"""The ledger's figures in one run, on servers of their own: `python -m bench.ledger_figures`."""

import argparse
import json
import os
import subprocess
import sys

import psycopg2

from bench.report import Row, table
from bench.servers import child, loaded
from tools.stack import ROOT

CASES = 10_000
SECONDS, WRITERS, EACH = 4, (1, 2, 4), (1, 25)
BARE = """
CREATE TABLE IF NOT EXISTS bench_bare (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, kind text, outcome text);
GRANT INSERT ON bench_bare TO app_rt;
"""


def figures(events: int, seen: int) -> list[Row]:
    """Return every figure of the ledger for a tree of `events` and a search among `seen`."""
    with loaded(CASES, keep=False) as (environment, _seconds):
        sealer = {**environment, "DATABASE_URL": environment["DATABASE_SEALER_URL"]}
        rows = _told(_rows(child("bench.ledger_pages", environment)))
        written = _told(writers(environment))
        shown = _told(_disclosing(environment))
        tree = _told(_rows(child("bench.ledger_tree", sealer, events)))
        tree += _told(_against_peaks(tree[1].value, written, shown))
        return rows + written + shown + tree + _rows(child("bench.ledger_seen", environment, seen))


def _disclosing(environment: dict[str, str]) -> list[Row]:
    """Return disclosures a second: viewer, page of 25 cases, their entries, commit; no template."""
    return [
        Row(
            f"disclosures a second, 25 a page, {many} writers", _shown(environment, many), unit="/s"
        )
        for many in WRITERS
    ]


def _against_peaks(sealed: float, written: list[Row], shown: list[Row]) -> list[Row]:
    """Return the rate of sealing against each peak of writing; the first is what people can do."""
    peaks = (
        ("disclosures", max(row.value for row in shown), 1.0),
        ("record() and nothing else", max(row.value for row in written), None),
        ("bare inserts of two columns", max(row.limit or 0 for row in written), None),
    )
    return [
        Row(f"sealed a second / peak of {what}", sealed, peak, target, at_least=True, unit="/s")
        for what, peak, target in peaks
    ]


def writers(environment: dict[str, str]) -> list[Row]:
    """Return events a second at 1, 2 and 4 writers, against a bare insert of as many rows."""
    connection = psycopg2.connect(environment["DATABASE_OWNER_URL"])
    with connection, connection.cursor() as cursor:
        cursor.execute(BARE)
    connection.close()
    return [
        Row(
            f"events a second, {each} a commit, {many} writers / bare insert",
            _rate(environment, "record", many, each), _rate(environment, "bare", many, each),
            unit="/s",
        )
        for each in EACH
        for many in WRITERS
    ]  # fmt: skip


def _rate(environment: dict[str, str], way: str, many: int, each: int) -> float:
    return _together(environment, many, "bench.ledger_writer", way, str(SECONDS), str(each))


def _shown(environment: dict[str, str], many: int) -> float:
    return _together(environment, many, "bench.writer", str(SECONDS))


def _together(environment: dict[str, str], many: int, *module: str) -> float:
    command = [sys.executable, "-m", *module]
    running = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)  # noqa: S603  # ours
        for _ in range(many)
    ]
    return sum(float(process.communicate()[0]) for process in running)


def _told(rows: list[Row]) -> list[Row]:
    """Print a part as soon as it is there: the next one can take minutes."""
    sys.stderr.write("".join(f"{row.name}: {row.value:,.1f} {row.unit}\n" for row in rows))
    sys.stderr.flush()
    return rows


def _rows(printed: str) -> list[Row]:
    return [Row(**row) for row in json.loads(printed)]


def main() -> None:
    """Measure, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000, help="size of the sealed tree")
    parser.add_argument("--seen", type=int, default=10_000_000, help="events to search among")
    wanted = parser.parse_args()
    rows = figures(wanted.events, wanted.seen)
    sys.stdout.write(f"{table(rows)}\n\nload {os.getloadavg()[0]:.1f} at the end\n")


if __name__ == "__main__":
    main()
