"""Changes the head of a case."""

from datetime import date

from django.db import transaction

from casemgmt.models import Case
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Viewer
from casemgmt.policy.rules import decide
from casemgmt.services.events import record_change


@transaction.atomic
def set_next_review(viewer: Viewer, case: Case, facts: CaseFacts, *, on: date) -> bool:
    """Set when the team looks at a case again, where the viewer's agency keeps it; return whether it was set."""
    keeps = viewer.agency_id == case.agency_id
    if not keeps or not decide(viewer, Action.AMEND, Category.IDENTITY, facts):
        return False  # the decision carries the day all the same
    case.next_review = on
    case.version += 1
    case.save(update_fields=["next_review", "version"])
    record_change(viewer, case, facts, act="set next review", fields=("next_review",))
    return True
