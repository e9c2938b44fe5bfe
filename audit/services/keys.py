"""Finds the sealing key, which only the sealer can read, and the public keys to trust."""

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from audit.note import BadNote, PublicKey, SealKey, public_key_of


class NoKey(Exception):
    """There is no usable key; the message says what to set."""


def ledger_name() -> str:
    """Return the name that heads carry and keys sign under: one a jurisdiction."""
    return f"casemgmt-ledger-{settings.JURISDICTION_ID}"


def sealing_key() -> SealKey:
    """Return the key in LEDGER_SEAL_KEY_FILE; raises NoKey."""
    path = settings.LEDGER_SEAL_KEY_FILE
    if not path:
        raise NoKey(
            "LEDGER_SEAL_KEY_FILE is not set: name the file with the sealer's 32 bytes in hex."
        )
    try:
        return SealKey.of_seed(ledger_name(), Path(path).read_text(encoding="ascii").strip())
    except OSError as error:
        raise NoKey(f"The sealing key in {path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise NoKey(f"{path} holds no sealing key: 32 bytes in hexadecimal are needed.") from error


def trusted_keys(given: Iterable[str]) -> list[PublicKey]:
    """Return the public keys of lines or files; without any, the sealer's own. Raises NoKey."""
    lines = [line for word in given for line in _lines(word)]
    if not lines:
        return [sealing_key().public]
    try:
        return [public_key_of(line) for line in lines]
    except BadNote as error:
        raise NoKey(str(error)) from error


def _lines(word: str) -> list[str]:
    path = Path(word)
    if not path.is_file():
        return [word]
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
