"""`manage.py policycheck FILE_OR_FOLDER ...`: runs policy scenarios on the real database and leaves
nothing in it."""

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from casemgmt.policycheck import servers
from casemgmt.policycheck.nodes import Wrong
from casemgmt.policycheck.read import File, files_of, read_file
from casemgmt.policycheck.report import NOT_RUN, Report
from casemgmt.policycheck.roles import OutOfReach, connect
from casemgmt.policycheck.run import run, told
from casemgmt.policycheck.surroundings import set_aside

PROGRESS_FROM = 5


class Command(BaseCommand):
    """Runs policy scenarios."""

    help = (
        "Run policy scenarios (docs/policy-format.md). Exit code 0: all answers as expected; "
        "1: some differ; 2: a file is not valid; 3: no database to run them on."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take files and folders."""
        parser.add_argument("paths", nargs="+", metavar="FILE_OR_FOLDER")
        parser.add_argument("--json", action="store_true", help="one JSON object a question")

    def handle(self, *args: str, paths: list[str], **options: Any) -> None:
        """Read all files, run what can be run, and end with the exit code."""
        report = Report(self.stdout.write, self.stderr.write, as_json=options["json"])
        files = [
            found if isinstance(found, File) else read_file(found, settings.TIME_ZONE)
            for found in files_of(paths)
        ]
        if any(file.scenarios for file in files):
            code = self._without_database(paths, as_json=options["json"])
            if code is not None:
                sys.exit(code)
        try:
            self._run(files, report)
            code = report.close()
        except BrokenPipeError:  # whoever read the answers has gone: `policycheck … | head`
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(NOT_RUN)
        if code:
            sys.exit(code)

    def _without_database(self, paths: list[str], *, as_json: bool) -> int | None:
        """Return the exit code of a run on private servers where this environment has none."""
        try:
            if servers.has_environment():
                connect()
                return None
        except OutOfReach as error:
            self.stderr.write(f"{error}")
            if servers.are_own():
                return NOT_RUN
        try:
            arguments = [*paths, *(["--json"] if as_json else [])]
            return servers.run_on_own_servers(arguments, self.stderr.write)
        except servers.NoServers as error:
            self.stderr.write(f"{error}")
            return NOT_RUN

    def _run(self, files: list[File], report: Report) -> None:
        shows_progress = len(files) >= PROGRESS_FROM and self.stderr.isatty()
        with set_aside():
            for number, file in enumerate(files, 1):
                report.files += 1
                if shows_progress:
                    self.stderr.write(f"{number} of {len(files)}: {file.name}")
                for wrong in file.faults:
                    report.wrong(file.name, wrong)
                for scenario in file.scenarios:
                    report.scenarios += 1
                    try:
                        for result in run(scenario):
                            report.result(result)
                    except Wrong as wrong:
                        report.wrong(file.name, wrong)
                    except Exception as error:  # noqa: BLE001 - the other files still run
                        reason = f"the product cannot hold this world ({told(error)})."
                        report.wrong(file.name, Wrong(scenario.line, reason))
