"""Runs our SQL scripts the way a database administrator does: with psql."""

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit


class ScriptFailed(RuntimeError):
    """A script ended with an error; the message is psql's."""


def run_script(script: Path, address: str, *, names: dict[str, str], words: dict[str, str]) -> None:
    """Run a script: names become variables, words its environment. Raises ScriptFailed."""
    variables = [part for name, value in names.items() for part in ("-v", f"{name}={value}")]
    done = subprocess.run(  # noqa: S603 - psql and our own script
        [str(program()), "-X", "-q", *variables, "-f", str(script)],
        env={"PATH": os.environ["PATH"], **where(address), **words},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ScriptFailed(f"{script.name} failed: {done.stderr.strip()}")


def where(address: str) -> dict[str, str]:
    """Return libpq's environment for an address: no password in the list of processes."""
    parts = urlsplit(address)
    return {
        "PGHOST": unquote(parts.hostname or ""),
        "PGPORT": str(parts.port or 5432),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": parts.path.strip("/"),
    }


def program(name: str = "psql") -> Path:
    """Return the path of a client program: the embedded server's, else the system's.
    Raises ScriptFailed."""
    package = importlib.util.find_spec("pgserver")  # not imported: that has effects
    if package and package.origin:
        return Path(package.origin).parent / "pginstall" / "bin" / name
    found = shutil.which(name)
    if found is None:
        raise ScriptFailed(f"{name} is not on the PATH; install PostgreSQL's client programs.")
    return Path(found)
