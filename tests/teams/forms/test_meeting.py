"""The form of a meeting: bad input gets words that say what to do."""

import pytest

from teams.forms.meeting import MeetingForm

BASE = {"title": "Review", "minutes_long": "60", "place": "Room 4"}


def form_of(**fields):
    return MeetingForm(BASE | fields, zone="America/New_York")


def test_a_time_that_does_not_exist_is_refused_with_what_to_do():
    form = form_of(day="2027-03-14", time="02:30")
    assert not form.is_valid()
    assert form.errors["time"] == [
        "02:30 does not exist on March 14, 2027: the clocks go forward over it. "
        "Choose an earlier or a later time."
    ]


def test_a_time_that_comes_twice_asks_which():
    form = form_of(day="2026-11-01", time="01:30")
    assert not form.is_valid()
    assert form.errors["which"] == ["Choose one."]


@pytest.mark.parametrize(("which", "hour"), [("first", 5), ("second", 6)])
def test_the_answer_chooses_the_moment(which, hour):
    form = form_of(day="2026-11-01", time="01:30", which=which)
    assert form.is_valid()
    assert form.appointment().starts_at.hour == hour


def test_an_ordinary_time_does_not_ask():
    form = form_of(day="2027-01-05", time="10:30")
    assert form.is_valid()
    assert "which" not in form.fields


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"day": "2027-02-30", "time": "10:00"}, "day"),
        ({"day": "2027-02-03", "time": "25:00"}, "time"),
        ({"day": "2027-02-03", "time": "10:00", "place": ""}, "place"),
        ({"day": "2027-02-03", "time": "10:00", "link": "javascript:alert(1)"}, "link"),
        ({"day": "2027-02-03", "time": "10:00", "minutes_long": "100000"}, "minutes_long"),
        ({"day": "2027-02-03", "time": "10:00", "title": "x" * 200}, "title"),
    ],
)
def test_bad_input_is_told_at_its_field(fields, name):
    form = form_of(**fields)
    assert not form.is_valid()
    assert list(form.errors) == [name]
