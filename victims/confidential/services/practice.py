"""Sets how an organization makes its releases; the earlier rules stay on record."""

from casemgmt.core.errors import NotAllowed, RuleBroken
from casemgmt.policy.categories import Category
from casemgmt.policy.people import Office, Viewer
from teams.selectors.meeting import OnlyFor
from victims.confidential.database import in_transaction
from victims.confidential.ledger import Mark, record
from victims.confidential.models import Kind, Outcome, Practice
from victims.services.terms import Limits, limits_of_site

SETTERS = (Office.SUPERVISOR, Office.AGENCY_HEAD)


def may_set(viewer: Viewer) -> bool:
    """Whether the viewer sets the rules: the organization's supervisor or head."""
    return viewer.office in SETTERS or viewer.is_supervisor


@in_transaction()
def set_practice(viewer: Viewer, *, limits: Limits, call: str) -> None:
    """Set them from now on. Raises NotAllowed, and RuleBroken for days that are out of order or
    longer than the jurisdiction allows."""
    if not may_set(viewer):
        only = OnlyFor(
            "The organization's supervisor or head sets its rules.", because="never",
            category=Category.VICTIM_ADVOCACY, how_to_ask="Ask your supervisor.",
        )  # fmt: skip
        raise NotAllowed(only, "practice", "", "")
    if not 1 <= limits.usual <= limits.long <= limits.most:
        raise RuleBroken("Give days that grow: usually, long from, at most.")
    if limits.most > limits_of_site().most:
        raise RuleBroken(f"The jurisdiction allows {limits_of_site().most} days at most.")
    row = Practice(
        agency_id=viewer.agency_id, created_by_id=viewer.user_id, usual_days=limits.usual,
        long_days=limits.long, most_days=limits.most, call=call.strip(), set_by=viewer.user_id,
        set_by_name=viewer.name,
    )  # fmt: skip
    row.save(force_insert=True)
    fields = ("usual_days", "long_days", "most_days", "call")
    record(viewer, [Mark(Kind.ADD, "practice", row.pk, None, fields, outcome=Outcome.DONE)])
