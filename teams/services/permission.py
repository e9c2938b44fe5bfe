"""Writes an act of administration into the ledger: who changed whose standing, and why; never a
value of a case."""

from typing import Any

from audit.models import Kind, Outcome
from audit.services.record import Entry, record
from casemgmt.policy.people import Viewer


def record_permission(
    viewer: Viewer, row: Any, *, act: str, fields: tuple[str, ...] = (), reason: str = ""
) -> None:
    """Write that `viewer` did `act` to `row`: names of fields, never values."""
    holder = getattr(row, "user", row)
    owner = getattr(holder, "agency_id", None) or viewer.agency_id
    entry = Entry(
        kind=Kind.PERMISSION,
        outcome=Outcome.DONE,
        subject_kind=row._meta.model_name,
        subject_id=str(getattr(row, "key", row.pk)),
        owner_agency_id=owner or None,
        fields=fields,
        authority="own_organization",
        reason=reason,
        detail={"act": act},
    )
    record(viewer, [entry])
