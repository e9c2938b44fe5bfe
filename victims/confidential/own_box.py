"""The box of what belongs to the organization itself and to no single victim."""

import hashlib
import hmac

from victims.confidential.envelope import Box
from victims.confidential.keys import keys_of

USE = b"what belongs to the organization itself"


def own_box(agency_id: int) -> Box:
    """Return the box; its key follows from one that the organization keeps for good.

    Raises KeyMissing or Unreadable.
    """
    return Box(hmac.new(keys_of(agency_id).cases, USE, hashlib.sha256).digest())
