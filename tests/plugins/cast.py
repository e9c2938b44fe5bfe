"""Fixtures of the cast: the world, and a browser-like client signed in as one of its people."""

import time
from collections.abc import Callable

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.test import Client

from tests.world import World, build_world


@pytest.fixture
def world(db: None) -> World:
    """Return the cast, two teams and two cases, built for this test."""
    return build_world()


@pytest.fixture
def client_as(world: World) -> Callable[[str], Client]:
    """Return a function that gives a client signed in, past the notice and the second factor,
    as a person by name."""

    def signed_in(name: str) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(
            world.people[name], backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        session = client.session
        session["has_factor"] = True
        session["notice_at"] = "2026-01-01T00:00:00+00:00"
        session.save()
        return client

    return signed_in


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
