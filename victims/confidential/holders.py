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

from victims.confidential.database import SHARED, alias_of
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
    """Keys in a file, the newest first: the organization's own, or of all who share a database.

    One derived key for each organization; AES-KW (RFC 3394) refuses what another key wrapped.
    """

    def wrap(self, agency_id: int, key: bytes) -> bytes:
        """Wrap by the first line's key."""
        return aes_key_wrap(derived(roots_of(agency_id)[0], agency_id, "wrapping"), key)

    def unwrap(self, agency_id: int, wrapped: bytes) -> bytes:
        """Try the newest key, then the earlier ones."""
        for root in roots_of(agency_id):
            try:
                return aes_key_unwrap(derived(root, agency_id, "wrapping"), wrapped)
            except (InvalidUnwrap, ValueError):
                continue
        raise Unreadable(NOT_OURS)

    def is_newest(self, agency_id: int, wrapped: bytes) -> bool:
        """Whether the first line's key opens it."""
        try:
            newest = derived(roots_of(agency_id)[0], agency_id, "wrapping")
            aes_key_unwrap(newest, wrapped)
        except (InvalidUnwrap, ValueError):
            return False
        return True


def holder() -> KeyHolder:
    """Return the holder that ADVOCACY_KEY_HOLDER names."""
    return import_string(settings.ADVOCACY_KEY_HOLDER)()


def roots_of(agency_id: int) -> tuple[bytes, ...]:
    """Return an organization's keys, the newest first; raises KeyMissing, NoDatabase."""
    return roots(alias_of(agency_id))


def roots(alias: str = SHARED) -> tuple[bytes, ...]:
    """Return the keys of a database's file, the newest first; raises KeyMissing."""
    name, path = setting_of(alias), key_file(alias)
    if not path:
        raise KeyMissing(f"{name} is not set. Name a file that holds {SHAPE}.")
    try:
        changed = Path(path).stat().st_mtime_ns
        return _read(path, name, changed)
    except OSError as error:
        raise KeyMissing(f"The file that {name} names cannot be read.") from error


def key_file(alias: str) -> str:
    """Return the key file of a database: one's own never falls back to the shared one."""
    if alias == SHARED:
        return settings.ADVOCACY_KEY_FILE
    return settings.ADVOCACY_KEY_FILES.get(alias, "")


def setting_of(alias: str) -> str:
    """Return the name of the setting that holds a database's key file."""
    return f"ADVOCACY_KEY_FILE{alias.removeprefix(SHARED).upper()}"


@lru_cache(maxsize=8)
def _read(path: str, name: str, changed: int) -> tuple[bytes, ...]:
    """Read the file once a version of it: a key that was added is used without a restart."""
    try:
        lines = Path(path).read_text(encoding="ascii").split()
        keys = tuple(bytes.fromhex(line) for line in lines)
    except ValueError as error:
        raise KeyMissing(f"The file that {name} names does not hold {SHAPE}.") from error
    if not keys or any(len(key) != LENGTH for key in keys):
        raise KeyMissing(f"The file that {name} names does not hold {SHAPE}.")
    return keys


@lru_cache(maxsize=256)
def derived(root: bytes, agency_id: int, use: str) -> bytes:
    """Return the key of one use of one organization."""
    info = f"advocacy|{agency_id}|{use}".encode()
    return HKDF(algorithm=SHA256(), length=LENGTH, salt=None, info=info).derive(root)
