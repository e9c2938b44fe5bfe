"""The reason of a refusal goes by the jurisdiction's day."""

from datetime import timedelta

import pytest
import time_machine

from audit.models import Event
from teams.models import Membership
from tests.plugins.roles import as_owner

pytestmark = pytest.mark.django_db
EVENING = "2026-11-20T21:00:00-05:00"  # in Greenwich the next day has begun


@pytest.mark.parametrize(
    ("first", "last", "because"), [(-5, -1, "membership_ended"), (1, 2, "no_standing")]
)
def test_a_seat_that_begins_tomorrow_has_not_ended_tonight(world, client_as, first, last, because):
    with time_machine.travel(EVENING, tick=False):
        today = world.viewer("ben").today
        with as_owner():
            Membership.objects.create(
                team=world.teams["elm"], user=world.people["ben"], role="member",
                starts=today + timedelta(days=first), until=today + timedelta(days=last),
            )  # fmt: skip
        answer = client_as("ben").get(f"/cases/{world.case.pk}/")
    assert answer.status_code == 404
    with as_owner():
        found = Event.objects.filter(request_id=answer["X-Request-Id"]).values_list("because")
        assert list(found) == [(because,)]
