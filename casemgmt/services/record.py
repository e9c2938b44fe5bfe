"""Writes one record of a case: its author, its owner, its check, its row, its event."""

from typing import Any

from casemgmt.models import Case
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Viewer
from casemgmt.services.events import record_change

SET_HERE = ["case", "author", "owner_agency", "corrects", "referral", "examiner"]


def add_record(
    viewer: Viewer,
    row: Any,
    case: Case,
    facts: CaseFacts,
    *,
    act: str,
    fields: tuple[str, ...],
) -> Any:
    """Save a new row of `case` by `viewer`, with its event; raises ValidationError."""
    row.case, row.author_id, row.owner_agency_id = case, viewer.user_id, viewer.agency_id
    row.created_by_id = viewer.user_id
    row.full_clean(exclude=SET_HERE)
    row.save(force_insert=True)
    record_change(viewer, row, facts, act=act, fields=fields)
    return row
