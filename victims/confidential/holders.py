"""Who holds an organization's key: a file here; a key service where an organization has one.

A holder wraps and unwraps; it never gives the key itself.
"""

from functools import lru_cache
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from django.conf import settings
from django.utils.module_loading import import_string

from victims.confidential.envelope import Unreadable

LENGTH = 32
SHAPE = f"{LENGTH * 2} hexadecimal digits ({LENGTH} random bytes)"
NOT_OURS = "The victim's key does not open with this organization's key."


class KeyMissing(Exception):
    """The organization's key is not there; the message says what to set, and never holds a key."""


class KeyHolder(Protocol):
    """What a file, a hardware module or a cloud's key service must offer."""

    def wrap(self, agency_id: int, key: bytes) -> bytes:
        """Return `key` wrapped by the organization's newest key; raises KeyMissing."""
        ...

    def unwrap(self, agency_id: int, wrapped: bytes) -> bytes:
        """Return what was wrapped by the newest or an earlier key; raises KeyMissing, Unreadable.

        Empty bytes are a key that was destroyed: they open nothing.
        """
        ...

    def is_newest(self, agency_id: int, wrapped: bytes) -> bool:
        """Whether it is wrapped by the newest key, so that rotation has nothing to do with it."""
        ...


class FileHolder:
    """Keys in the file that ADVOCACY_KEY_FILE names, the newest in the first line.

    One derived key for each organization; AES-KW (RFC 3394) refuses what another key wrapped.
    """

    def wrap(self, agency_id: int, key: bytes) -> bytes:
        """Wrap by the first line's key."""
        return aes_key_wrap(derived(roots()[0], agency_id, "wrapping"), key)

    def unwrap(self, agency_id: int, wrapped: bytes) -> bytes:
        """Try the newest key, then the earlier ones."""
        for root in roots():
            try:
                return aes_key_unwrap(derived(root, agency_id, "wrapping"), wrapped)
            except (InvalidUnwrap, ValueError):
                continue
        raise Unreadable(NOT_OURS)

    def is_newest(self, agency_id: int, wrapped: bytes) -> bool:
        """Whether the first line's key opens it."""
        try:
            aes_key_unwrap(derived(roots()[0], agency_id, "wrapping"), wrapped)
        except (InvalidUnwrap, ValueError):
            return False
        return True


def holder() -> KeyHolder:
    """Return the holder that ADVOCACY_KEY_HOLDER names."""
    return import_string(settings.ADVOCACY_KEY_HOLDER)()


def roots() -> tuple[bytes, ...]:
    """Return the keys of the file, the newest first; raises KeyMissing."""
    path = settings.ADVOCACY_KEY_FILE
    if not path:
        raise KeyMissing(f"ADVOCACY_KEY_FILE is not set. Name a file that holds {SHAPE}.")
    try:
        changed = Path(path).stat().st_mtime_ns
        return _read(path, changed)
    except OSError as error:
        raise KeyMissing("The file that ADVOCACY_KEY_FILE names cannot be read.") from error


@lru_cache(maxsize=8)
def _read(path: str, changed: int) -> tuple[bytes, ...]:
    """Read the file once a version of it: a key that was added is used without a restart."""
    try:
        lines = Path(path).read_text(encoding="ascii").split()
        keys = tuple(bytes.fromhex(line) for line in lines)
    except ValueError as error:
        raise KeyMissing(f"The file that ADVOCACY_KEY_FILE names does not hold {SHAPE}.") from error
    if not keys or any(len(key) != LENGTH for key in keys):
        raise KeyMissing(f"The file that ADVOCACY_KEY_FILE names does not hold {SHAPE}.")
    return keys


@lru_cache(maxsize=256)
def derived(root: bytes, agency_id: int, use: str) -> bytes:
    """Return the key of one use of one organization."""
    info = f"advocacy|{agency_id}|{use}".encode()
    return HKDF(algorithm=SHA256(), length=LENGTH, salt=None, info=info).derive(root)
