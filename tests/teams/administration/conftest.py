"""Sam at work: signed in a moment ago, so that no page asks again."""

import time

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY

from audit.models import Event
from tests.plugins.roles import as_owner


def sign_in_just_now(client, person, *, seconds_ago=0):
    """Write what allauth writes when somebody signs in."""
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time.time() - seconds_ago}
    ]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return client


@pytest.fixture
def recent(world, client_as):
    """Return a function that gives a client of a person who signed in just now."""
    return lambda name, **options: sign_in_just_now(client_as(name), world.people[name], **options)


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
