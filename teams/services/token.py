"""API tokens: made by the person they sign in, shown once, ended by date or by hand."""

import secrets
from datetime import timedelta

from django.db import transaction

from casemgmt.core.errors import RuleBroken
from casemgmt.policy.people import Viewer
from teams.models import ApiToken
from teams.selectors.sign_in import digest_of
from teams.selectors.token import access_token, list_tokens
from teams.services.permission import record_permission

LONGEST_DAYS = 90
MOST = 10
BYTES = 32


@transaction.atomic
def make_token(viewer: Viewer, *, name: str, days: int) -> tuple[ApiToken, str]:
    """Return a new token's row and the token itself, which is kept nowhere. Raises RuleBroken."""
    if not 1 <= days <= LONGEST_DAYS:
        raise RuleBroken(f"A token lasts 1 to {LONGEST_DAYS} days.")
    if len(list_tokens(viewer)[0]) >= MOST:
        raise RuleBroken(f"You have {MOST} live tokens. Revoke one that you do not use.")
    token = f"cf_{secrets.token_urlsafe(BYTES)}"
    row = ApiToken(
        user_id=viewer.user_id,
        name=name,
        digest=digest_of(token),
        created_at=viewer.now,
        ends_at=viewer.now + timedelta(days=days),
    )
    row.full_clean(exclude=["user"])
    row.save(force_insert=True)
    record_permission(viewer, row, act="make token", fields=("name", "ends_at"))
    return row, token


@transaction.atomic
def revoke_token(viewer: Viewer, token_id: int) -> ApiToken:
    """Revoke one of one's own tokens; raises NotVisible. Revoking twice changes nothing."""
    row = access_token(viewer, token_id, lock=True)
    if row.revoked_at is None:
        row.revoked_at = viewer.now
        row.save(update_fields=["revoked_at"])
        record_permission(viewer, row, act="revoke token", fields=("revoked_at",))
    return row
