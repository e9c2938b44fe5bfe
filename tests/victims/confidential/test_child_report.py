"""An advocate's mandated report: without a release, on her side alone, with clocks (T51)."""

from datetime import timedelta

import pytest

from casemgmt.core.errors import NotVisible
from casemgmt.services.faults import Fault
from casemgmt.services.mandated_report import ReportWords, StepWords
from teams.models import Notice
from tests.build import make_user
from tests.plugins.roles import as_owner
from tests.victims.conftest import inside
from victims.confidential.models import AdvocacyEvent, ChildReport
from victims.confidential.router import ALIAS
from victims.confidential.selectors.child_report import list_child_reports, open_child_report
from victims.confidential.services.child_report import add_child_step, begin_child_report

pytestmark = pytest.mark.django_db(databases=["default", ALIAS])
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def connecticut(settings):
    settings.DUTY_STATE = "CT"


@pytest.fixture
def report(world, add_victim):
    client_id = add_victim("Dana Whitlow")
    with inside(world) as maya:
        words = ReportWords(maya.now - 13 * HOUR, "MARK-child", "MARK-concern")
        return begin_child_report(maya, client_id, words=words)


def test_its_clocks_run_and_nothing_of_it_is_in_the_main_database(world, report):
    with inside(world) as maya:
        (shown,) = list_child_reports(maya)
        assert (shown.oral.state, shown.waits, shown.words["child"]) == ("late", True, "MARK-child")
        assert (shown.written_due - shown.learned_at) == 60 * HOUR
        step = StepWords("oral", maya.now - 2 * HOUR, "Careline", "R-1")
        add_child_step(maya, report, words=step)
        after = open_child_report(maya, report)
        assert after.oral.state == "done"
        assert after.steps[0].late_entry
        assert after.steps[0].words["reference"] == "R-1"
    with as_owner():
        assert not Notice.objects.filter(kind="report_due").exists()
    with as_owner(ALIAS):
        row = ChildReport.objects.unscoped(reason="test").get()
        assert b"MARK" not in bytes(row.words)


def test_colleagues_do_not_read_it_counsel_reads_and_writes_nothing(world, report):
    with inside(world, "tess") as tess:
        assert list_child_reports(tess) == []
        with pytest.raises(NotVisible):
            open_child_report(tess, report)
    harbor = world.agencies["harbor"]
    world.people["cora"] = make_user("cora", harbor, "community_advocacy", office="counsel")
    with inside(world, "cora") as cora:
        assert not open_child_report(cora, report).is_mine
        with pytest.raises(NotVisible):
            add_child_step(cora, report, words=StepWords("oral", cora.now, "X"))


def test_what_says_too_little_is_told(world, report, add_victim):
    with inside(world) as maya:
        for words, field in (
            (StepWords("oral", maya.now), "to_whom"),
            (StepWords("written", maya.now + HOUR, "X"), "happened_at"),
            (StepWords("not_told", maya.now), "words"),
        ):
            with pytest.raises(Fault) as caught:
                add_child_step(maya, report, words=words)
            assert caught.value.field == field


def test_the_pages_begin_show_and_go_on(world, client_as, add_victim):
    client_id, maya = add_victim("Dana Whitlow"), client_as("maya")
    address = f"/victims/people/{client_id}/report-a-child/"
    sent = {"learned_at": "2026-01-01T10:00", "child": "TYPED child"}
    assert maya.post(address, sent).status_code == 422
    page = maya.post(address, sent | {"concern": "TYPED concern"}).url
    assert b"Late by" in maya.get(page).content
    assert b"Mandated reports that wait" in maya.get("/victims/").content
    step = {"kind": "oral", "happened_at": "2026-01-01T11:00", "to_whom": "TYPED careline"}
    assert maya.post(page, step).status_code == 302
    assert b"Done in time" in maya.get(page).content
    for name in ("ana", "tess", "petra"):
        answer = client_as(name).get(page)
        assert answer.status_code in (403, 404)
        assert b"TYPED" not in answer.content


def test_opening_one_report_opens_no_other(world, report, add_victim):
    other = add_victim("Iris Poole")
    with inside(world) as maya:
        words = ReportWords(maya.now - HOUR, "OTHER-child", "OTHER-concern")
        begin_child_report(maya, other, words=words)
        open_child_report(maya, report)
        seen = AdvocacyEvent.objects.visible_to(maya).filter(
            kind="view", subject_kind="child report"
        )
        assert {one.subject_id for one in seen} == {report}
