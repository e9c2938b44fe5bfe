"""`make lock`: writes the lock files anew; every installation is checked against them."""

import shutil
import subprocess
import sys
from pathlib import Path

from tools.setup import npm_command

ROOT = Path(__file__).resolve().parents[1]
OPTIONS = (
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-annotate",
    "--no-header",
    "--quiet",
)
LOCKS = {"base.txt": (), "dev.txt": ("--extra=local", "--extra=dev")}


def main() -> None:
    """Lock Python packages with uv and front-end packages with npm, without addresses."""
    uv = shutil.which("uv")
    if uv is None:
        sys.exit("`make lock` needs uv on the PATH: pipx install uv")
    for name, extras in LOCKS.items():
        target = ROOT / "requirements" / name
        command = [uv, "pip", "compile", "pyproject.toml", *extras, *OPTIONS, "-o", str(target)]
        subprocess.run(command, cwd=ROOT, check=True)
    for folder in (ROOT, ROOT / "tools" / "chromium"):
        subprocess.run(npm_command("install", "--package-lock-only"), cwd=folder, check=True)
        if '"resolved"' in (folder / "package-lock.json").read_text():
            sys.exit(
                "npm wrote addresses into its lock; .npmrc must say omit-lockfile-registry-resolved"
            )


if __name__ == "__main__":
    main()
