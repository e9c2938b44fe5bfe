"""The sealed tree at size: sealing, one step, full verification with its memory; prints JSON."""

import json
import os
import resource
import sys
from dataclasses import asdict
from statistics import median

import django
import psycopg2

from bench.report import Row
from bench.timing import once

STEPS, NEW = 9, 100
RATE, STEP, VERIFY, MEMORY = 2000, 200, 120_000, 500  # per second, ms, ms, MB
COMMIT = 500  # events a commit: a sealer is made for many transactions, not for one of a million
FILL = """
DO $$ BEGIN
FOR part IN 0 .. (%(count)s - 1) / %(commit)s LOOP
INSERT INTO audit_event (kind, outcome, actor_id, actor_name, actor_role, request_id, route,
    channel, purpose, subject_kind, subject_id, category, fields, authority, owner_agency_id)
  SELECT CASE WHEN n %% 4 = 0 THEN 'view' ELSE 'list' END, 'shown', n %% 500,
    'Person ' || n %% 500, 'supervision', 'r' || n / 25, 'casemgmt:cases', 'page', 'case work',
    'systemrecord', 'victim-' || n %% %(subjects)s, 'victim_system', ARRAY['name', 'relation'],
    'membership', 1 + n %% 20
  FROM generate_series(part * %(commit)s + 1, least((part + 1) * %(commit)s, %(count)s)) n;
COMMIT;
END LOOP; END $$
"""


def fill(count: int) -> float:
    """Write events as the owner and return the milliseconds."""
    connection = psycopg2.connect(os.environ["DATABASE_OWNER_URL"])
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        terms = {"count": count, "subjects": max(1, count // 50), "commit": COMMIT}
        spent = once(lambda: cursor.execute(FILL, terms))
    connection.close()
    return spent


def measure(events: int) -> list[Row]:
    """Return the figures of a tree of so many events."""
    from audit.services.keys import sealing_key  # noqa: PLC0415  # models load after setup()
    from audit.services.seal import make_months, seal_now  # noqa: PLC0415
    from audit.services.verify import verify_ledger  # noqa: PLC0415

    key = sealing_key()
    make_months()
    written = fill(events)
    size, spent, more = 0, 0.0, True
    while more:
        steps: list = []
        spent += once(lambda: steps.append(seal_now(key)))  # noqa: B023  # run at once
        size, more = steps[0].size, steps[0].more
    times = []
    for _ in range(STEPS):
        fill(NEW)
        times.append(once(lambda: seal_now(key)))
    reports: list = []
    whole = once(lambda: reports.append(verify_ledger([key.public])))
    if not reports[0].is_clean:
        raise RuntimeError(f"a false alarm: {reports[0].counts}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    name = f"{size:,} events"
    return [
        Row(f"bulk load, {name}", written / 1000, unit="s"),
        Row(f"sealed a second, {name}", size / spent * 1000, target=RATE, at_least=True, unit="/s"),
        Row(f"one seal step of {NEW} new events, {name}", median(times), target=STEP),
        Row(f"verification of all, {name}", whole, target=VERIFY),
        Row(f"memory of the verification, {name}", memory, target=MEMORY, unit="MB"),
    ]


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps([asdict(row) for row in measure(int(sys.argv[1]))]))
