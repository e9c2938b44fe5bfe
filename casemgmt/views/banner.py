"""What stands above each page: emergency access that is open, and reviews of it that are late."""

from functools import partial
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest

from casemgmt.policy.people import Viewer
from casemgmt.selectors.emergency import count_late, open_glasses


def banners(request: HttpRequest) -> dict[str, Any]:
    """Return both, worked out only where a page shows them."""
    viewer = getattr(request, "viewer", None)
    return {
        "open_glasses": partial(_open, request, viewer),
        "late_reviews": partial(_late, viewer),
    }


def _open(request: HttpRequest, viewer: Viewer | None) -> list[dict[str, Any]]:
    if viewer is None or not viewer.has_caseload or not viewer.active or not viewer.mfa:
        return []
    match = request.resolver_match
    here = str(match.kwargs.get("case_id", "")) if match else ""
    try:
        glasses = open_glasses(viewer)
    except DatabaseError:  # an error page of a transaction that failed has no banner
        return []
    return [{"glass": one, "is_here": str(one.case_id) == here} for one in glasses]


def _late(viewer: Viewer | None) -> int:
    try:
        return count_late(viewer) if viewer is not None else 0
    except DatabaseError:
        return 0
