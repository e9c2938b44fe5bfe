"""Opens the advocacy database for one organization.

One transaction, whose row-level security knows who looks.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from casemgmt.policy.people import Viewer
from casemgmt.startup import refuse_powers
from victims.confidential.database import bound_to, connection, here, in_transaction

_SCOPE = """
SELECT set_config('app.user_id', %s, true), set_config('app.agency_id', %s, true),
  set_config('app.page_id', %s, true)
"""


@contextmanager
def open_for(viewer: Viewer) -> Iterator[None]:
    """Run what is inside as the viewer's organization, in its own database.

    Raises OperationalError where that is down, NoDatabase where the organization has none.
    """
    with bound_to(viewer.agency_id), in_transaction(durable=True):
        _refuse_unsafe_role(here())
        scope_to(viewer.user_id, viewer.agency_id)
        yield


def scope_to(user_id: int, agency_id: int) -> None:
    """Let the rest of this transaction see this organization's rows only; raises NotBound."""
    with connection().cursor() as cursor:
        cursor.execute(_SCOPE, [str(user_id), str(agency_id), str(uuid.uuid4())])


@cache
def _refuse_unsafe_role(alias: str) -> None:
    """Raise ImproperlyConfigured for a role that the walls would not stop; asked once a process."""
    refuse_powers(alias)
