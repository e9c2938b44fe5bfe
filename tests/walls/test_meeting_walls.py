"""What the database itself shows of meetings: to the team, its guests, the line, the mail, and to
nobody else."""

import pytest
from django.db import DatabaseError, connection, transaction

from teams.models import Addendum, AgendaItem, Attendance, Meeting, Minutes, Reminder
from tests import build, build_meetings
from tests.plugins.roles import as_owner

WRITTEN = (Attendance, AgendaItem, Minutes, Addendum)


@pytest.fixture
def met(world):
    """Return the world in which both teams have minutes, addenda, segments and mail."""
    with as_owner():
        for held in (world.records, world.foreign):
            meeting = held["meeting"]
            planner = meeting.planned_by
            build_meetings.make_segment(meeting)
            minutes = Minutes.objects.create(meeting=meeting, general="x", written_by=planner)
            Addendum.objects.create(minutes=minutes, text="x", written_by=planner)
            Reminder.objects.create(
                meeting=meeting, recipient=planner, kind="lead_day", due_at=meeting.starts_at
            )
    return world


def meetings_of(model) -> set:
    """Return the meetings of the rows that a query without any condition finds."""
    column = {Meeting: "pk", Addendum: "minutes_id"}.get(model, "meeting_id")
    return set(model.objects.values_list(column, flat=True))


def no_scope() -> None:
    with connection.cursor() as cursor:
        for name in ("user_id", "group_ids", "unit_ids", "agency_ids", "caseload"):
            cursor.execute("SELECT set_config(%s, '', true)", [f"app.{name}"])


@pytest.mark.parametrize("name", ["ana", "kim", "cho", "priya"])
def test_a_member_finds_the_own_team_s_meetings_alone(met, name):
    met.viewer(name)
    for model in (Meeting, *WRITTEN):
        assert meetings_of(model) == {met.records["meeting"].pk}, model.__name__


@pytest.mark.parametrize("name", ["eva", "former", "sam", "petra", "alex", "dora"])
def test_who_sits_nowhere_finds_none(met, name):
    met.viewer(name)
    for model in (Meeting, *WRITTEN):
        assert meetings_of(model) == set(), model.__name__


def test_the_line_finds_the_meetings_of_its_unit(met):
    met.viewer("rosa")
    for model in (Meeting, *WRITTEN):
        assert meetings_of(model) == {met.records["meeting"].pk}, model.__name__


def test_a_grant_on_a_case_shows_when_it_was_discussed_and_nothing_that_was_said(met):
    build.grant(met.people["eva"], met.case)
    met.viewer("eva")
    assert meetings_of(Meeting) == {met.records["meeting"].pk}
    for model in WRITTEN:
        assert meetings_of(model) == set(), model.__name__


@pytest.mark.parametrize(("capacity", "number"), [("guest", 1), ("designee", 1), ("member", 0)])
def test_a_guest_finds_the_meeting_and_a_member_whose_seat_ended_does_not(met, capacity, number):
    with as_owner():
        Attendance.objects.create(
            meeting=met.records["meeting"], user=met.people["former"], capacity=capacity
        )
    met.viewer("former")
    for model in (Meeting, *WRITTEN):
        assert len(meetings_of(model)) == number, model.__name__


def test_a_seat_that_ends_today_s_day_before_closes_the_minutes(met):
    with as_owner():
        met.people["kim"].memberships.update(until=build.day(-1))
    met.viewer("kim")
    assert meetings_of(Minutes) == set()


def test_without_anybody_only_meetings_with_mail_on_its_way_are_there(met):
    with as_owner():
        Reminder.objects.filter(meeting=met.foreign["meeting"]).update(state="sent")
    no_scope()
    for model in (Meeting, Attendance):
        assert meetings_of(model) == {met.records["meeting"].pk}, model.__name__


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE teams_minutes SET general = 'y'",
        "UPDATE teams_agendaitem SET note = 'y'",
        "UPDATE teams_attendance SET status = 'absent'",
        "UPDATE teams_meeting SET title = 'y'",
        "DELETE FROM teams_agendaitem",
        "DELETE FROM teams_attendance",
    ],
)
def test_writing_stops_at_the_own_team(met, statement):
    table = statement.split()[1] if statement.startswith("UPDATE") else statement.split()[2]
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        everything = cursor.fetchone()[0]
    met.viewer("ana")
    with connection.cursor() as cursor:
        cursor.execute(statement)
        assert 0 < cursor.rowcount < everything


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM teams_meeting",
        "DELETE FROM teams_minutes",
        "DELETE FROM teams_addendum",
        "UPDATE teams_addendum SET text = 'y'",
    ],
)
def test_what_was_said_stays(met, statement):
    met.viewer("ana")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)


def test_nobody_plans_or_writes_at_another_team_s_table(met):
    met.viewer("ana")
    foreign = met.foreign["meeting"]
    rows = [
        AgendaItem(meeting=foreign, kind="needs", title="x"),
        Attendance(meeting=foreign, user=met.people["ana"]),
        Addendum(minutes_id=foreign.pk, text="x", written_by=met.people["ana"]),
        Meeting(
            team=met.teams["river"], planned_by=met.people["ana"], starts_at=foreign.starts_at,
            local_start=foreign.local_start,
        ),
    ]  # fmt: skip
    for row in rows:
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            row.save(force_insert=True)


def test_a_guest_adds_to_minutes_but_does_not_write_them(met):
    with as_owner():
        Attendance.objects.create(
            meeting=met.records["meeting"], user=met.people["eva"], capacity="guest"
        )
    met.viewer("eva")
    Addendum.objects.create(
        minutes_id=met.records["meeting"].pk, text="x", written_by=met.people["eva"]
    )
    assert Minutes.objects.update(general="y") == 0
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Meeting.objects.update(title="y")
