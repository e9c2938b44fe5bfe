"""Agencies, teams, seats and supervisory lines."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casemgmt.core import clock
from casemgmt.core.errors import ChangedMeanwhile, RuleBroken
from casemgmt.services.line import give_line, take_line
from teams.models import Agency, Membership, Team, Unit
from teams.selectors.administration import state_of
from teams.services import membership as seats
from teams.services.agency import close_agency
from teams.services.groups import tidy_groups
from tests import build
from tests.plugins.roles import as_owner


def seat_of(world, name, team="elm"):
    return Membership.objects.get(user=world.people[name], team=world.teams[team])


def give(world, name, **more):
    terms = seats.Terms(**{"role": "member", "starts": build.day(0), **more})
    person = world.people[name]
    return seats.add_membership(
        world.viewer("sam"), world.teams["elm"].key, person.key, terms=terms
    )


def test_a_seat_opens_the_teams_cases_and_its_end_closes_them_at_once(sam, client_as, world):
    ben, page = client_as("ben"), f"/cases/{world.case.pk}/"
    assert ben.get(page).status_code == 404
    team = f"/administration/teams/{world.teams['elm'].key}/"
    sent = {
        "person": world.people["ben"].key,
        "role": "member",
        "starts": build.day(0),
        "until": "",
        "reason": "Cover",
    }
    assert sam.post(f"{team}seats/add/", sent).headers["Location"] == team
    assert ben.get(page).status_code == 200
    seat = seat_of(world, "ben")
    end = f"/administration/seats/{seat.key}/end/"
    assert sam.post(end, {"last_day": build.day(-1), "reason": "Cover is over"}).status_code == 302
    assert ben.get(page).status_code == 404
    assert not world.people["ben"].groups.filter(pk=world.teams["elm"].group_id).exists()


def test_a_seat_writes_two_rows_however_many_cases(world):
    for number in range(5):
        build.make_case(f"26-{number:04}", team=world.teams["elm"], officer=world.people["ana"])
    with CaptureQueriesContext(connection) as queries:
        give(world, "ben")
    written = [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert len([sql for sql in written if "audit_" not in sql]) == 2
    with CaptureQueriesContext(connection) as queries:
        seats.end_membership(world.viewer("sam"), seat_of(world, "kim").key, last_day=build.day(-1))
    written = [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert len([sql for sql in written if "audit_" not in sql]) == 2


@pytest.mark.parametrize(
    ("name", "more", "words"),
    [
        ("sam", {}, "of your own"),
        ("petra", {}, "no seat on a case team"),
        ("kim", {}, "in that time"),
        ("ben", {"starts": build.day(-1)}, "today at the earliest"),
        ("ben", {"starts": build.day(5), "until": build.day(4)}, "before the first"),
    ],
)
def test_a_seat_that_cannot_be_is_refused_with_its_reason(world, name, more, words):
    with pytest.raises(RuleBroken, match=words):
        give(world, name, **more)


def test_a_seat_is_changed_and_two_people_changing_it_are_told(world):
    seat = seat_of(world, "kim")
    seen = state_of(seat, ("role", "until"))
    sam = world.viewer("sam")
    seats.change_membership(sam, seat.key, role="recorder", until=build.day(30), seen=seen)
    with pytest.raises(ChangedMeanwhile):
        seats.change_membership(sam, seat.key, role="moderator", until=None, seen=seen)
    gone = seat_of(world, "former")
    seen = state_of(gone, ("role", "until"))
    with pytest.raises(RuleBroken, match="has ended"):
        seats.change_membership(sam, gone.key, role="member", until=None, seen=seen)


def test_a_seat_that_has_not_begun_is_withdrawn(world):
    seat = give(world, "ben", starts=build.day(10))
    seats.end_membership(world.viewer("sam"), seat.key, last_day=build.day(-1))
    assert not Membership.objects.filter(pk=seat.pk).exists()


def test_the_night_keeps_the_group_rows_equal_to_the_seats(world):
    ben, elm = world.people["ben"], world.teams["elm"]
    give(world, "ben", starts=build.day(2), until=build.day(4))
    tidy_groups(clock.today())
    members = elm.group.user_set
    assert not members.filter(pk=ben.pk).exists()
    assert tidy_groups(build.day(1)) == (0, 0)
    assert tidy_groups(build.day(2)) == (1, 0)
    assert tidy_groups(build.day(4)) == (0, 0)
    assert tidy_groups(build.day(5)) == (0, 1)
    assert tidy_groups(build.day(5)) == (0, 0)


def test_the_command_says_what_it_changed(world, capsys):
    call_command("tidy_groups")
    call_command("tidy_groups")
    assert capsys.readouterr().out.splitlines()[-1] == "0 added, 0 removed"


def test_a_team_is_made_with_its_group_closed_and_opened_again(sam, client_as, world):
    sent = {
        "name": "Harbor District team",
        "level": "case",
        "unit": world.units["river"].key,
        "vision": "",
    }
    assert sam.post("/administration/teams/add/", sent).status_code == 302
    made = Team.objects.get(name="Harbor District team")
    assert made.group.name == f"team {made.key}"
    assert sam.post("/administration/teams/add/", sent).status_code == 422
    close = f"/administration/teams/{world.teams['elm'].key}/close/"
    assert b"9 seats end" in sam.get(close).content
    assert sam.post(close, {"reason": "Units merged"}).status_code == 302
    assert client_as("kim").get(f"/cases/{world.case.pk}/").status_code == 404
    assert not world.teams["elm"].group.user_set.filter(pk=world.people["kim"].pk).exists()
    with pytest.raises(RuleBroken, match="closed"):
        give(world, "ben")
    assert sam.post(close.replace("close", "reopen"), {}).status_code == 302
    assert give(world, "ben").pk


def test_an_agency_closes_only_when_nobody_works_there(sam, world):
    center = world.agencies["center"]
    response = sam.post(
        f"/administration/agencies/{center.key}/close/", {"reason": "Contract ended"}
    )
    assert response.status_code == 422
    assert b"active people work there" in response.content
    empty = build.make_agency("Empty Center", "treatment")
    assert (
        sam.post(
            f"/administration/agencies/{empty.key}/close/", {"reason": "Never opened"}
        ).status_code
        == 302
    )
    assert Agency.objects.get(pk=empty.pk).closed_on == clock.today()
    with pytest.raises(RuleBroken):
        close_agency(world.viewer("sam"), empty.key, reason="again")
    assert sam.post(f"/administration/agencies/{empty.key}/reopen/", {}).status_code == 302
    assert Agency.objects.get(pk=empty.pk).closed_on is None


def test_an_agency_is_made_changed_and_given_units(sam, world, permissions):
    sent = {
        "name": "Spruce Center",
        "kind": "treatment",
        "sovereign": "tribal",
        "is_part2_program": "on",
    }
    assert sam.post("/administration/agencies/add/", sent).status_code == 302
    made = Agency.objects.get(name="Spruce Center")
    assert made.is_part2_program
    seen = state_of(made, ("name", "kind", "sovereign", "is_part2_program", "address", "phone"))
    changed = {**sent, "name": "Spruce House", "seen": seen}
    assert sam.post(f"/administration/agencies/{made.key}/change/", changed).status_code == 302
    assert sam.post(f"/administration/agencies/{made.key}/change/", changed).status_code == 409
    assert (
        sam.post(f"/administration/agencies/{made.key}/units/add/", {"name": "North"}).status_code
        == 302
    )
    assert (
        sam.post(f"/administration/agencies/{made.key}/units/add/", {"name": "North"}).status_code
        == 422
    )
    unit = Unit.objects.get(name="North")
    renamed = {"name": "North Wing", "seen": state_of(unit, ("name",))}
    assert sam.post(f"/administration/units/{unit.key}/rename/", renamed).status_code == 302
    assert [act for act, _ in permissions()] == [
        "add agency",
        "change agency",
        "add unit",
        "rename unit",
    ]


def test_a_line_is_given_and_taken_and_counts_on_the_next_click(sam, client_as, world, permissions):
    cho, river = world.people["cho"], world.units["river"]
    client, page = client_as("cho"), f"/cases/{world.other.pk}/"
    base = f"/administration/people/{cho.key}/line/"
    assert client.get(page).status_code == 404
    assert (
        sam.post(f"{base}{river.key}/give/", {"reason": "Acting supervisor"}).headers["Location"]
        == base
    )
    assert client.get(page).status_code == 200
    assert b"Supervises it" in sam.get(base).content
    assert sam.post(f"{base}{river.key}/give/", {"reason": "Twice"}).status_code == 422
    assert sam.post(f"{base}{river.key}/take/", {"reason": "Back"}).status_code == 302
    assert client.get(page).status_code == 404
    assert [reason for _, reason in permissions()] == ["Acting supervisor", "Back"]


@pytest.mark.parametrize(
    ("name", "words"), [("sam", "your own"), ("petra", "supervises no"), ("kim", "not a unit of")]
)
def test_a_line_that_cannot_be_is_refused(world, name, words):
    with pytest.raises(RuleBroken, match=words):
        give_line(world.viewer("sam"), world.people[name].key, world.units["elm"].key, reason="x")


def test_a_line_that_is_not_there_is_not_taken(world):
    with pytest.raises(RuleBroken, match="does not supervise"):
        take_line(world.viewer("sam"), world.people["ana"].key, world.units["elm"].key, reason="x")


def test_seats_of_today_end_with_the_day_they_name(world):
    seat = seat_of(world, "kim")
    seats.end_membership(world.viewer("sam"), seat.key, last_day=build.day(0))
    kim = world.viewer("kim")
    assert world.teams["elm"].group_id in kim.scope.group_ids
    with clock.frozen_at(clock.now() + timedelta(days=1)):
        assert world.viewer("kim").scope.group_ids == ()
    with as_owner():
        assert not world.people["kim"].groups.filter(pk=world.teams["elm"].group_id).exists()
