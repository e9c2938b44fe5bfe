"""The organization's own ledger.

Written in the same transaction as what it tells of, read by nobody outside.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from casemgmt.policy.people import Viewer
from victims.confidential.database import connection
from victims.confidential.models import Kind, Outcome

BREAK = "\x1f"  # unit separator: the list of field names travels as one text a row


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that was shown, written or refused; names of fields, never values."""

    kind: str
    subject_kind: str
    subject_id: object = None
    client_id: object = None
    fields: tuple[str, ...] = ()
    outcome: str = Outcome.SHOWN
    because: str = ""
    reason: str = "advocacy"


_INSERT = """
INSERT INTO advocacy_event (
  page_id, actor_id, actor_name, agency_id, kind, subject_kind, subject_id, client_id, outcome,
  because, reason, fields)
SELECT nullif(current_setting('app.page_id', true), '')::uuid, %s, %s, %s, e.kind, e.subject_kind,
  e.subject_id, e.client_id, e.outcome, e.because, e.reason,
  coalesce(string_to_array(nullif(e.fields, ''), E'\\x1f'), '{}')
FROM unnest(%s::text[], %s::text[], %s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::text[],
  %s::text[])
  AS e(kind, subject_kind, subject_id, client_id, outcome, because, reason, fields)
"""
_COLUMNS = ("kind", "subject_kind", "subject_id", "client_id", "outcome", "because", "reason")


def record(viewer: Viewer, marks: Sequence[Mark]) -> None:
    """Write `marks` in one statement.

    Raises what the database raises, so that without a record nothing is shown.
    """
    if not marks:
        return
    columns = [[_value(mark, name) for mark in marks] for name in _COLUMNS]
    fields = [BREAK.join(mark.fields) for mark in marks]
    with connection().cursor() as cursor:
        cursor.execute(_INSERT, [viewer.user_id, viewer.name, viewer.agency_id, *columns, fields])


def record_refusal(viewer: Viewer, *, subject_kind: str, subject_id: object, because: str) -> None:
    """Write that something on the confidential side was refused."""
    mark = Mark(Kind.REFUSAL, subject_kind, subject_id, outcome=Outcome.REFUSED, because=because)
    record(viewer, [mark])


def _value(mark: Mark, name: str) -> str | None:
    value = getattr(mark, name)
    return None if value is None else str(value)
