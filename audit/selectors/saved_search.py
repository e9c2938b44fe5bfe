"""Reads the searches that a person keeps: one's own, and nobody else's."""

from uuid import UUID

from audit.models import SavedSearch
from casemgmt.core.errors import NotVisible
from casemgmt.policy.people import Viewer

MOST = 50


def list_saved_searches(viewer: Viewer) -> list[SavedSearch]:
    """Return the viewer's own searches by name; none for who does not read the ledger."""
    if not viewer.reads_ledger:
        return []
    return list(SavedSearch.objects.filter(user_id=viewer.user_id)[:MOST])


def access_saved_search(viewer: Viewer, search_id: UUID) -> SavedSearch:
    """Return one of the viewer's own searches; raises NotVisible."""
    found = SavedSearch.objects.filter(user_id=viewer.user_id, pk=search_id).first()
    if found is None or not viewer.reads_ledger:
        raise NotVisible("savedsearch", search_id)
    return found
