"""Pages of a meeting: each viewer's measure, what was typed stays, steady query counts."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from casemgmt.models import Conflict, Decision, Step
from teams.models import Attendance, Meeting, Reminder
from teams.services.meeting import close_meeting, open_meeting
from tests import build
from tests.meetings import in_session, plan, review_of
from tests.pages import same_words
from tests.plugins.roles import as_owner

MEETING_LIMIT = 20


def day_and_time(days=10):
    return {"day": build.day(days).isoformat(), "time": "10:00"}


def plan_data(world, **fields):
    return {
        "team": str(world.teams["elm"].key),
        "title": "Weekly case review",
        "minutes_long": "90",
        "place": "Room 4",
        "link": "",
        "window": "14",
        "members": [str(world.people[name].key) for name in ("ana", "cho", "kim")],
        "cases": [str(world.case.pk)],
        "policy": "Office hours\nParking",
        "procedure": "",
        "needs": "",
    } | day_and_time() | fields  # fmt: skip


def test_cho_plans_a_meeting_with_its_agenda_and_mails(world, client_as):
    client = client_as("cho")
    page = client.get("/meetings/plan/")
    assert world.case.number in page.content.decode()
    answer = client.post("/meetings/plan/", plan_data(world))
    assert answer.status_code == 302
    meeting = Meeting.objects.get(title="Weekly case review")
    assert answer.url == f"/meetings/{meeting.pk}/"
    assert Attendance.objects.filter(meeting=meeting).count() == 3
    assert Reminder.objects.filter(meeting=meeting).count() == 9
    body = client.get(answer.url).content.decode()
    assert world.case.number in body
    assert "Parking" in body


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"day": "2027-02-30"}, "Choose a day that exists"),
        ({"day": "2020-01-05"}, "This time has passed"),
        ({"place": ""}, "Give a place or a link"),
        ({"members": []}, "Choose at least one"),
        ({"cases": ["00000000-0000-0000-0000-000000000001"]}, "Choose among the choices"),
        ({"title": "x" * 400}, "there is room for 120"),
    ],
)
def test_bad_input_keeps_what_was_typed_and_says_what_to_do(world, client_as, fields, words):
    answer = client_as("cho").post("/meetings/plan/", plan_data(world, **fields))
    body = answer.content.decode()
    assert answer.status_code == 422
    assert words in body
    assert "Office hours" in body


def test_a_forged_foreign_case_or_team_plans_nothing(world, client_as):
    client = client_as("cho")
    forged = plan_data(world, cases=[str(world.other.pk)])
    assert client.post("/meetings/plan/", forged).status_code == 422
    foreign = plan_data(world, team=str(world.teams["river"].key))
    assert client.post("/meetings/plan/", foreign).status_code == 404
    assert not Meeting.objects.filter(title="Weekly case review").exists()


def test_who_coordinates_no_team_finds_no_planning_page(world, client_as):
    assert client_as("ana").get("/meetings/plan/").status_code == 404


@pytest.mark.parametrize("name", ["ben", "nina", "tess", "former", "eva"])
def test_a_meeting_of_another_team_answers_like_a_missing_one(world, client_as, name):
    meeting = plan(world)
    client = client_as(name)
    for part in ("", "minutes/", "calendar.ics", "agenda/", "minutes/write/"):
        found = client.get(f"/meetings/{meeting.pk}/{part}")
        missing = client.get(f"/meetings/00000000-0000-0000-0000-000000000001/{part}")
        assert found.status_code == missing.status_code == 404
        assert same_words(found) == same_words(missing)


def test_items_of_cases_that_a_member_may_not_know_do_not_count(world, client_as):
    others = [
        build.make_case(f"25-{n:04}", team=world.teams["elm"], officer=world.people["ana"])
        for n in range(3)
    ]
    meeting = plan(world, cases=[others[0], world.case, *others[1:]])
    with as_owner():
        Conflict.objects.create(user=world.people["kim"], case=others[0])
    ana = client_as("ana").get(f"/meetings/{meeting.pk}/").content.decode()
    kim = client_as("kim").get(f"/meetings/{meeting.pk}/").content.decode()
    priya = client_as("priya").get(f"/meetings/{meeting.pk}/").content.decode()
    lee = client_as("lee").get(f"/meetings/{meeting.pk}/").content.decode()
    assert "0 of 4 discussed" in ana
    assert "0 of 3 discussed" in kim
    assert "25-0000" in ana
    assert "25-0000" not in kim
    assert "0 of 1 discussed" in priya  # an examiner stands where an exam is assigned
    assert "discussed" not in lee  # policy items only
    assert world.case.number not in lee


def test_the_item_page_numbers_what_the_viewer_sees(world, client_as):
    hidden = build.make_case("25-0001", team=world.teams["elm"], officer=world.people["ana"])
    meeting = plan(world, cases=[hidden, world.case])
    review = review_of(world, meeting)
    url = f"/reviews/{review.pk}/"
    assert "Item 2 of 2" in client_as("ana").get(url).content.decode()
    priya = client_as("priya").get(url).content.decode()
    assert "Item 1 of 1" in priya
    assert "Previous item" not in priya


def test_the_advocates_input_stands_first(world, client_as):
    review = review_of(world, in_session(world))
    body = client_as("cho").get(f"/reviews/{review.pk}/").content.decode()
    assert body.index('id="input"') < body.index('id="said"')
    assert f"/cases/{world.case.pk}/input/" in body


def test_a_prosecutor_is_refused_the_item_with_the_reason(world, client_as):
    review = review_of(world, plan(world))
    answer = client_as("lee").get(f"/reviews/{review.pk}/")
    assert answer.status_code == 403
    assert "Your discipline does not receive this category" in answer.content.decode()


def decision_data(world, **fields):
    return {
        "question": "May he move?", "text": "He may move.", "outcome": "consensus",
        "victim_perspective": "none_shared", "victim_perspective_note": "", "dissent": "",
        "review_on": build.day(60).isoformat(),
        "step-1-text": "Visit the flat", "step-1-owner": str(world.people["ana"].key),
        "step-1-due_on": build.day(4).isoformat(),
    } | fields  # fmt: skip


def test_cho_records_a_decision_with_an_action(world, client_as):
    review = review_of(world, in_session(world))
    client = client_as("cho")
    answer = client.post(f"/reviews/{review.pk}/decide/", decision_data(world))
    assert answer.status_code == 302
    with as_owner():
        decision = Decision.objects.unscoped(reason="test").get(review=review)
        assert Step.objects.unscoped(reason="test").get(decision=decision).text == "Visit the flat"
    body = client_as("ana").get("/steps/").content.decode()
    assert "Visit the flat" in body


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"victim_perspective": ""}, "Victim perspective: Choose one."),
        ({"outcome": "vote"}, "Choose one of the choices"),
        ({"review_on": "2027-02-30"}, "Choose a day that exists"),
        ({"step-1-due_on": ""}, "An action is not complete"),
        ({"step-2-text": "Call"}, "An action is not complete"),
        ({"review_on": "2020-01-01"}, "Choose a later one"),
        ({"text": "x" * 5000}, "there is room for 4000"),
    ],
)
def test_a_decision_that_is_not_complete_keeps_what_was_typed(world, client_as, fields, words):
    review = review_of(world, in_session(world))
    answer = client_as("cho").post(f"/reviews/{review.pk}/decide/", decision_data(world, **fields))
    assert answer.status_code == 422
    body = answer.content.decode()
    assert words in body
    assert "Visit the flat" in body
    with as_owner():
        assert not Decision.objects.unscoped(reason="test").filter(review=review).exists()


def test_an_attendance_is_one_click_with_and_without_scripts(world, client_as):
    meeting = in_session(world)
    client = client_as("cho")
    url = f"/meetings/{meeting.pk}/attendance/{world.people['ana'].key}/"
    assert client.post(url, {"status": "present"}).status_code == 302
    part = client.post(url, {"status": "excused"}, headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert b"<html" not in part.content
    assert client.post(url, {"status": "asleep"}).status_code == 422


def test_a_draft_is_its_writers_until_the_meeting_closes(world, client_as):
    meeting = in_session(world)
    url = f"/meetings/{meeting.pk}/minutes/"
    assert client_as("cho").get(url).status_code == 200
    assert client_as("ana").get(url).status_code == 404
    close_meeting(world.viewer("cho"), meeting.pk)
    assert client_as("ana").get(url).status_code == 200


def test_minutes_show_each_reader_his_measure(world, client_as):
    meeting = in_session(world)
    review = review_of(world, meeting)
    client_as("cho").post(f"/reviews/{review.pk}/decide/", decision_data(world))
    close_meeting(world.viewer("cho"), meeting.pk)
    url = f"/meetings/{meeting.pk}/minutes/"
    assert "He may move." in client_as("kim").get(url).content.decode()
    lee = client_as("lee").get(url).content.decode()
    assert "He may move." not in lee
    assert world.case.number not in lee


def test_what_a_meeting_shows_is_on_the_ledger(world, client_as):
    meeting = plan(world)
    client_as("kim").get(f"/meetings/{meeting.pk}/")
    with as_owner():
        rows = Event.objects.filter(actor_id=world.people["kim"].pk, outcome="shown")
        assert rows.filter(subject_kind="meeting", subject_id=str(meeting.pk)).exists()
        assert rows.filter(subject_kind="casereview", case_id=world.case.pk).exists()
        assert rows.filter(subject_kind="case", case_id=world.case.pk).exists()


def test_moving_cancelling_and_inviting_by_the_pages(world, client_as):
    meeting = plan(world)
    client = client_as("cho")
    base = f"/meetings/{meeting.pk}/"
    assert client.get(f"{base}move/").status_code == 200
    data = {"title": "Moved", "minutes_long": 60, "place": "Room 5", "version": 1}
    assert client.post(f"{base}move/", data | day_and_time(20)).status_code == 302
    stale = client.post(f"{base}move/", data | day_and_time(21))
    assert stale.status_code == 409
    assert "Yours, not saved" in stale.content.decode()
    assert client.get(f"{base}invited/").status_code == 200
    members = {"members": [str(world.people["ana"].key)], "version": 2}
    assert client.post(f"{base}invited/", members).status_code == 302
    assert client.post(f"{base}cancel/", {"version": 3}).status_code == 422
    done = client.post(f"{base}cancel/", {"reason": "Snow", "version": 3}, follow=True)
    assert "Cancelled" in done.content.decode()


def test_a_mail_that_failed_is_told_to_the_coordinator_alone(world, client_as):
    meeting = plan(world)
    Reminder.objects.filter(meeting=meeting, recipient=world.people["kim"]).update(state="failed")
    url = f"/meetings/{meeting.pk}/"
    assert (
        "Mail could not be delivered to Kim Example" in client_as("cho").get(url).content.decode()
    )
    assert "Mail could not be delivered" not in client_as("ana").get(url).content.decode()


def test_the_calendar_entry_tells_nothing(world, client_as):
    meeting = plan(world)
    body = client_as("ana").get(f"/meetings/{meeting.pk}/calendar.ics").content.decode()
    assert "SUMMARY:Team appointment" in body
    assert "Room 4" not in body
    assert "Elm" not in body


def queries_of(client, url):
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return [q["sql"] for q in captured if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]


@pytest.mark.parametrize("name", ["cho", "ana", "kim", "priya", "lee"])
def test_a_meeting_of_40_items_costs_as_many_queries_as_one_of_20(world, client_as, name):
    cases = [
        build.make_case(f"26-{n:04}", team=world.teams["elm"], officer=world.people["ana"])
        for n in range(40)
    ]
    for case in cases:
        build.make_referral(case, world.people["ana"], world.people["priya"])
    few, many = plan(world, cases=cases[:20]), plan(world, cases=cases)
    client = client_as(name)
    counts = [len(queries_of(client, f"/meetings/{m.pk}/")) for m in (few, many)]
    assert counts[0] == counts[1] <= MEETING_LIMIT
    open_meeting(world.viewer("cho"), many.pk)
    close_meeting(world.viewer("cho"), many.pk)
    assert len(queries_of(client, f"/meetings/{many.pk}/minutes/")) <= MEETING_LIMIT + 10
