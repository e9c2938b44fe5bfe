"""The servers of a measurement: their own folder for each size, gone afterwards unless kept."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from bench.load import load
from tools.stack import DATA, ROOT, Stack

FOLDER = DATA / "bench"


@contextmanager
def loaded(cases: int, *, keep: bool) -> Iterator[tuple[dict[str, str], float | None]]:
    """Start servers that hold `cases` cases; yield their environment and the seconds that the load
    took, None where the data was kept; then stop and erase them."""
    FOLDER.mkdir(mode=0o711, parents=True, exist_ok=True)
    stack = Stack(FOLDER / str(cases))
    try:
        stack.start()
        environment = {
            **os.environ,
            **stack.environment(),
            "DJANGO_SETTINGS_MODULE": "bench.settings",
        }
        _migrate(environment)
        started = monotonic()
        fresh = load(environment["DATABASE_OWNER_URL"], cases)
        yield environment, monotonic() - started if fresh else None
    finally:
        stack.stop() if keep else stack.erase()


def child(module: str, environment: dict[str, str], *arguments: object) -> str:
    """Run a module of the bench in a process of its own and return what it prints."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(  # noqa: S603  # our own module
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


def _migrate(environment: dict[str, str]) -> None:
    for alias, owner in (("default", "DATABASE_OWNER_URL"), ("advocacy", "ADVOCACY_OWNER_URL")):
        name = "DATABASE_URL" if alias == "default" else "ADVOCACY_DATABASE_URL"
        command = [
            sys.executable,
            "manage.py",
            "migrate",
            "-v0",
            "--skip-checks",
            f"--database={alias}",
        ]
        subprocess.run(  # noqa: S603  # our own program
            command, cwd=ROOT, env={**environment, name: environment[owner]}, check=True
        )
