"""Does a request once, however often it is sent with the same Idempotency-Key."""

import hashlib
import json
from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from casemgmt.core.errors import RuleBroken
from casemgmt.models import SentRequest
from casemgmt.policy.people import Viewer

LONGEST_KEY = 200


@transaction.atomic
def do_once(
    viewer: Viewer, *, key: str, route: str, body: object, act: Callable[[], UUID]
) -> tuple[UUID, bool]:
    """Return the id that `act` made and whether it was made now; a second sender waits.

    Raises RuleBroken for a key that was used with another body. A refused act leaves no trace.
    """
    if len(key) > LONGEST_KEY:
        raise RuleBroken(f"An Idempotency-Key has at most {LONGEST_KEY} characters.")
    mine = SentRequest(
        user_id=viewer.user_id,
        route=route,
        key_digest=_digest(key),
        body_digest=_digest(_text(body)),
    )
    SentRequest.objects.bulk_create([mine], ignore_conflicts=True)
    kept = SentRequest.objects.get(user_id=viewer.user_id, route=route, key_digest=mine.key_digest)
    if kept.pk == mine.pk:
        kept.made_id = act()
        kept.save(update_fields=["made_id"])
        return kept.made_id, True
    if kept.body_digest != mine.body_digest or kept.made_id is None:
        raise RuleBroken("This Idempotency-Key was used for another request. Send a new one.")
    return kept.made_id, False


def _text(body: object) -> str:
    return json.dumps(body, sort_keys=True, default=str)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
