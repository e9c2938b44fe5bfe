"""The servers of a run: there before Django's settings load, one set for all workers."""

import fcntl
import hashlib
import importlib.util
import os
from pathlib import Path
from typing import TextIO
from urllib.parse import urlsplit, urlunsplit

import django
import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".data" / "test"
SETTINGS = "casemgmt.settings.test"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
VALKEY_DATABASES = 256
_in_use: TextIO | None = None


def at_database(address: str, database: str, *, role: str = "") -> str:
    """Return the address with another database, and as another role from the first statement on."""
    query = f"options=-c%20role%3D{role}" if role else ""
    return urlunsplit(urlsplit(address)._replace(path=f"/{database}", query=query))


def run_name() -> str:
    """Return the name of this run: the process id of the one that the workers belong to."""
    return os.environ.setdefault("TEST_RUN", str(os.getpid()))


def password_of(address: str) -> str:
    """Return the password of app_test: the same for each run, guessable by nobody else."""
    return hashlib.sha256(f"app_test {address}".encode()).hexdigest()


def start_servers() -> None:
    """Put a superuser's address and a broker into the environment; those given there are taken."""
    if "TEST_DATABASE_URL" in os.environ and "TEST_REDIS_URL" in os.environ:
        return
    if importlib.util.find_spec("pgserver") is None:
        raise pytest.UsageError("Set TEST_DATABASE_URL (a superuser's) and TEST_REDIS_URL.")
    from tools.stack import Stack  # noqa: PLC0415 - the embedded servers are optional

    global _in_use  # noqa: PLW0603 - the lock lives as long as the process
    FOLDER.parent.mkdir(mode=0o711, exist_ok=True)
    FOLDER.mkdir(mode=0o711, exist_ok=True)
    _in_use = (FOLDER / "in-use").open("w")
    fcntl.flock(_in_use, fcntl.LOCK_SH)
    stack = Stack(FOLDER, durable=False)
    stack.start_servers()
    os.environ.setdefault("TEST_DATABASE_URL", stack.postgres.address("postgres", "postgres"))
    os.environ.setdefault("TEST_REDIS_URL", stack.valkey.address())


def stop_servers() -> None:
    """Stop the embedded servers unless another run of this checkout still uses them."""
    if _in_use is None:
        return
    from tools.stack import Stack  # noqa: PLC0415

    try:
        fcntl.flock(_in_use, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    Stack(FOLDER, durable=False).stop()


def broker_address() -> str:
    """Return the broker's address with a database that other workers and runs hardly share."""
    number = int(WORKER.removeprefix("gw")) if WORKER != "main" else 7
    index = 1 + (int(run_name()) * 8 + number) % (VALKEY_DATABASES - 1)
    return urlunsplit(urlsplit(os.environ["TEST_REDIS_URL"])._replace(path=f"/{index}"))


def set_environment() -> None:
    """Point Django at this worker's own databases, as the role that serves."""
    superuser = os.environ["TEST_DATABASE_URL"]
    parts = urlsplit(superuser)
    place = parts.netloc.rpartition("@")[2]
    address = urlunsplit(parts._replace(netloc=f"app_test:{password_of(superuser)}@{place}"))
    suffix = f"{run_name()}_{WORKER}"
    os.environ["DATABASE_URL"] = at_database(address, f"test_casemgmt_{suffix}", role="app_rt")
    os.environ["ADVOCACY_DATABASE_URL"] = at_database(
        address, f"test_advocacy_{suffix}", role="advocacy_rt"
    )
    os.environ["REDIS_URL"] = broker_address()
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS


def set_keys() -> None:
    """Give the run keys of its own; nothing that they protect outlives it."""
    FOLDER.mkdir(mode=0o711, parents=True, exist_ok=True)
    for name in ("LEDGER_SEAL_KEY_FILE", "ADVOCACY_KEY_FILE"):
        path = FOLDER / name.lower()
        if not path.exists():
            path.write_text(hashlib.sha256(name.encode()).hexdigest())
        os.environ[name] = str(path)
    os.environ["LEDGER_ANCHOR_FILE"] = str(FOLDER / f"anchors-{run_name()}-{WORKER}.jsonl")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(config: pytest.Config) -> None:
    """Hide the settings' name from workers: they would load it before their addresses are set."""
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what this run started; the workers leave it to their controller."""
    Path(os.environ["LEDGER_ANCHOR_FILE"]).unlink(missing_ok=True)
    if WORKER == "main":
        stop_servers()


if settings.configured:
    raise pytest.UsageError(
        f"Tests run with {SETTINGS}: leave out --ds and DJANGO_SETTINGS_MODULE."
    )
if WORKER == "main":
    start_servers()
set_environment()
set_keys()
django.setup()
