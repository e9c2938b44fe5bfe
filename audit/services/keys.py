"""Finds the sealing key, which only the sealer can read, and the public keys to trust."""

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from audit.cosign import WitnessKey, witness_key_of
from audit.note import BadNote, PublicKey, SealKey, public_key_of


class NoKey(Exception):
    """There is no usable key; the message says what to set."""


def ledger_name() -> str:
    """Return the name that heads carry and keys sign under: one a jurisdiction, unless it is said.

    An organization with a ledger of its own seals it with the same programs under another name.
    """
    return settings.LEDGER_NAME or f"casemgmt-ledger-{settings.JURISDICTION_ID}"


def key_file() -> Path:
    """Return where the sealer's key is; raises NoKey."""
    if not settings.LEDGER_SEAL_KEY_FILE:
        raise NoKey(
            "LEDGER_SEAL_KEY_FILE is not set: name the file with the sealer's 32 bytes in hex."
        )
    return Path(settings.LEDGER_SEAL_KEY_FILE)


def sealing_key(path: Path | None = None) -> SealKey:
    """Return the key in a file, else the one in LEDGER_SEAL_KEY_FILE; raises NoKey."""
    path = path or key_file()
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


def trusted_witnesses(given: Iterable[str]) -> list[WitnessKey]:
    """Return the witnesses' keys of lines or files; raises NoKey."""
    try:
        return [witness_key_of(line) for word in given for line in _lines(word)]
    except BadNote as error:
        raise NoKey(str(error)) from error


def _lines(word: str) -> list[str]:
    path = Path(word)
    if not path.is_file():
        return [word]
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
