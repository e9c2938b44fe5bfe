"""The organization's keys.

Read from the file that only its process can read, one derived key for each use.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from victims.confidential.envelope import Box, new_data_key, unwrap

LENGTH = 32
SHAPE = f"{LENGTH * 2} hexadecimal digits ({LENGTH} random bytes)"


class KeyMissing(Exception):
    """The organization's key is not there; the message says what to set, and never holds a key."""


@dataclass(frozen=True, repr=False)
class OrganizationKeys:
    """One key a use, so that a token of one use says nothing in another."""

    wrapping: bytes
    names: bytes
    cases: bytes
    releases: bytes


def keys_of(agency_id: int) -> OrganizationKeys:
    """Return the keys of an organization; raises KeyMissing."""
    return _derived(_root(settings.ADVOCACY_KEY_FILE), agency_id)


def new_box(agency_id: int) -> tuple[Box, bytes]:
    """Return the box of a new victim and its key as it is stored: wrapped. Raises KeyMissing."""
    key, wrapped = new_data_key(keys_of(agency_id).wrapping)
    return Box(key), wrapped


def box_of(agency_id: int, wrapped: bytes | memoryview, version: int) -> Box:
    """Return the box that opens one victim's values; raises KeyMissing or Unreadable."""
    return Box(unwrap(keys_of(agency_id).wrapping, wrapped), version)


@lru_cache(maxsize=8)
def _root(path: str) -> bytes:
    if not path:
        raise KeyMissing(f"ADVOCACY_KEY_FILE is not set. Name a file that holds {SHAPE}.")
    try:
        key = bytes.fromhex(Path(path).read_text(encoding="ascii").strip())
    except OSError as error:
        raise KeyMissing("The file that ADVOCACY_KEY_FILE names cannot be read.") from error
    except ValueError as error:
        raise KeyMissing(f"The file that ADVOCACY_KEY_FILE names does not hold {SHAPE}.") from error
    if len(key) != LENGTH:
        raise KeyMissing(f"The file that ADVOCACY_KEY_FILE names does not hold {SHAPE}.")
    return key


@lru_cache(maxsize=64)
def _derived(root: bytes, agency_id: int) -> OrganizationKeys:
    def derive(use: str) -> bytes:
        info = f"advocacy|{agency_id}|{use}".encode()
        return HKDF(algorithm=SHA256(), length=LENGTH, salt=None, info=info).derive(root)

    return OrganizationKeys(
        derive("wrapping"), derive("names"), derive("cases"), derive("releases")
    )
