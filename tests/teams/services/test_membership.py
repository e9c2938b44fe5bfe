"""A seat is one row whatever the team holds, and an ended one is dead on the next request."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from casemgmt.core import clock
from casemgmt.models import Case, CaseGroupGrant
from casemgmt.selectors.case import CaseFilter, list_cases
from teams.models import Membership
from teams.services.membership import Terms, add_membership, change_membership, end_membership
from teams.services.token import make_token
from tests import build
from tests.plugins.roles import as_owner

CASES = 500


@pytest.fixture
def large(world):
    """Return the world with a first team that holds 500 cases more."""
    with as_owner():
        view = build.Permission.objects.get(
            codename="view_case", content_type__app_label="casemgmt"
        )
        first = world.case
        rows = [
            Case(
                number=f"25-{number:04}", person_id=first.person_id, person_name="Case Ofmany",
                agency_id=first.agency_id, unit_id=first.unit_id, team_id=first.team_id,
                officer_id=first.officer_id, opened_on=build.day(-30),
                next_review=build.day(number % 90),
            )
            for number in range(CASES)
        ]  # fmt: skip
        cases = Case.objects.unscoped(reason="test").bulk_create(rows)
        group = world.teams["elm"].group
        CaseGroupGrant.objects.bulk_create(
            [CaseGroupGrant(group=group, permission=view, content_object=case) for case in cases]
        )
    return world


def rows_written() -> int:
    """Return how many rows this transaction wrote, in all tables but the ledger."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)"
            " FROM pg_stat_xact_user_tables WHERE relname NOT LIKE 'audit%%'"
        )
        return int(cursor.fetchone()[0])


def total(world, name):
    return list_cases(world.viewer(name), CaseFilter()).total


def test_giving_changing_and_ending_a_seat_writes_at_most_two_rows(large):
    team, dora, today = large.teams["elm"], large.people["dora"], clock.today()
    assert total(large, "dora") == 0
    viewer = large.viewer("sam")
    before = rows_written()
    seat = add_membership(viewer, team.key, dora.key, terms=Terms("member", today))
    assert rows_written() - before <= 2
    assert total(large, "dora") == CASES + 1
    viewer = large.viewer("sam")
    before = rows_written()
    seen = _state(seat)
    change_membership(viewer, seat.key, role="recorder", until=build.day(9), seen=seen)
    assert rows_written() - before <= 2
    viewer = large.viewer("sam")
    before = rows_written()
    end_membership(viewer, seat.key, last_day=build.day(-1), reason="left")
    assert rows_written() - before <= 2
    assert total(large, "dora") == 0


def test_ending_one_that_has_lasted_writes_at_most_two_rows(large):
    assert total(large, "kim") == CASES + 1
    seat = Membership.objects.get(user=large.people["kim"])
    viewer = large.viewer("sam")
    before = rows_written()
    end_membership(viewer, seat.key, last_day=build.day(-1), reason="left")
    assert rows_written() - before <= 2
    assert total(large, "kim") == 0


def _state(seat):
    from teams.selectors.administration import state_of  # noqa: PLC0415

    return state_of(seat, ("role", "until"))


@pytest.fixture
def open_page(world, client_as):
    """Return kim's session with the page of the case open, and a program of hers."""
    client = client_as("kim")
    assert client.get(f"/cases/{world.case.pk}/").status_code == 200
    token = make_token(world.viewer("kim"), name="sync", days=5)[1]
    program = Client(headers={"authorization": f"Token {token}"})
    assert program.get(f"/api/v1/cases/{world.case.pk}/").status_code == 200
    return client, program


def refused_everywhere(world, client, program):
    """Whatever the open page leads to is refused, to the session and to the program alike."""
    page = f"/cases/{world.case.pk}/"
    typed = {"period_from": build.day(-9), "period_until": build.day(0), "summary": "x"}
    answers = [
        client.get(page),
        client.get(page, headers={"hx-request": "true"}),
        client.get(f"{page}timeline/"),
        client.post(f"{page}summaries/add/", typed),
        client.get(f"/meetings/{world.records['meeting'].pk}/"),
        program.get(f"/api/v1/cases/{world.case.pk}/"),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert b"Marlow" not in b"".join(answer.content for answer in answers)
    assert b"Marlow" not in client.get("/cases/").content
    assert b"Marlow" not in client.get("/search/?q=24-0117").content
    assert program.get("/api/v1/cases/").json()["results"] == []


def test_ended_by_hand_it_is_dead_for_the_open_page_the_session_and_the_token(world, open_page):
    seat = Membership.objects.get(user=world.people["kim"])
    end_membership(world.viewer("sam"), seat.key, last_day=build.day(-1), reason="left")
    refused_everywhere(world, *open_page)


def test_ended_by_its_date_it_is_dead_with_no_job_run(world, open_page):
    with as_owner():
        Membership.objects.filter(user=world.people["kim"]).update(until=build.day(0))
    assert open_page[0].get(f"/cases/{world.case.pk}/").status_code == 200  # its last day counts
    with clock.frozen_at(clock.now() + timedelta(days=1)):
        for session_client in open_page[:1]:
            session = session_client.session
            session["seen_at"] = session["began_at"] = int(clock.now().timestamp())
            session.save()
        with as_owner():  # the row of the group is still there: nothing tidied it
            assert world.people["kim"].groups.filter(pk=world.teams["elm"].group_id).exists()
        refused_everywhere(world, *open_page)
