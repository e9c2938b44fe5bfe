"""Reads a person's own API tokens; nobody reads another's."""

from casemgmt.core.errors import NotVisible
from casemgmt.policy.people import Viewer
from teams.models import ApiToken


def list_tokens(viewer: Viewer) -> tuple[list[ApiToken], list[ApiToken]]:
    """Return the viewer's live tokens, and the last 20 that ended or were revoked."""
    rows = ApiToken.objects.filter(user_id=viewer.user_id)
    live = rows.filter(revoked_at__isnull=True, ends_at__gt=viewer.now)
    return list(live), list(rows.exclude(pk__in=live.values("pk"))[:20])


def access_token(viewer: Viewer, token_id: int, *, lock: bool = False) -> ApiToken:
    """Return one of the viewer's own tokens; raises NotVisible."""
    rows = ApiToken.objects.filter(user_id=viewer.user_id, pk=token_id)
    row = (rows.select_for_update() if lock else rows).first()
    if row is None:
        raise NotVisible("apitoken", token_id)
    return row
