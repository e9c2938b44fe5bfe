"""Private servers for a check where no product runs: started in a temporary folder, used by a child
process, stopped and removed. What the migrations made is kept for the next time."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings

from casemgmt.settings.env import BASE_DIR, is_set

OWN = "POLICYCHECK_ON_OWN_SERVERS"
KEPT = ("postgres", "secrets")  # of a data folder: the databases, and the passwords that open them
Say = Callable[[str], object]
ADVICE = (
    "Start the product (`make run`), read its environment (`. .data/env`), and run this again; or "
    "install the embedded servers (`make setup`)."
)


class NoServers(Exception):
    """No servers can be had here; the message says what to do."""


def has_environment() -> bool:
    """Return whether this process was told where the databases are."""
    return is_set("DATABASE_URL")


def are_own() -> bool:
    """Return whether this process runs on private servers already."""
    return is_set(OWN)


def run_on_own_servers(arguments: list[str], say: Say) -> int:
    """Run the command anew with servers of its own, and return its exit code.

    Raises NoServers where they cannot be had.
    """
    if find_spec("pgserver") is None or find_spec("tools") is None:
        raise NoServers(f"The embedded servers are not installed. {ADVICE}")
    from tools.stack import DATA, Stack  # noqa: PLC0415 - not part of a deployment

    with tempfile.TemporaryDirectory(prefix="policycheck-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # the server's own user has to reach its files
        kept = DATA / "policycheck" / _fingerprint()
        say("No servers to use: starting private ones …")
        stack = _prepared(Stack, folder, kept)
        try:
            environment = {**os.environ, **stack.environment(), OWN: "yes"}
            return _manage(["policycheck", *arguments], environment)
        finally:
            stack.erase()
            say("The private servers are stopped and removed.")


def _prepared(make: Callable[..., Any], folder: Path, kept: Path) -> Any:
    """Return running servers with both databases migrated: copied, or made and kept."""
    stack = make(folder, durable=False)
    in_place = stack.postgres.home == folder.resolve()
    try:
        if in_place and _copied(kept, folder):
            stack.start_servers()
            return stack
        stack.start()
        _migrate(stack.environment())
        if in_place:
            stack.stop()
            _keep(folder, kept)
            stack.start_servers()
    except BaseException:
        stack.erase()
        raise
    return stack


def _copied(kept: Path, folder: Path) -> bool:
    """Return whether the kept databases were there to copy."""
    if not kept.is_dir():
        return False
    try:
        _copy(kept, folder)
    except (OSError, subprocess.CalledProcessError):  # another check replaces them just now
        for name in KEPT:
            shutil.rmtree(folder / name, ignore_errors=True)
        return False
    return True


def _migrate(environment: dict[str, str]) -> None:
    from tools.processes import as_owner  # noqa: PLC0415 - not part of a deployment

    for options in ([], ["advocacy", "--database", "advocacy"]):
        command = ["migrate", "--noinput", "-v0", "--skip-checks", *options]
        if _manage(command, as_owner({**os.environ, **environment})):
            raise NoServers("The private servers could not be migrated; the lines above say why.")


def _keep(folder: Path, kept: Path) -> None:
    """Keep the databases for the next time in place of those of other migrations."""
    try:
        shutil.rmtree(kept.parent, ignore_errors=True)
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept.parent) as half:
            _copy(folder, Path(half) / "whole")
            (Path(half) / "whole").rename(kept)
    except (OSError, subprocess.CalledProcessError):
        shutil.rmtree(kept, ignore_errors=True)  # slower the next time, and no less right


def _copy(source: Path, target: Path) -> None:
    """Copy the databases with their owner, which is the server's own user."""
    target.mkdir(exist_ok=True)
    paths = [str(source / name) for name in KEPT]
    subprocess.run(["cp", "-a", *paths, str(target)], check=True)  # noqa: S603, S607


def _fingerprint() -> str:
    """Return a hash over everything that decides what a migrated database looks like."""
    total = hashlib.sha256(sys.version.encode())
    paths = [*(BASE_DIR / "deploy").glob("*.sql"), *(BASE_DIR / "requirements").glob("*.txt")]
    for app in ("audit", "casemgmt", "teams", "victims"):
        paths += (BASE_DIR / app).rglob("migrations/*.py")
        paths += (BASE_DIR / app).rglob("*.sql")
    for path in sorted(paths):
        total.update(str(path.relative_to(BASE_DIR)).encode() + path.read_bytes())
    return total.hexdigest()[:16]


def _manage(arguments: list[str], environment: dict[str, str]) -> int:
    command = [sys.executable, str(BASE_DIR / "manage.py"), *arguments]
    given = {**environment, "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE}
    return subprocess.run(command, env=given, check=False).returncode  # noqa: S603 - our own
