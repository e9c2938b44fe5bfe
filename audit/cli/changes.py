"""`ledger changes`: rows that changed and that no entry stands for; 0 none, 1 some."""

import argparse
import json
from datetime import timedelta

from django.conf import settings
from django.core.management.base import OutputWrapper
from django.db import DatabaseError

from audit.cli import CANNOT, CLEAN, TAMPERED
from audit.cli.seal import first_line
from audit.selectors.changes import Unmatched, list_unmatched
from casemgmt.core import clock


def declare(acts: argparse._SubParsersAction) -> None:
    """Declare how far back to look."""
    parser = acts.add_parser("changes", help="rows changed with no entry on change log or ledger")
    parser.add_argument("--days", type=float, default=7, help="how far back to look (7)")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")


def report(options: dict, out: OutputWrapper, err: OutputWrapper) -> int:
    """Print them, those of no person first: they came past the application."""
    since = clock.now() - timedelta(days=options["days"])
    try:
        found = list_unmatched(since, settings.LEDGER_HOUSEKEEPING)
    except DatabaseError as error:
        err.write(f"Cannot look: {first_line(error)}")
        return CANNOT
    found.sort(key=lambda change: (change.app_user is not None, change.table, change.op))
    if options["json"]:
        out.write(json.dumps([_as_json(change) for change in found], indent=2))
    else:
        _tell(found, out)
    return TAMPERED if found else CLEAN


def _tell(found: list[Unmatched], out: OutputWrapper) -> None:
    for change in found:
        hand = f"account {change.app_user}" if change.app_user else "NO ACCOUNT"
        columns = f" ({', '.join(change.columns)})" if change.columns else ""
        out.write(
            f"{change.op:<9}{change.table}{columns}: {change.count} rows by {hand} as "
            f"{change.db_user}, {change.first:%Y-%m-%d %H:%M} to {change.last:%Y-%m-%d %H:%M}, "
            f"for example {', '.join(change.keys)}"
        )
    rows = sum(change.count for change in found)
    out.write(f"{rows} rows changed with no entry." if found else "Every change has its entry.")


def _as_json(change: Unmatched) -> dict:
    return {
        "table": change.table, "op": change.op, "columns": list(change.columns),
        "rows": change.count, "account": change.app_user, "role": change.db_user,
        "first": change.first.isoformat(), "last": change.last.isoformat(),
        "keys": list(change.keys),
    }  # fmt: skip
