"""Passwords and keys of one data folder, made at its first start and readable by its owner only."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path


def password() -> str:
    """Return a random password that needs no quoting."""
    return secrets.token_urlsafe(32)


def keep(folder: Path, name: str, make: Callable[[], str] = password) -> Path:
    """Return the file that holds the secret; make it first where there is none."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / name
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(make())
    return path


def read(folder: Path, name: str) -> str:
    """Return the secret, made where there is none."""
    return keep(folder, name).read_text()


def long_word() -> str:
    """Return a random word of more than 80 characters."""
    return secrets.token_urlsafe(64)


def hex_key() -> str:
    """Return 32 random bytes in hexadecimal."""
    return secrets.token_hex(32)
