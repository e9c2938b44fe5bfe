"""`make run`: the whole product on this machine, from an empty folder to a sign-in page."""

import fcntl
import os
import shlex
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TextIO

from honcho.manager import Manager

from tools import ports, processes
from tools.postgres import ServerFailed
from tools.psql import ScriptFailed
from tools.stack import ROOT, Stack

BIN = Path(sys.executable).parent


def say(line: str) -> None:
    """Print one line at once."""
    print(line, flush=True)  # noqa: T201


def whole_environment(stack: Stack, port: int) -> dict[str, str]:
    """Return the caller's environment with the stack's on top."""
    path = f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"
    settings = os.environ.get("DJANGO_SETTINGS_MODULE", "casemgmt.settings.dev")
    own = {"PATH": path, "DJANGO_SETTINGS_MODULE": settings, "PYTHONUNBUFFERED": "1"}
    return {**os.environ, **own, **stack.environment(port=port)}


def manage(environment: dict[str, str], *arguments: str) -> None:
    """Run a command of manage.py with the rights of the databases' owners."""
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)  # noqa: S603


def prepare(stack: Stack, environment: dict[str, str]) -> None:
    """Migrate both databases and seed them the first time. Raises CalledProcessError."""
    owner = processes.as_owner(environment)
    say("Migrating the databases …")
    for line in processes.PREPARATION.values():
        manage(owner, *shlex.split(line)[2:], "--verbosity", "0", "--skip-checks")
    seeded = stack.postgres.home / "seeded"
    if not seeded.exists():
        say("Seeding the demonstration jurisdiction (once) …")
        manage(owner, "seed_demo")
        seeded.touch()


def manager_of(environment: dict[str, str], port: int, *, quiet: bool = False) -> Manager:
    """Return the process runner with every process of the product in it."""
    manager = Manager()
    commands = {
        name: processes.command(
            name, bind=f"{ports.HOST}:{port}", folder=environment["DATA_FOLDER"]
        )
        for name in processes.COMMANDS
    }
    for name, line in {**commands, "mail": processes.MAIL}.items():
        own = processes.environment_of(name, environment)
        manager.add_process(name, f"exec {line}", quiet=quiet, env=own, cwd=str(ROOT))
    return manager


def missing(url: str) -> str:
    """Return what the health page says is missing; nothing when everything is there."""
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=5):  # noqa: S310
            return ""
    except urllib.error.HTTPError as refusal:
        return refusal.read().decode(errors="replace")[:200]
    except OSError:
        return "no answer yet"


def greet(environment: dict[str, str]) -> None:
    """Wait for the sign-in page, then print where it is and who may sign in."""
    url = environment["SITE_URL"]
    for _attempt in range(240):
        lacking = missing(url)
        if not lacking:
            break
        time.sleep(0.25)
    else:
        say(f"The site did not come up within a minute. {url}/healthz says: {lacking}")
        return
    command = [sys.executable, "manage.py", "demo_signins"]
    listed = subprocess.run(  # noqa: S603
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    rule = "─" * 72
    say(f"\n{rule}\n{listed.stdout.strip()}\n{rule}")
    say(
        f"One-time code   make code WHO=ana\nSite            {url}\n"
        f"Mailbox         {environment['MAILBOX_URL']}\n"
        f"Ctrl-C ends everything; the data stays.\n{rule}"
    )


def check_port(port: int) -> None:
    """End with one clear line where the port is taken."""
    if not ports.is_free(port):
        sys.exit(
            f"Port {port} is in use. Choose another one, for example: PORT={port + 1} make run"
        )


def only_run(folder: Path) -> TextIO:
    """Hold this folder's lock while the returned file is open; end where it is held."""
    folder.mkdir(mode=0o711, parents=True, exist_ok=True)
    lock = (folder / "running").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit("`make run` already runs in this checkout. End it first (Ctrl-C where it runs).")
    return lock


def asked_port() -> int:
    """Return the port that PORT asks for; end where it is none."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65_536:
        sys.exit(f"PORT must be a number from 1 to 65535; it is {text!r}.")
    return int(text)


def serve(stack: Stack, port: int) -> int:
    """Run everything until it is told to end; return the exit status."""
    stack.free_ports()
    stack.write_environment(port=port)
    environment = whole_environment(stack, port)
    prepare(stack, environment)
    manager = manager_of(environment, port)
    threading.Thread(target=greet, args=(environment,), daemon=True).start()
    manager.loop()
    asked_to_end = manager.returncode in {130, 143}
    return 0 if asked_to_end else manager.returncode or 1


def end_like_ctrl_c(_number: int, _frame: object) -> None:
    """Turn the signal of a service manager into the one that unwinds."""
    raise KeyboardInterrupt


def start_and_serve(stack: Stack, port: int) -> int:
    """Start the servers, then everything else; return the exit status and say what went wrong."""
    try:
        say("Starting PostgreSQL and Valkey …")
        stack.start()
        return serve(stack, port)
    except (ServerFailed, ScriptFailed) as fault:
        say(str(fault))
    except subprocess.CalledProcessError as fault:
        say(f"`{shlex.join(fault.cmd[1:])}` failed; the lines above say why.")
    except KeyboardInterrupt:
        return 0
    return 1


def main() -> None:
    """Start it all, and stop what was started."""
    port = asked_port()
    check_port(port)
    stack = Stack()
    lock = only_run(stack.folder)
    signal.signal(signal.SIGTERM, end_like_ctrl_c)
    try:
        status = start_and_serve(stack, port)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if not stack.kept.exists():
            stack.stop()
        lock.close()
    say("Everything has ended.")
    sys.exit(status)


if __name__ == "__main__":
    main()
