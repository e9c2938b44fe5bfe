"""The mandated report: one's own, with clocks, without release or vote; who reported is protected
(T51, B-REP-1, B-P2-9)."""

from datetime import timedelta

import pytest
from django.db import Error, connection, transaction

from audit.models import Event
from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.models import MandatedReport, ReportStep
from casemgmt.selectors.mandated_report import access_report, list_reports
from casemgmt.services.faults import Fault
from casemgmt.services.mandated_report import (
    ReportWords,
    StepWords,
    add_report_step,
    begin_report,
)
from teams.mail.notice import message_for
from teams.models import Notice
from tests.plugins.roles import as_owner

pytestmark = pytest.mark.django_db(databases=["default", "advocacy"])
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def connecticut(settings):
    settings.DUTY_STATE = "CT"


def words(viewer, **changes):
    valid = {
        "learned_at": viewer.now - HOUR, "child": "MARK-child, 8", "concern": "MARK-concern",
    }  # fmt: skip
    return ReportWords(**(valid | changes))


def begun(world, name="kim", **changes):
    viewer = world.viewer(name)
    return begin_report(viewer, world.case.pk, words=words(viewer, **changes))


def test_it_begins_without_a_release_and_its_clocks_run(world):
    row = begun(world)
    shown = access_report(world.viewer("kim"), row.pk)
    assert shown.oral_due == row.learned_at + 12 * HOUR
    assert shown.written_due == row.learned_at + 60 * HOUR
    assert shown.oral.words.startswith("10 h 59") or shown.oral.words.startswith("11 h 0")
    assert not shown.is_told


def test_steps_are_kept_with_both_moments_and_late_ones_say_so(world):
    row = begun(world, learned_at=world.viewer("kim").now - 20 * HOUR)
    kim = world.viewer("kim")
    at = row.learned_at + 2 * HOUR
    add_report_step(kim, row.pk, words=StepWords("oral", at, "Careline, Jo", "R-9"))
    shown = access_report(kim, row.pk)
    assert shown.oral.state == "done"
    assert shown.written_due == at + 48 * HOUR
    assert [step.late_entry for step in shown.steps] == [True]
    assert shown.late_entry
    for wrong, field in (
        (StepWords("oral", at, "Again"), "kind"),
        (StepWords("written", kim.now + HOUR, "X"), "happened_at"),
        (StepWords("written", row.learned_at - HOUR, "X"), "happened_at"),
        (StepWords("written", kim.now), "to_whom"),
        (StepWords("not_told", kim.now), "words"),
    ):
        with pytest.raises(Fault) as caught:
            add_report_step(kim, row.pk, words=wrong)
        assert caught.value.field == field
    add_report_step(kim, row.pk, words=StepWords("not_told", kim.now, words="No safe way."))
    assert access_report(kim, row.pk).is_told


@pytest.mark.parametrize("name", ["ana", "rosa", "maya", "petra", "otto", "sam"])
def test_nobody_else_reads_or_stops_it(world, name):
    row = begun(world)
    viewer = world.viewer(name)
    assert list_reports(viewer) == []
    assert not MandatedReport.objects.unscoped(reason="test").exists()  # the second wall
    with pytest.raises(NotVisible):
        access_report(viewer, row.pk)
    with pytest.raises(NotVisible):
        add_report_step(viewer, row.pk, words=StepWords("oral", viewer.now, "X"))


def test_the_supervisor_reads_it_only_where_the_reporter_says_so_and_never_writes(world):
    hidden, shown = begun(world, "ana"), begun(world, "ana", shown_to_line=True)
    rosa = world.viewer("rosa")
    assert [one.row.pk for one in list_reports(rosa)] == [shown.pk]
    with pytest.raises(NotVisible):
        add_report_step(rosa, shown.pk, words=StepWords("oral", rosa.now, "X"))
    with pytest.raises(NotVisible):
        access_report(rosa, hidden.pk)
    step = ReportStep(report=shown, created_by_id=rosa.user_id, kind="oral", happened_at=rosa.now)
    with pytest.raises(Error), transaction.atomic():
        step.save(force_insert=True)


def test_the_ledger_tells_no_case_and_no_word_and_mails_say_nothing(world):
    row = begun(world)
    with as_owner():
        event = Event.objects.get(subject_kind="mandated report", kind="change")
        notices = list(Notice.objects.filter(kind="report_due"))
    assert event.case_id is None
    assert "MARK" not in str(event.__dict__)
    assert {notice.recipient_id for notice in notices} == {world.people["kim"].pk}
    assert {notice.due_at for notice in notices} == {
        row.learned_at + hours * HOUR for hours in (6, 11, 54, 59)
    }
    mail = message_for(notices[0])
    assert not {w for w in ("child", "report", world.case.number) if w in mail.body + mail.subject}


def test_once_reported_the_reminder_of_it_is_taken_back_and_the_other_moves(world):
    row = begun(world)
    kim = world.viewer("kim")
    add_report_step(kim, row.pk, words=StepWords("oral", kim.now, "Careline"))
    with as_owner():
        waits = {n.about: n.due_at for n in Notice.objects.filter(state="pending")}
    assert not [about for about in waits if ":oral:" in about]
    assert waits[f"duty:{row.pk}:written:6"] == kim.now + 42 * HOUR


def test_of_a_part_2_program_only_the_initial_report(world):
    row = begun(world, from_part2=True)
    kim = world.viewer("kim")
    add_report_step(kim, row.pk, words=StepWords("oral", kim.now, "Careline"))
    with pytest.raises(RuleBroken, match="initial report"):
        add_report_step(kim, row.pk, words=StepWords("follow_up", kim.now, words="More"))
    other = begun(world)
    add_report_step(kim, other.pk, words=StepWords("follow_up", kim.now, words="More"))


def test_without_a_state_it_is_kept_and_no_time_is_made_up(world, settings):
    settings.DUTY_STATE = ""
    row = begun(world)
    shown = access_report(world.viewer("kim"), row.pk)
    assert (shown.oral_due, shown.written_due) == (None, None)
    assert "ask counsel" in shown.oral.words
    with as_owner():
        assert not Notice.objects.filter(kind="report_due").exists()


def test_only_who_stands_on_the_case_begins_one_and_nothing_is_rewritten(world):
    with pytest.raises(NotVisible):
        begun(world, "ben")
    begun(world)
    for statement in (
        "UPDATE casemgmt_mandatedreport SET child = ''",
        "DELETE FROM casemgmt_mandatedreport",
        "UPDATE casemgmt_reportstep SET words = ''",
    ):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_pages_begin_show_and_go_on(world, client_as):
    kim = client_as("kim")
    address = f"/cases/{world.case.pk}/report-a-child/"
    assert b"within 12 hours" in kim.get(address).content
    sent = {"learned_at": "2026-01-01T10:00", "child": "TYPED child"}
    answer = kim.post(address, sent)
    assert answer.status_code == 422
    assert b"TYPED child" in answer.content
    page = kim.post(address, sent | {"concern": "TYPED concern"}).url
    assert b"Late by" in kim.get(page).content
    step = {"kind": "oral", "happened_at": "2026-01-01T11:00", "to_whom": "TYPED careline"}
    assert kim.post(page, step | {"to_whom": ""}).status_code == 422
    assert kim.post(page, step).status_code == 302
    shown = kim.get(page).content
    assert b"TYPED careline" in shown
    assert b"Late entry" in shown
    assert b"Done in time" in kim.get("/duties/").content
    for name in ("ana", "petra", "maya"):
        assert client_as(name).get(page).status_code in (403, 404)
        assert b"TYPED" not in client_as(name).get("/duties/").content
