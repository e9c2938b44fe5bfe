"""The demonstration jurisdiction as a fixture: few cases, all of their history."""

from collections.abc import Callable

import pytest
from django.test import Client

from casemgmt.core import clock
from casemgmt.demo.seed import seed
from casemgmt.demo.stage import Stage
from tests.plugins.roles import as_owner

CASES = 40


@pytest.fixture
def jurisdiction(db: None) -> Stage:
    """Return the demonstration with 40 cases, written as the owner of the tables."""
    with as_owner():
        stage, _ = seed(clock.today(), CASES, print)
    return stage


@pytest.fixture
def sign_in_as(jurisdiction: Stage) -> Callable[[str], Client]:
    """Return a function that gives a client signed in as a person of the demonstration."""

    def signed_in(name: str) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(
            jurisdiction.people[name],
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )
        session = client.session
        session["has_factor"], session["notice_at"] = True, "2026-01-01T00:00:00+00:00"
        session.save()
        return client

    return signed_in
