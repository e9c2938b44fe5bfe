"""Reads what ends soon, over all cases on which the viewer stands."""

from dataclasses import dataclass
from datetime import timedelta

from audit.reveal import Revealed, reveal_many
from audit.services.record import record
from casemgmt.models import Case
from casemgmt.policy.people import Viewer
from casemgmt.selectors.case import HEAD
from casemgmt.selectors.facts import facts_for
from casemgmt.selectors.release import (
    IN_FORCE,
    PARTIES,
    ReleaseShown,
    glass_alone,
    named_releases,
    release_entry,
    shown_release,
    state_of,
)

AHEAD = timedelta(days=31)
MOST = 100


@dataclass(frozen=True)
class EndingRow:
    """One gate that ends soon, with the head of its case."""

    head: Revealed
    release: ReleaseShown


def list_ending(viewer: Viewer) -> tuple[list[EndingRow], bool]:
    """Return the gates from or to the viewer's agency that end within a month, the first first, and
    whether there are more; each is on the ledger."""
    soon = named_releases(viewer).filter(
        ends_at__gte=viewer.now, ends_at__lte=viewer.now + AHEAD, revoked_at__isnull=True,
        missing=[],
    )  # fmt: skip
    found = list(soon.select_related(*PARTIES).order_by("ends_at", "pk")[: MOST + 1])
    rows = [row for row in found[:MOST] if state_of(viewer, row) == IN_FORCE]
    cases = Case.objects.visible_to(viewer).exclude(stage=Case.Stage.CLOSED)
    of_rows = list(cases.filter(pk__in={r.case_id for r in rows}).select_related(*HEAD))
    facts = facts_for(viewer, of_rows)
    heads = {head.id: head for head in reveal_many(viewer, of_rows, facts)}
    kept = [
        row for row in rows
        if str(row.case_id) in heads and not glass_alone(facts[str(row.case_id)])
    ]  # fmt: skip
    record(viewer, [release_entry(row, facts[str(row.case_id)]) for row in kept])
    shown = [
        EndingRow(heads[str(row.case_id)], shown_release(viewer, row, facts[str(row.case_id)]))
        for row in kept
    ]
    return shown, len(found) > MOST
