"""The events of one page load: of the page's own request, and of the parts that it fetched."""

from typing import Any

from django.db.models import F, Q, QuerySet

from audit.models import Event, Kind, Outcome
from casemgmt.policy.people import Viewer

# What a print of a page is of: the same records, parts and authorities.
SHOWN = (
    "subject_kind", "subject_id", "case_id", "owner_agency_id", "category", "part", "fields",
    "authority", "authority_ref", "policy_version", "total", "purpose",
)  # fmt: skip


def of_page(events: QuerySet[Event], page_id: str) -> QuerySet[Event]:
    """Return those of one page load: of the page's own request, and of the parts it fetched."""
    parts = Q(page_id=page_id) & ~Q(page_id=F("request_id"))
    return events.filter(Q(request_id=page_id) | parts)


def list_shown(viewer: Viewer, page_id: str) -> list[dict[str, Any]]:
    """Return what one page load has shown to this viewer himself, in the order of the page."""
    mine = Event.objects.filter(actor_id=viewer.user_id, outcome=Outcome.SHOWN)
    shown = of_page(mine, page_id).exclude(kind=Kind.PRINT).order_by("id")
    return list(shown.values(*SHOWN))
