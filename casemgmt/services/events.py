"""Writes an act on a case into the ledger."""

from typing import Any

from audit.models import Kind, Outcome
from audit.services.record import Entry, record
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Viewer


def record_change(
    viewer: Viewer,
    row: Any,
    facts: CaseFacts,
    *,
    act: str,
    fields: tuple[str, ...] = (),
    reason: str = "",
) -> None:
    """Write that `viewer` changed `row`: names of fields, never values."""
    category = row.FIELD_CATEGORY[fields[0]] if fields else row.CATEGORY
    standing = facts.standings[0] if facts.standings else None
    entry = Entry(
        kind=Kind.CHANGE, outcome=Outcome.DONE, subject_kind=row._meta.model_name,
        subject_id=str(row.pk), case_id=facts.case_id, category=category, fields=fields,
        reason=reason, owner_agency_id=row.record_facts().owner_agency_id or facts.owner_agency_id,
        authority=standing.kind if standing else "", authority_ref=standing.ref if standing else "",
        detail={"act": act},
    )  # fmt: skip
    record(viewer, [entry])
