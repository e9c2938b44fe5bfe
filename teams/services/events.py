"""Writes an act on a meeting into the ledger."""

from audit.models import Kind, Outcome
from audit.services.record import Entry, record
from casemgmt.policy.categories import Category
from casemgmt.policy.people import Viewer
from teams.models import Meeting


def record_act(
    viewer: Viewer, meeting: Meeting, act: str, fields: tuple[str, ...] = (), *, reason: str = ""
) -> None:
    """Write what was done with a meeting: names of fields, never values."""
    entry = Entry(
        kind=Kind.CHANGE, outcome=Outcome.DONE, subject_kind="meeting", subject_id=str(meeting.pk),
        category=Category.TEAM_RECORD, fields=fields, authority="membership", reason=reason,
        detail={"act": act},
    )  # fmt: skip
    record(viewer, [entry])
