"""The table of what a victim who asks may be told."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casemgmt.models import Case, CaseEvent
from victims.information import (
    AT_ONCE,
    DEFAULT_PATH,
    NEVER,
    OF_THE_CASE,
    EventRule,
    InformationTableError,
    in_force,
    load,
    read,
)

TABLE = load(DEFAULT_PATH)
TEXT = Path(DEFAULT_PATH).read_text(encoding="utf-8")


def test_the_default_speaks_of_every_stage_and_of_every_kind_of_event():
    assert set(TABLE.events) == set(CaseEvent.Kind.values)
    assert {stage for topic in TABLE.topics.values() for stage in topic.stages} == set(
        Case.Stage.values
    )
    for topic in TABLE.topics.values():
        assert set(topic.facts) <= OF_THE_CASE | set(CaseEvent.Kind.values), topic.key


def test_by_default_nobody_who_never_asked_is_told():
    assert not any(rule.unsolicited for rule in TABLE.events.values())


@pytest.mark.parametrize("stage", Case.Stage.values)
def test_treatment_progress_is_never_told_and_participation_only_by_authorization(stage):
    progress = TABLE.permitted("treatment_progress", stage=stage, authorized=True)
    assert progress.way == NEVER
    assert progress.instead
    without = TABLE.permitted("treatment", stage=stage, authorized=False)
    assert without.way == NEVER
    assert "Whether there is supervision" in without.instead[0]
    under = TABLE.permitted("treatment", stage=stage, authorized=True)
    assert (under.way == AT_ONCE) == (stage == "supervised")


def test_a_stage_that_is_not_named_closes_a_topic():
    assert TABLE.permitted("hearings", stage="supervised", authorized=True).way == AT_ONCE
    assert TABLE.permitted("hearings", stage="closed", authorized=True).way == NEVER


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("way: ask\n    who: officer", "way: ask\n    who: neighbor", "end_date: who is one of"),
        ("stages: [supervised, closed]", "stages: [always]", "stages are"),
        ("instead: [area, registration]", "instead: [nothing]", "no topic nothing"),
        ("facts: [conditions]", "facts: []", "conditions: what is told at once needs facts"),
        ("way: never", "way: maybe", "treatment_progress: way is"),
        ("answer_within_days: 7", "answer_within_days: soon", "whole numbers"),
        ("{within_days: 0, before_days: 0, unsolicited: false}", "{}", "abscond: give within"),
    ],
)
def test_a_table_that_makes_no_sense_is_refused_and_says_where(old, new, told):
    with pytest.raises(InformationTableError, match=told):
        read(TEXT.replace(old, new, 1))


def test_a_jurisdiction_puts_its_own_table_in_place(settings, tmp_path):
    own = tmp_path / "own.yaml"
    own.write_text(TEXT.replace("answer_within_days: 7", "answer_within_days: 3"))
    settings.VICTIM_INFORMATION_TABLE = str(own)
    assert in_force().answer_within_days == 3


DAYS = st.integers(0, 30)


@given(within=DAYS, before=DAYS, known=st.dates(date(2026, 1, 1), date(2026, 12, 1)),
       away=st.integers(-60, 60))  # fmt: skip
def test_what_is_due_is_never_due_before_it_was_known(within, before, known, away):
    happens = known + timedelta(days=away)
    due = EventRule(within, before, unsolicited=False).due_on(known, happens)
    assert known <= due <= known + timedelta(days=within)
