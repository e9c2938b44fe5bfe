"""Who saw this victim: a page of the ledger by one record, behind its walls; prints JSON."""

import json
import sys
from dataclasses import asdict

import django

from bench.ledger_tree import fill
from bench.report import Row
from bench.timing import medians

TARGET = 200  # ms
CHUNK = 1_000_000


def measure(events: int) -> list[Row]:
    """Return the time of the first page of one record's events, as a privacy officer has it."""
    from django.db import connection, transaction  # noqa: PLC0415  # models load after setup()

    from audit.models import Event  # noqa: PLC0415
    from audit.selectors.events import EventFilter, list_events  # noqa: PLC0415

    for _ in range(events // CHUNK):
        fill(CHUNK)
    with transaction.atomic(), connection.cursor() as cursor:
        for name, value in (("user_id", "1"), ("agency_id", "1"), ("office", "privacy_officer")):
            cursor.execute("SELECT set_config(%s, %s, true)", [f"app.{name}", value])
        subject = Event.objects.order_by("-at").values_list("subject_id", flat=True)[7]
        pages: list = []

        def ask() -> None:
            pages.append(list_events(None, EventFilter(subject=subject)))  # type: ignore[arg-type]

        found = medians({"seen": ask}, rounds=30)
        cursor.execute(
            "SELECT reltuples::bigint FROM pg_class WHERE relname = 'audit_event_subject'"
        )
        if not pages[-1].rows:
            raise RuntimeError("nobody saw this victim")
    return [Row(f"who saw this victim, {events:,} events", found["seen"], target=TARGET)]


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps([asdict(row) for row in measure(int(sys.argv[1]))]))
