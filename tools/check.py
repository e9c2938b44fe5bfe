"""`make check`: every check that needs no database; all of them run, whatever fails."""

import os
import secrets
import shlex
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
CHECKS = (
    "ruff check .",
    "ruff format --check .",
    "djade --check --target-version 5.2 {templates}",
    "lint-imports",
    "mypy",
    "python manage.py check --deploy --fail-level WARNING",
    "python -W ignore manage.py makemigrations --check --dry-run",
)


def environment() -> dict[str, str]:
    """Return the environment of a deployment, so that production settings load and are judged."""
    return {
        **os.environ,
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "DJANGO_SETTINGS_MODULE": "casemgmt.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "casefile.example",
    }


def main() -> None:
    """Run each check; end with an error that names those that failed."""
    templates = shlex.join(map(str, sorted((ROOT / "templates").rglob("*.html"))))
    failed = []
    for line in CHECKS:
        started = time.monotonic()
        command = shlex.split(line.format(templates=templates))
        status = subprocess.run(command, cwd=ROOT, env=environment(), check=False).returncode
        name = line.removesuffix(" {templates}")
        verdict = "failed" if status else "ok"
        print(f"{verdict:7}{name} ({time.monotonic() - started:.1f} s)", flush=True)
        failed += [name] if status else []
    if failed:
        sys.exit(f"{len(failed)} of {len(CHECKS)} checks failed: {'; '.join(failed)}")


if __name__ == "__main__":
    main()
