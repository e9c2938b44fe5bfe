"""One process that writes as fast as it can, by record() or by a bare insert; prints its rate."""

import sys
from time import monotonic

import django

BARE = "INSERT INTO bench_bare (kind, outcome) SELECT 'list', 'shown' FROM generate_series(1, %s)"


def write(way: str, seconds: float, each: int) -> float:
    """Commit `each` rows again and again; return the rows a second."""
    from django.db import connection, transaction  # noqa: PLC0415  # models load after setup()

    from audit.services.record import Entry, record  # noqa: PLC0415

    entries = [
        Entry(kind="list", subject_kind="case", subject_id=str(n), category="supervision",
              fields=("ends_on", "contact_due", "offense"), authority="membership")
        for n in range(each)
    ]  # fmt: skip
    written, started = 0, monotonic()
    while (spent := monotonic() - started) < seconds:
        with transaction.atomic(), connection.cursor() as cursor:
            record(None, entries) if way == "record" else cursor.execute(BARE, [each])
        written += each
    return written / spent


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(str(write(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]))))
