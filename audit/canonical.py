"""The bytes of an event that its seal covers: every column, as any language can write it again."""

import json
from collections.abc import Sequence
from typing import Any

from audit.merkle import leaf_hash

VERSION = "audit-event-v1"

# Column -> how it is read. A later column needs a version of its own: sealed rows keep theirs.
READ_AS = {
    "id": "e.id",
    "at": "to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')",
    "xid": "e.xid::text",
    **{
        name: f"e.{name}"
        for name in (
            "kind", "outcome", "actor_id", "actor_name", "actor_role", "actor_agency_id",
            "actor_agency", "session", "request_id", "page_id", "route", "channel", "purpose",
            "reason", "authority", "authority_ref", "because", "policy_version", "subject_kind",
            "subject_id",
        )
    },
    "case_id": "e.case_id::text",
    **{
        name: f"e.{name}"
        for name in (
            "case_label", "owner_agency_id", "category", "part", "fields", "recipient", "total",
        )
    },
    "detail": "e.detail::text",
}  # fmt: skip
COLUMNS = tuple(READ_AS)
SELECT = ", ".join(READ_AS.values())


def as_record(row: Sequence[Any]) -> dict[str, Any]:
    """Return the columns of a row read by SELECT, by name."""
    return dict(zip(COLUMNS, row, strict=True))


def canonical(record: dict[str, Any]) -> bytes:
    """Return the version line and the record as JSON: sorted keys, no spaces, UTF-8."""
    text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return f"{VERSION}\n{text}".encode()


def hash_of(row: Sequence[Any]) -> bytes:
    """Return the leaf of a row read by SELECT."""
    return leaf_hash(canonical(as_record(row)))
