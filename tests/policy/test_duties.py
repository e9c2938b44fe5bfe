"""Duties with a clock: the file, the times, the words; a warning's rules, without a database."""

from datetime import UTC, datetime, timedelta

import pytest

from casemgmt.policy.duties import (
    DEFAULT_PATH,
    DutiesError,
    WarnDuty,
    clock_of,
    is_late_entry,
    oral_due,
    report_duty,
    warn_duty,
    written_due,
)
from casemgmt.policy.warning import WarningTerms, faults_of, words_of_treatment

NOW = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_times_are_the_statutes_and_no_other_state_has_any():
    duty = report_duty(DEFAULT_PATH, "CT")
    assert oral_due(duty, NOW) == NOW + 12 * HOUR
    assert written_due(duty, NOW, None) == NOW + 60 * HOUR
    assert written_due(duty, NOW, NOW + HOUR) == NOW + 49 * HOUR
    assert report_duty(DEFAULT_PATH, "") is None
    assert report_duty(DEFAULT_PATH, "ZZ") is None
    assert warn_duty(DEFAULT_PATH, "CT", "treatment").duty == "permissive"
    for state, profession in (("CT", "supervision"), ("", "treatment"), ("ZZ", "treatment")):
        assert warn_duty(DEFAULT_PATH, state, profession) == WarnDuty()
        assert WarnDuty().duty == "not_set"


@pytest.mark.parametrize(
    "text",
    [
        "states: 1",
        "states: {XX: {report: {professions: [a], oral_hours: -1, written_hours: 2}}}",
        "states: {XX: {warn: {treatment: {duty: perhaps, source: x}}}}",
        "states: {XX: {report: {professions: [a], oral_hours: 1, written_hours: 2,"
        " written_from: moon, to: x, source: y}}}",
    ],
)
def test_a_file_that_makes_no_sense_is_refused(tmp_path, text):
    path = tmp_path / "duties.yaml"
    path.write_text(text)
    with pytest.raises(DutiesError, match="duties.yaml"):
        report_duty(str(path), "XX")


@pytest.mark.parametrize(
    ("due", "done", "state", "words"),
    [
        (NOW + 5 * HOUR, None, "open", "5 h 0 min left"),
        (NOW + HOUR, None, "soon", "1 h 0 min left"),
        (NOW - HOUR, None, "late", "Late by 1 h 0 min"),
        (NOW - 50 * HOUR, None, "late", "Late by 2 d 2 h"),
        (NOW, NOW - HOUR, "done", "Done in time"),
        (NOW - 2 * HOUR, NOW - HOUR, "done_late", "Done 1 h 0 min late"),
        (None, None, "open", "No time is set: ask counsel"),
    ],
)
def test_a_clock_says_itself_in_words(due, done, state, words):
    clock = clock_of(due, done, NOW)
    assert (clock.state, clock.words) == (state, words)


def test_what_is_written_down_later_says_so():
    assert not is_late_entry(NOW, NOW + timedelta(minutes=29))
    assert is_late_entry(NOW, NOW + timedelta(minutes=31))


def terms(**changes):
    valid = {
        "learned_at": NOW - HOUR, "threat": "He will hurt her tonight.", "learned_from": "person",
        "decision": "warn", "recipient": "His former partner", "exact_words": "You are in danger.",
        "method": "phone", "told_at": NOW,
    }  # fmt: skip
    return WarningTerms(**(valid | changes))


def fields(**changes):
    return [fault.field for fault in faults_of(terms(**changes), now=NOW)]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"threat": " "}, ["threat"]),
        ({"recipient": ""}, ["recipient"]),
        ({"exact_words": ""}, ["exact_words"]),
        ({"method": ""}, ["method"]),
        ({"told_at": None}, ["told_at"]),
        ({"told_at": NOW + HOUR}, ["told_at"]),
        ({"told_at": NOW - 2 * HOUR}, ["told_at"]),
        ({"learned_at": NOW + HOUR}, ["learned_at", "told_at"]),
        ({"learned_from": "rumor"}, ["learned_from"]),
        ({"decision": "none", "recipient": "", "method": "", "told_at": None}, []),
        ({"decision": "none", "exact_words": "", "told_at": None}, ["exact_words"]),
        ({"learned_from": "sud_treatment"}, ["gate"]),
        ({"learned_from": "sud_treatment", "gate": "non_identifying"}, []),
        ({"learned_from": "sud_treatment", "gate": "emergency"}, ["affiliation"]),
        (
            {
                "learned_from": "sud_treatment", "gate": "emergency", "affiliation": "St. Example",
            },
            [],
        ),
        ({"learned_from": "sud_treatment", "gate": "order"}, []),
    ],
)  # fmt: skip
def test_each_answer_that_cannot_wait_is_asked_for(changes, expected):
    assert fields(**changes) == expected


@pytest.mark.parametrize(
    "told",
    [
        "He relapsed on heroin.",
        "A patient of ours",
        "In treatment here",
        "He is DRUNK",
        "sober now",
    ],
)
def test_words_of_substance_use_treatment_are_refused_where_it_was_learned_there(told):
    for name in ("threat", "exact_words"):
        for gate in ("non_identifying", "order"):
            changes = {"learned_from": "sud_treatment", "gate": gate, name: told}
            assert fields(**changes) == [name]
        assert fields(**{name: told}) == []  # learned elsewhere: no bar


def test_plain_words_of_danger_pass():
    assert words_of_treatment("He said he would hurt you tonight. Leave now and call 911.") == []
