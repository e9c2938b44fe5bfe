"""Cases on the next agendas to which no advocate has given a perspective yet."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from audit.reveal import Revealed, reveal_many
from casemgmt.models import Case, CaseReview
from casemgmt.policy.people import Viewer
from casemgmt.selectors.facts import facts_for
from teams.models import Meeting
from victims.models import Perspective

AHEAD = timedelta(days=14)
FRESH = timedelta(days=30)  # a perspective older than this was given for an earlier meeting
SHOWN = 10


def waiting_for_input(viewer: Viewer) -> list[Revealed]:
    """Return the heads of those cases with the start of their meeting, on the ledger."""
    given = (
        Perspective.objects.visible_to(viewer)
        .order_by()
        .filter(case=OuterRef("case"), given_on__gte=(viewer.now - FRESH).date())
    )
    rows = (
        CaseReview.objects.visible_to(viewer)
        .filter(
            meeting__status=Meeting.Status.PLANNED,
            meeting__starts_at__gte=viewer.now,
            meeting__starts_at__lte=viewer.now + AHEAD,
        )
        .filter(~Exists(given))
        .order_by("meeting__starts_at", "position")
        .values_list("case_id", "meeting__starts_at")[:SHOWN]
    )
    starts: dict[str, datetime] = {}
    for case_id, start in rows:
        starts.setdefault(str(case_id), start)
    cases = list(
        Case.objects.visible_to(viewer)
        .filter(pk__in=starts)
        .select_related("person", "unit", "team", "officer")
    )
    shown = reveal_many(viewer, cases, facts_for(viewer, cases))
    return sorted(
        (one.with_extra(starts_at=starts[one.id]) for one in shown),
        key=lambda one: one["starts_at"],
    )
