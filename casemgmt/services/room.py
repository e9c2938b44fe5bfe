"""Starts the segment of a case once everybody in the room may hear it (T16)."""

from django.db import transaction

from casemgmt.core import clock
from casemgmt.core.errors import RuleBroken
from casemgmt.models import CaseReview
from casemgmt.policy.actions import Action
from casemgmt.policy.people import Viewer
from casemgmt.selectors.review import access_review
from casemgmt.selectors.room import must_leave
from casemgmt.services.events import record_change
from teams.selectors.meeting import require_conductor
from teams.services import agenda


@transaction.atomic
def start_item(viewer: Viewer, review_id: object) -> CaseReview:
    """Start the segment of a case; the time is kept. Raises RuleBroken while a guest who may not
    hear it is in the room; twice is the same."""
    review, facts = access_review(viewer, review_id, action=Action.AMEND, lock=True)
    require_conductor(viewer, review.meeting)
    agenda.refuse_if_locked(review.meeting)
    refuse_if_overheard(viewer, review)
    if review.started_at is None:
        review.started_at = clock.now()
        review.save(update_fields=["started_at"])
        record_change(viewer, review, facts, act="start item", fields=("started_at",))
    return review


def refuse_if_overheard(viewer: Viewer, review: CaseReview) -> None:
    """Raise RuleBroken that names who has to step out first."""
    names = must_leave(viewer, review)
    if names:
        raise RuleBroken(
            f"In the room without a ground to hear this case: {', '.join(names)}. Mark that they "
            "left, then go on."
        )
