"""`ledger export-bundle`: events with all that a stranger needs to check them, in one file."""

import argparse
import os
from datetime import date
from pathlib import Path
from time import monotonic, sleep

from django.core.management.base import OutputWrapper
from django.db import connection

from audit.cli import CANNOT, CLEAN
from audit.models import Event
from audit.selectors.bundle import is_sealed
from audit.services.bundle import MOST, ask_as_operator, made_bundle

COMMAND = "manage.py ledger export-bundle"
TERMS = {
    "case": "(e.case_label = %(case)s OR e.case_id::text = %(case)s)",
    "victim": "e.subject_id = %(victim)s",
    "event": "e.id::text = ANY (string_to_array(%(event)s, ','))",
    "since": "e.at >= %(since)s::date",
    "until": "e.at < %(until)s::date + 1",
}


def declare(acts: argparse._SubParsersAction) -> None:
    """Declare which events can be asked for."""
    parser = acts.add_parser(
        "export-bundle", help="events with their proofs in a file that anybody can check"
    )
    parser.add_argument("--case", help="a case's number or key")
    parser.add_argument("--victim", help="the key of a victim's record, or of any record")
    parser.add_argument("--event", action="append", default=[], help="an event's number")
    parser.add_argument("--since", type=date.fromisoformat, help="first day, as 2026-01-31")
    parser.add_argument("--until", type=date.fromisoformat, help="last day")
    parser.add_argument("--for", dest="reason", required=True, help="what the bundle is for")
    parser.add_argument("--with-head", type=int, action="append", default=[],
                        help="size of a head that somebody kept and wants to compare")  # fmt: skip
    parser.add_argument("--wait", type=float, default=60, help="seconds to wait for the seal (60)")
    parser.add_argument("-o", "--output", type=Path, required=True, help="the file to write")


def export(options: dict, out: OutputWrapper, err: OutputWrapper) -> int:
    """Put the export on the ledger, wait until it is sealed, and write the file."""
    terms = {name: str(value) for name in TERMS if (value := _value(options, name))}
    if not set(terms) & {"case", "victim", "event"}:
        err.write("Say which events: --case, --victim or --event.")
        return CANNOT
    made = ask_as_operator(terms, _ids(terms), command=COMMAND, reason=options["reason"])
    until = monotonic() + options["wait"]
    while not is_sealed(made):
        if monotonic() > until:
            err.write(
                f"The export stands on the ledger as event {made}, and nothing sealed it within "
                f"{options['wait']:g} seconds. See that the sealer runs, then ask again."
            )
            return CANNOT
        sleep(0.2)
    content = made_bundle(Event.objects.get(pk=made), tuple(options["with_head"]))
    handle = os.open(options["output"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    out.write(f"{options['output']}: event {made} names what is in it; verify_bundle.py checks it.")
    return CLEAN


def _value(options: dict, name: str) -> object:
    return ",".join(options["event"]) if name == "event" else options[name]


def _ids(terms: dict[str, str]) -> list[int]:
    conditions = " AND ".join(TERMS[name] for name in terms)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT e.id FROM audit_event e WHERE {conditions} ORDER BY e.id LIMIT %(most)s",  # noqa: S608
            {**terms, "most": MOST + 1},
        )
        return [row[0] for row in cursor.fetchall()]
