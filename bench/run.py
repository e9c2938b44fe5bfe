"""`make bench`: every target of the design at each size, in one run, on servers of its own."""

import argparse
import json
import platform
import sys
from dataclasses import replace
from pathlib import Path
from time import monotonic

from bench import ledger_figures
from bench.report import Row, growth, table, write
from bench.servers import child, loaded

LAST = Path(__file__).with_name("last.json")
GROWTH_TARGET, SEALING_TARGET = 1.3, 1.0


def main() -> None:
    """Measure each size, print the table and keep it in bench/last.json."""
    wanted = _arguments()
    started = monotonic()
    rows: list[Row] = []
    for cases in wanted.sizes:
        with loaded(cases, keep=wanted.keep) as (environment, seconds):
            _say(f"{cases:,} cases are there ({monotonic() - started:.0f} s) …")
            if seconds:
                rows += [Row("the data, loaded", seconds, unit="s", cases=cases)]
            rows += _measured(cases, environment)
    rows += growth(rows, GROWTH_TARGET)
    if wanted.events:
        rows += ledger_figures.figures(wanted.events, wanted.seen)
        _say(f"the ledger is measured ({monotonic() - started:.0f} s) …")
    write(rows, LAST)
    spent = f"{monotonic() - started:.0f} s on {platform.machine()}."
    _say(f"\n{table(rows)}\n\n{_verdict(rows)} {spent}")


def _measured(cases: int, environment: dict[str, str]) -> list[Row]:
    rows = _rows(child("bench.measure", environment))
    sealer = {**environment, "DATABASE_URL": environment["DATABASE_SEALER_URL"]}
    sealed = _rows(child("bench.sealing", sealer))
    peak = max(row.value for row in rows if row.name.startswith("events written"))
    sealed[0] = replace(sealed[0], limit=peak, target=SEALING_TARGET, at_least=True)
    return [replace(row, cases=cases) for row in rows + sealed]


def _rows(printed: str) -> list[Row]:
    return [Row(**row) for row in json.loads(printed)]


def _verdict(rows: list[Row]) -> str:
    judged = [row.reached for row in rows if row.reached is not None]
    return f"{sum(judged)} of {len(judged)} targets reached."


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--sizes", type=_sizes, default=[10_000, 100_000], help="cases, e.g. 10000,1000000"
    )
    parser.add_argument(
        "--events", type=int, default=1_000_000, help="size of the sealed tree; 0: no ledger"
    )
    parser.add_argument(
        "--seen", type=int, default=10_000_000, help="events among which a victim's are sought"
    )
    parser.add_argument(
        "--keep", action="store_true", help="keep the servers' data for the next run"
    )
    return parser.parse_args()


def _sizes(word: str) -> list[int]:
    """Return the sizes in rising order; raises ArgumentTypeError."""
    try:
        sizes = sorted({int(part) for part in word.split(",")})
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            "give whole numbers with commas, e.g. 10000,100000"
        ) from error
    if sizes[0] < 2000:  # one of its people sits on fifty teams of 40 cases
        raise argparse.ArgumentTypeError("fewer than 2000 cases say nothing about speed")
    return sizes


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
