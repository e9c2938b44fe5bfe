"""The organization's keys: one for each use, so that a token of one use says nothing in another.

Those by which names and references are found again are the organization's for good; they are
stored wrapped, so that its wrapping key can change without touching a token.
"""

import os
from dataclasses import dataclass
from functools import lru_cache

from casemgmt.core.scoping import unscoped_queries
from victims.confidential.envelope import Box
from victims.confidential.holders import LENGTH, KeyMissing, derived, holder, roots_of
from victims.confidential.models import OrganizationSecret, VictimKey

__all__ = ["KeyMissing", "OrganizationKeys", "box_of", "keys_of", "new_box"]

USES = ("names", "cases", "releases", "sounds")


@dataclass(frozen=True, repr=False)
class OrganizationKeys:
    """One key a use, so that a token of one use says nothing in another."""

    names: bytes
    cases: bytes
    releases: bytes
    sounds: bytes


def keys_of(agency_id: int) -> OrganizationKeys:
    """Return the keys of an organization, made on first use; raises KeyMissing, Unreadable."""
    with unscoped_queries("the organization's own secret; its wall is the database's"):
        row = OrganizationSecret.objects.filter(agency_id=agency_id).first()
        wrapped = bytes(row.wrapped) if row else _make(agency_id)
    return _opened(agency_id, wrapped)


def new_box(agency_id: int) -> tuple[Box, bytes]:
    """Return the box of a new victim and its key as it is stored: wrapped. Raises KeyMissing."""
    key = os.urandom(LENGTH)
    return Box(key), holder().wrap(agency_id, key)


def box_of(agency_id: int, wrapped: bytes | memoryview, version: int) -> Box:
    """Return the box that opens one victim's values; raises KeyMissing or Unreadable."""
    return Box(holder().unwrap(agency_id, bytes(wrapped)), version)


def _make(agency_id: int) -> bytes:
    """Store the organization's keys and return them wrapped. An organization that has records
    from before its keys were stored keeps those that its file gave."""
    has_records = VictimKey.objects.filter(agency_id=agency_id).exists()
    if has_records:
        secret = b"".join(derived(roots_of(agency_id)[-1], agency_id, use) for use in USES)
    else:
        secret = os.urandom(LENGTH * len(USES))
    wrapped = holder().wrap(agency_id, secret)
    row = OrganizationSecret(agency_id=agency_id, wrapped=wrapped)
    OrganizationSecret.objects.bulk_create([row], ignore_conflicts=True)
    # Another request may have been first.
    kept = OrganizationSecret.objects.get(agency_id=agency_id)
    return bytes(kept.wrapped)


@lru_cache(maxsize=64)
def _opened(agency_id: int, wrapped: bytes) -> OrganizationKeys:
    secret = holder().unwrap(agency_id, wrapped)
    parts = [secret[start : start + LENGTH] for start in range(0, len(secret), LENGTH)]
    return OrganizationKeys(**dict(zip(USES, parts, strict=True)))
