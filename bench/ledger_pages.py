"""What the ledger's entries cost a whole page: the same page with and without its insert."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

import django

from bench.report import Row
from bench.timing import medians

ONE_TARGET, PAGE_TARGET = 1.5, 1.5


def measure() -> list[Row]:
    """Return the ratio of a page to itself without its entries."""
    from bench.existence import signed_in  # noqa: PLC0415  # models load after setup()
    from bench.readers import PEOPLE  # noqa: PLC0415
    from casemgmt.models import Case  # noqa: PLC0415
    from teams.models import User  # noqa: PLC0415

    user = User.objects.select_related("agency").get(username=PEOPLE["officer"])
    client = signed_in(user)
    case = (
        Case.objects.using("owner").unscoped(reason="a page to open").filter(officer=user).first()
    )
    rows = []
    pages = {
        "a case's page": (f"/cases/{case.pk}/", ONE_TARGET),
        "a list page of 25 rows": ("/cases/", PAGE_TARGET),
    }
    for name, (path, target) in pages.items():
        found = medians({"with": _get(client, path), "without": _silent(client, path)}, rounds=40)
        rows.append(
            Row(f"{name}, with its entries / without", found["with"], found["without"], target)
        )
    return rows


def _get(client: object, path: str):  # noqa: ANN202
    def get() -> None:
        status = client.get(path).status_code  # type: ignore[attr-defined]
        if status != 200:
            raise RuntimeError(f"{path} answered {status}")

    return get


def _silent(client: object, path: str):  # noqa: ANN202
    get = _get(client, path)

    def silent() -> None:
        with nothing_recorded():
            get()

    return silent


@contextmanager
def nothing_recorded() -> Iterator[None]:
    """Take the body out of record(), wherever it was imported to."""
    from audit.services.record import record  # noqa: PLC0415

    kept = record.__code__
    record.__code__ = (lambda viewer, entries: None).__code__
    try:
        yield
    finally:
        record.__code__ = kept


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps([asdict(row) for row in measure()]))
