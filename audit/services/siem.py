"""The ledger as a stream for a SIEM: in the order of the seals, each event once, content unaltered.

The place in the tree is what a receiver goes on from: event numbers can commit late and out of
order, places cannot. A message holds the event exactly as it was sealed, with its digest.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import connection

from audit import canonical
from audit.models import Outcome

CHUNK = 1000
AUDIT = 13  # facility "log audit"
INFORMATIONAL, NOTICE = 6, 5
PARAMETERS = (
    "id", "kind", "outcome", "actor_id", "actor_name", "actor_agency", "category", "case_label",
    "subject_kind", "subject_id", "authority", "because", "request_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sealed:
    """One sealed event with its place in the tree."""

    leaf: int
    digest: str
    record: dict[str, object]

    @property
    def text(self) -> str:
        """The event as JSON, byte for byte what its digest covers."""
        return canonical.canonical(self.record).decode().partition("\n")[2]


def sealed_after(leaf: int, *, most: int | None = None) -> Iterator[list[Sealed]]:
    """Yield chunks of events behind a place in the tree; -1 is the begin."""
    taken = 0
    while most is None or taken < most:
        chunk = _chunk(leaf, CHUNK if most is None else min(CHUNK, most - taken))
        if not chunk:
            return
        yield chunk
        taken, leaf = taken + len(chunk), chunk[-1].leaf


def leaf_before(day: date) -> int:
    """Return the place before the first event that was sealed as of this day."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(index) FROM audit_leaf WHERE event_at >= %s::date", [day])
        found = cursor.fetchone()[0]
        if found is None:
            cursor.execute("SELECT max(index) + 1 FROM audit_leaf")
            found = cursor.fetchone()[0] or 0
    return found - 1


def as_json_line(event: Sealed) -> bytes:
    """Return {"leaf", "hash", "event"}: the event stands in it as it was sealed."""
    return f'{{"leaf":{event.leaf},"hash":"{event.digest}","event":{event.text}}}'.encode()


def as_syslog(event: Sealed) -> bytes:
    """Return the event as in RFC 5424: fields as structured data, the whole of it as message."""
    record = event.record
    severity = NOTICE if record["outcome"] == Outcome.REFUSED else INFORMATIONAL
    ledger = f"casemgmt-ledger-{settings.JURISDICTION_ID}"
    head = f"<{AUDIT * 8 + severity}>1 {record['at']} {ledger} casemgmt - {record['kind']}"
    values = {"leaf": event.leaf, "hash": event.digest} | {
        name: record[name] for name in PARAMETERS
    }
    parameters = " ".join(
        f'{name}="{escaped(str(value))}"'
        for name, value in values.items()
        if value not in ("", None)
    )
    data = f"[event@{settings.LEDGER_SIEM_PEN} {parameters}]"
    return f"{head} {data} ".encode() + b"\xef\xbb\xbf" + event.text.encode()


def escaped(value: str) -> str:
    """Return a value of structured data: its three characters escaped, and no line broken."""
    text = "".join(json.dumps(c)[1:-1] if c < " " else c for c in value)
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("]", "\\]")


FORMATS = {"jsonl": as_json_line, "rfc5424": as_syslog}


def _chunk(leaf: int, most: int) -> list[Sealed]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT l.index, encode(l.hash, 'hex'), {canonical.SELECT} "  # noqa: S608
            "FROM (SELECT * FROM audit_leaf WHERE index > %s ORDER BY index LIMIT %s) l "
            "JOIN audit_event e ON e.id = l.event_id AND e.at = l.event_at ORDER BY l.index",
            [leaf, most],
        )
        return [Sealed(row[0], row[1], canonical.as_record(row[2:])) for row in cursor.fetchall()]
