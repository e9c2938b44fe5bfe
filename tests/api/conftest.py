"""Programs that call the API, signed in by session or by token, and what the ledger kept of it."""

import pytest
from django.test import Client

from audit.models import Event
from casemgmt.models import CaseReview
from teams.models import Attendance, Meeting
from teams.services.token import make_token
from tests import build
from tests.plugins.roles import as_owner


@pytest.fixture
def token_of(world):
    """Return a function that makes a live token of a person."""

    def make(name, days=5):
        return make_token(world.viewer(name), name="test", days=days)[1]

    return make


@pytest.fixture
def by_token(token_of):
    """Return a function that gives a client of a program with a person's token."""

    def signed_in(name):
        headers = {"authorization": f"Token {token_of(name)}"}
        return Client(raise_request_exception=False, headers=headers)

    return signed_in


@pytest.fixture
def events(db):
    """Return a function that lists the ledger's rows since the last call of it."""
    seen = [0]

    def since():
        with as_owner():
            rows = list(Event.objects.filter(id__gt=seen[0]).order_by("id"))
        seen[0] = rows[-1].id if rows else seen[0]
        return rows

    return since


@pytest.fixture
def meeting(world):
    """Return a meeting of the first team with its case on the agenda."""
    ana = world.people["ana"]
    begins = build.moment(2)
    with as_owner():
        meeting = Meeting.objects.create(
            team=world.teams["elm"],
            title="Case review",
            local_start=begins,
            starts_at=begins,
            place="Room 4",
            planned_by=world.people["cho"],
        )
        Attendance.objects.create(meeting=meeting, user=ana)
        CaseReview.objects.unscoped(reason="test").create(
            meeting=meeting,
            case=world.case,
            author=ana,
            owner_agency=ana.agency,
            question="MARK-question",
        )
    return meeting
