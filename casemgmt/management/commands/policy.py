"""`manage.py policy`: shows the access table, checks one, compares two, also on data."""

import argparse
import json
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from audit.models import Kind, Outcome
from audit.services.operator import operator
from audit.services.record import Entry, record
from casemgmt.policy import load
from casemgmt.policy.compare import Change, compare
from casemgmt.policy.reading import TableError
from casemgmt.policy.render import to_json, to_markdown, to_text
from casemgmt.policy.table import Table
from casemgmt.selectors.policy_effects import Effects, Gain, NotTheOwner, effects_of

SAME, DIFFERS, NOT_VALID = 0, 1, 2
NUMBERS_PRINTED = 8
NOT_OWNER = (
    "On data the comparison runs as the owner of the tables:\n"
    "  DATABASE_URL=$DATABASE_OWNER_URL manage.py policy diff A B --on-data"
)


class Command(BaseCommand):
    """Shows, checks and compares access tables."""

    help = "show: print a table. check: is it valid. diff: what would change, for whom."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the three acts."""
        acts = parser.add_subparsers(dest="act", required=True)
        show = acts.add_parser("show", help="print the table in force, or a file's")
        show.add_argument("file", nargs="?", default="", help="a table; else the one in force")
        kinds = show.add_mutually_exclusive_group()
        kinds.add_argument("--markdown", action="store_true", help="as in docs/policy-matrix.md")
        kinds.add_argument("--json", action="store_true", help="for programs")
        check = acts.add_parser("check", help="0: valid; 2: not, with every reason by line")
        check.add_argument(
            "file", nargs="?", default="", help="a table; else the one of POLICY_TABLE"
        )
        diff = acts.add_parser("diff", help="0: the same; 1: they differ; 2: one is not valid")
        diff.add_argument("old")
        diff.add_argument("new")
        diff.add_argument("--on-data", action="store_true", help="who gains or loses what")
        diff.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: object, **options: Any) -> None:
        """Do the act and end with its status."""
        acts = {"show": self.show, "check": self.check_table, "diff": self.diff}
        try:
            status = acts[options["act"]](options)
        except NotTheOwner:
            self.stderr.write(NOT_OWNER)
            status = NOT_VALID
        if status:
            sys.exit(status)

    def show(self, options: dict[str, Any]) -> int:
        """Print a table."""
        table = self._table(options["file"]) if options["file"] else load.in_force()
        if table is None:
            return NOT_VALID
        if options["json"]:
            self.stdout.write(json.dumps(to_json(table), indent=2))
        else:
            write = to_markdown if options["markdown"] else to_text
            self.stdout.write(write(table), ending="")
        return SAME

    def check_table(self, options: dict[str, Any]) -> int:
        """Say whether a table is valid, and what is odd about it."""
        path = options["file"] or settings.POLICY_TABLE
        try:
            table, notes = load.check(load.read(path))
        except TableError as error:
            self._tell(path, error)
            return NOT_VALID
        for note in notes:
            self.stdout.write(f"{path}: {note}")
        self.stdout.write(f"{path}: valid, version {table.version}.")
        return SAME

    def diff(self, options: dict[str, Any]) -> int:
        """Compare two tables."""
        old, new = self._table(options["old"]), self._table(options["new"])
        if old is None or new is None:
            return NOT_VALID
        changes = compare(old, new)
        effects = self._effects(old, new, changes) if options["on_data"] else None
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(old, new, changes, effects), indent=2))
        else:
            self._print(old, new, changes, effects)
        return DIFFERS if changes else SAME

    def _table(self, path: str) -> Table | None:
        try:
            return load.parse(load.read(path))
        except TableError as error:
            self._tell(path, error)
            return None

    def _tell(self, path: str, error: TableError) -> None:
        for problem in error.problems:
            self.stderr.write(f"{path}: {problem}")
        count = len(error.problems)
        self.stderr.write(f"{path}: not valid, {count} problem{'s' if count > 1 else ''}.")

    def _effects(self, old: Table, new: Table, changes: list[Change]) -> Effects:
        """Ask the data, and write that it was asked before a word of it is printed."""
        effects = effects_of(old, new, changes, self._progress)
        entry = Entry(
            kind=Kind.EXPORT, outcome=Outcome.DONE, subject_kind="policy",
            subject_id=f"{old.version} {new.version}"[:200], total=len(effects.gains),
            policy_version=load.in_force().version,
            detail={
                "act": "policy diff on data", "people": effects.people,
                "gains": len(effects.gains), "pairs": sum(g.count for g in effects.gains),
            },
        )  # fmt: skip
        with transaction.atomic():
            record(operator("manage.py policy diff --on-data"), [entry])
        return effects

    def _progress(self, done: int, total: int) -> None:
        if done % 10 == 0 or done == total:
            self.stderr.write(f"{done} of {total} people", ending="\r" if done < total else "\n")

    def _print(
        self, old: Table, new: Table, changes: list[Change], effects: Effects | None
    ) -> None:
        self.stdout.write(f"{old.version} -> {new.version}")
        if not changes:
            self.stdout.write("The two tables say the same.")
        for change in changes:
            self.stdout.write(str(change))
        if effects is not None:
            self._print_effects(effects)

    def _print_effects(self, effects: Effects) -> None:
        self.stdout.write("")
        if not effects.gains:
            self.stdout.write("On data: nobody gains or loses anything.")
        for gain in effects.gains:
            self.stdout.write(_line(gain))
        self.stdout.write(
            f"On data: {len({(g.person, g.agency) for g in effects.gains})} of {effects.people} "
            f"people asked gain or lose; {effects.cases} seats on cases looked at."
        )


def _line(gain: Gain) -> str:
    listed = ", ".join(gain.numbers[:NUMBERS_PRINTED])
    more = f" and {gain.count - NUMBERS_PRINTED} more" if gain.count > NUMBERS_PRINTED else ""
    cases = "case" if gain.count == 1 else "cases"
    return (
        f"{gain.person} ({gain.agency}, {gain.discipline.replace('_', ' ')}) {gain.word} "
        f"{gain.category}: {gain.before} -> {gain.after} on {gain.count} {cases}: {listed}{more}"
    )


def _as_json(
    old: Table, new: Table, changes: list[Change], effects: Effects | None
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "old": old.version,
        "new": new.version,
        "changes": [
            {
                "section": change.section, "place": change.place, "before": change.before,
                "after": change.after, "effect": change.effect,
                "discipline": change.discipline, "category": change.category,
            }
            for change in changes
        ],
    }  # fmt: skip
    if effects is not None:
        found["on_data"] = {
            "people": effects.people,
            "seats": effects.cases,
            "gains": [vars(gain) | {"word": gain.word} for gain in effects.gains],
        }
    return found
