"""Sam at work: signed in a moment ago, so that no page asks again."""

import pytest

from audit.models import Event
from tests.plugins.roles import as_owner


@pytest.fixture
def sam(recent):
    """Return Sam's client."""
    return recent("sam")


@pytest.fixture
def permissions(db):
    """Return a function that lists the acts on the ledger with their reasons, oldest first."""

    def acts():
        with as_owner():
            rows = Event.objects.filter(kind="permission").order_by("id")
            return [(row.detail["act"], row.reason) for row in rows]

    return acts
