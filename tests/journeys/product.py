"""The whole product as `make run` starts it, with data, ports and servers of its own."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from tools import ports
from tools.run import missing, whole_environment
from tools.stack import ROOT, Stack

FOLDER = ROOT / ".data" / "journeys"
START_SECONDS = 240
OURS = ("DATABASE", "ADVOCACY", "REDIS", "TEST_", "LEDGER", "DJANGO", "PYTEST", "SECRET", "PORT")


@dataclass(frozen=True)
class Product:
    """Where the running product is, who may sign in, and what it mailed."""

    url: str
    mailbox: str
    environment: dict[str, str]
    people: dict[str, dict[str, str]]

    def mails(self) -> list[EmailMessage]:
        """Return the messages that were caught, oldest first."""
        folder = Path(self.environment["DATA_FOLDER"]) / "mail"
        return [
            message_from_bytes(path.read_bytes(), policy=policy.default)
            for path in sorted(folder.glob("*.eml"))
        ]

    def wait_for_mail(self, count: int, *, seconds: float = 20) -> list[EmailMessage]:
        """Return the messages as soon as there are that many; fail when they do not come."""
        until = time.monotonic() + seconds
        while len(self.mails()) < count:
            assert time.monotonic() < until, f"{len(self.mails())} of {count} messages came"
            time.sleep(0.2)
        return self.mails()

    def manage(self, *arguments: str) -> str:
        """Run a command of manage.py against the running product and return what it prints."""
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, check=True, text=True, capture_output=True
        ).stdout


@contextmanager
def running(name: str) -> Iterator[Product]:
    """Start the product in a folder of its own, and end and delete it afterwards."""
    FOLDER.mkdir(mode=0o711, parents=True, exist_ok=True)
    clear_leftovers()
    stack, port = Stack(FOLDER / name, durable=False), ports.find_free()
    own = {key: value for key, value in os.environ.items() if not key.startswith(OURS)}
    own |= {"DATA_FOLDER": str(stack.folder), "PORT": str(port), "REMINDER_SCAN_SECONDS": "1"}
    log = (FOLDER / f"{name}.log").open("w+")
    process = subprocess.Popen(
        [sys.executable, "-m", "tools.run"], cwd=ROOT, env=own, stdout=log, stderr=subprocess.STDOUT
    )
    try:
        wait_until_up(process, f"http://{ports.HOST}:{port}", Path(log.name))
        yield describe(stack, port)
    finally:
        process.send_signal(signal.SIGTERM)
        status = process.wait(timeout=60)
        stack.erase()
        shutil.rmtree(stack.folder)
    assert status == 0, f"The product did not end cleanly: {log.name}"
    Path(log.name).unlink()


def clear_leftovers() -> None:
    """Stop and delete what killed runs left behind; names start with the process id."""
    for path in FOLDER.iterdir():
        if not Path(f"/proc/{path.name.split('-')[0]}").exists():
            if path.is_dir():
                Stack(path).erase()
                shutil.rmtree(path)
            else:
                path.unlink()


def wait_until_up(process: subprocess.Popen, url: str, log: Path) -> None:
    """Wait for the health page; fail with the log's end when the product ends before."""
    until = time.monotonic() + START_SECONDS
    while lacking := missing(url):
        up = process.poll() is None and time.monotonic() < until
        assert up, f"The product did not start, {lacking}:\n{log.read_text()[-4000:]}"
        time.sleep(0.25)


def describe(stack: Stack, port: int) -> Product:
    """Return what tests need to know about the running product."""
    stack.start_servers()  # they run; this finds their ports
    environment = whole_environment(stack, port) | {
        "DJANGO_SETTINGS_MODULE": "casemgmt.settings.dev"
    }
    product = Product(environment["SITE_URL"], environment["MAILBOX_URL"], environment, {})
    signins = json.loads(product.manage("demo_signins", "--json"))
    product.people.update({person["username"]: person for person in signins})
    return product
