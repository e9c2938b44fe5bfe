"""Writes that a page was sent to a printer: of each record that it showed, one event."""

from dataclasses import replace

from audit.models import Kind, Outcome
from audit.selectors.page_load import list_shown
from audit.services.record import Entry, record
from casemgmt.policy.people import Viewer


def record_print(viewer: Viewer, page_id: str) -> int:
    """Write the print of everything that this page load showed its viewer; return how much it was.

    A browser says that it opens its print dialog, not that paper came out: too much is told
    rather than too little.
    """
    shown = list_shown(viewer, page_id)
    entries = [
        Entry(kind=Kind.PRINT, outcome=Outcome.SHOWN, **row | {"fields": tuple(row["fields"])})
        for row in shown
    ] or [Entry(kind=Kind.PRINT, outcome=Outcome.SHOWN, subject_kind="page", subject_id=page_id)]
    record(replace(viewer, act=replace(viewer.act, page_id=page_id)), entries)
    return len(shown)
