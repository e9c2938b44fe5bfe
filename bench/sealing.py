"""The sealer's own process: how fast it drains what was written, and how long one step takes."""

import json
import os
import sys
from dataclasses import asdict
from statistics import median

import django
import psycopg2

from bench.report import Row
from bench.timing import once

STEPS = 9
NEW = 100
WRITE = "INSERT INTO audit_event (kind, outcome) SELECT 'list', 'shown' FROM generate_series(1, %s)"


def measure() -> list[Row]:
    """Return the rate of sealing, and one step over the usual handful of new events."""
    from audit.services.keys import sealing_key  # noqa: PLC0415  # models load after setup()
    from audit.services.seal import make_months, seal_now  # noqa: PLC0415

    key = sealing_key()
    make_months()
    sealed, spent = 0, 0.0
    while True:
        steps: list = []
        spent += once(lambda: steps.append(seal_now(key)))  # noqa: B023  # run at once
        sealed += steps[0].sealed
        if not steps[0].more:
            break
    times = []
    for _ in range(STEPS):
        _write()
        times.append(once(lambda: seal_now(key)))
    return [
        Row("events sealed a second, draining a backlog", sealed / spent * 1000, unit="/s"),
        Row(f"one seal step of {NEW} new events", median(times)),
    ]


def _write() -> None:
    connection = psycopg2.connect(os.environ["DATABASE_OWNER_URL"])
    with connection, connection.cursor() as cursor:
        cursor.execute(WRITE, [NEW])
    connection.close()


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps([asdict(row) for row in measure()]))
