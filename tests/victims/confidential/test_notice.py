"""Events of the case as tasks of the advocate: only for who wants it, by a safe way, untold to the
table (T32, T33)."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.db import Error, connections, transaction

from audit.models import Event
from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.models import CaseEvent
from casemgmt.services.case_event import EventWords, record_event
from tests import build
from tests.build import day, make_agency, make_user, moment
from tests.pages import same_words
from tests.plugins.roles import as_owner
from tests.victims.conftest import inside
from victims import information
from victims.confidential.models import AdvocacyEvent, NoticeStep, NoticeTask
from victims.confidential.notices import (
    CONSIDER,
    NOTHING,
    OPENING,
    SPOKEN,
    TELL,
    NoticeWish,
    task_for,
)
from victims.confidential.router import ALIAS
from victims.confidential.selectors.notice import list_notices, notices_ahead, open_notice
from victims.confidential.services.notice import StepWords, note_step, take_in_events
from victims.confidential.services.sheet import SheetWords, keep_sheet
from victims.information import EventRule
from victims.selectors.events import events_of_my_cases

pytestmark = pytest.mark.django_db(databases=["default", ALIAS])
HEARING = EventWords("hearing", moment(20), "Altona Court", "MARK-officer words")
MOVE = EventWords("move", moment(-1), "Altona, north")


def wish(world, client_id, **answers):
    said = {"standing": "wants", "events": ["hearing", "abscond"], "code_word": "maple"} | answers
    with inside(world) as maya:
        keep_sheet(maya, client_id, words=SheetWords("notice", day(0), said))


def happen(world, words=HEARING, case=None, **more):
    return record_event(world.viewer("ana"), (case or world.case).pk, words=words, **more)


def look(world, name="maya"):
    """Do what the workspace does when it opens, and return what waits."""
    with inside(world, name) as viewer:
        take_in_events(viewer, events_of_my_cases(viewer))
        return notices_ahead(viewer)


def test_a_hearing_is_a_task_for_the_advocate_of_who_wants_it(world, add_victim):
    client_id = add_victim("Dana Whitlow")
    wish(world, client_id)
    happen(world)
    (ahead,) = look(world)
    assert (ahead.client_name, ahead.kind_words, ahead.is_mine) == ("Dana Whitlow", "Tell", True)
    assert day(0) <= ahead.due_on <= day(3)
    assert len(look(world)) == 1  # looking again makes nothing twice
    with inside(world) as maya:
        shown = open_notice(maya, client_id, ahead.id)
    assert shown.place == "Altona Court"


@pytest.mark.parametrize("words", [MOVE, EventWords("violation", moment(-1))])
def test_of_what_she_did_not_name_she_is_not_told(world, add_victim, words):
    wish(world, add_victim())
    happen(world, words)
    assert look(world) == []


def test_one_who_never_registered_is_left_in_peace(world, add_victim):
    """T33: nothing, not even a task, where law permits no unsolicited notice."""
    add_victim()
    happen(world, MOVE)
    assert look(world) == []


def test_where_law_permits_it_there_is_a_task_to_consider_and_no_more(
    world, add_victim, settings, tmp_path
):
    own = tmp_path / "own.yaml"
    text = Path(information.DEFAULT_PATH).read_text(encoding="utf-8")
    line = next(one for one in text.splitlines() if one.strip().startswith("move:"))
    own.write_text(text.replace(line, line.replace("false", "true")))
    settings.VICTIM_INFORMATION_TABLE = str(own)
    add_victim("Dana Whitlow")
    stopped = add_victim("Abel Young")
    wish(world, stopped, standing="stop")
    happen(world, MOVE)
    happen(world)
    (ahead,) = look(world)
    assert (ahead.client_name, ahead.kind_words) == ("Dana Whitlow", "Consider outreach")


RULE = EventRule(3, 7, unsolicited=False)


@pytest.mark.parametrize(
    ("wish_now", "unsolicited", "wanted"),
    [
        (None, False, NOTHING),
        (None, True, CONSIDER),
        (NoticeWish(frozenset({"move"})), False, TELL),
        (NoticeWish(frozenset({"hearing"})), True, NOTHING),
        (NoticeWish(frozenset({"move"}), stopped=True), True, NOTHING),
    ],
)
def test_the_rule(wish_now, unsolicited, wanted):
    assert task_for("move", wish_now, replace(RULE, unsolicited=unsolicited)) == wanted


def test_the_words_name_no_offense_and_nobody(world):
    assert set(SPOKEN) == set(CaseEvent.Kind.values)
    bad = ("offen", "sex", "abus", "assault", "victim", "rape", "molest", world.case.person_name)
    for words in (OPENING, *SPOKEN.values()):
        assert not [word for word in bad if word.casefold() in words.casefold()]
    for kind in SPOKEN:
        assert kind not in OPENING


def test_who_wants_no_more_is_told_nothing_from_that_moment_on(world, add_victim):
    client_id = add_victim()
    wish(world, client_id)
    happen(world)
    happen(world, EventWords("abscond", moment(-1)))
    first, second = look(world)
    with inside(world) as maya:
        note_step(maya, client_id, first.id, words=StepWords("stopped"))
        assert notices_ahead(maya) == []
        with pytest.raises(RuleBroken, match="closed"):
            note_step(maya, client_id, second.id, words=StepWords("told"))
    happen(world, EventWords("hearing", moment(30)))
    assert look(world) == []


def test_a_try_that_failed_stands_first_for_the_whole_organization(world, add_victim):
    colleague = make_user("pia", world.agencies["harbor"], "community_advocacy")
    build.seat(world.teams["elm"], colleague)
    world.people["pia"] = colleague
    one, other = add_victim("Abel Young"), add_victim("Dana Whitlow")
    for client_id in (one, other):
        wish(world, client_id)
    happen(world)
    tasks = {ahead.client_name: ahead for ahead in look(world)}
    with inside(world) as maya:
        with pytest.raises(RuleBroken, match="few words"):
            note_step(maya, other, tasks["Dana Whitlow"].id, words=StepWords("failed"))
        note_step(maya, other, tasks["Dana Whitlow"].id, words=StepWords("failed", "No answer."))
    for name in ("maya", "pia"):
        first = look(world, name)[0]
        assert (first.client_name, first.is_escalated) == ("Dana Whitlow", True)
        assert first.due_on > day(0)
    with inside(world) as maya:
        note_step(maya, other, tasks["Dana Whitlow"].id, words=StepWords("told", "By text."))
        assert [ahead.client_name for ahead in notices_ahead(maya)] == ["Abel Young"]
        (shown,) = list_notices(maya, other)
        assert (shown.is_open, shown.tries, len(shown.steps)) == (False, 1, 2)


def test_a_corrected_event_takes_the_place_of_the_older_one(world, add_victim):
    client_id = add_victim()
    wish(world, client_id)
    first = happen(world)
    look(world)
    happen(world, EventWords("hearing", moment(25), "Port Merrin Court"), corrects_id=first.pk)
    (ahead,) = look(world)
    with inside(world) as maya:
        assert open_notice(maya, client_id, ahead.id).place == "Port Merrin Court"


def test_one_victims_notices_say_nothing_of_anothers(world, add_victim):
    one, other = add_victim("Abel Young"), add_victim("Dana Whitlow")
    wish(world, one)
    happen(world)
    (ahead,) = look(world)
    with inside(world) as maya:
        assert list_notices(maya, other) == []
        with pytest.raises(NotVisible):
            open_notice(maya, other, ahead.id)


def test_events_of_a_case_without_standing_make_no_task(world, add_victim):
    client_id = add_victim(by="tess", case=world.other)
    with inside(world, "tess") as tess:
        said = {"standing": "wants", "events": ["hearing"]}
        keep_sheet(tess, client_id, words=SheetWords("notice", day(0), said))
    record_event(world.viewer("ben"), world.other.pk, words=HEARING)
    assert look(world) == []
    assert len(look(world, "tess")) == 1


def test_the_main_ledger_is_the_same_with_a_victim_who_wants_it_and_without(
    world, client_as, add_victim
):
    happen(world)
    maya = client_as("maya")

    def opened():
        with as_owner():
            last = Event.objects.order_by("-id").values_list("id", flat=True).first() or 0
        assert maya.get("/victims/").status_code == 200
        with as_owner():
            events = Event.objects.filter(id__gt=last).order_by("id")
            return [(e.kind, e.subject_kind, e.subject_id, e.route, e.fields) for e in events]

    before = opened()
    wish(world, add_victim())
    assert opened() == before
    with inside(world):
        assert NoticeTask.objects.unscoped(reason="test").count() == 1


@pytest.mark.parametrize("name", ["ana", "kim", "vic", "dora"])
def test_no_page_of_the_table_changes_when_a_victim_is_told(world, client_as, add_victim, name):
    happen(world)
    client = client_as(name)
    pages = (f"/cases/{world.case.pk}/", f"/cases/{world.case.pk}/victim/", "/")
    before = [same_words(client.get(page)) for page in pages]
    client_id = add_victim()
    wish(world, client_id)
    (ahead,) = look(world)
    with inside(world) as maya:
        note_step(maya, client_id, ahead.id, words=StepWords("told"))
    assert [same_words(client.get(page)) for page in pages] == before


def test_it_is_encrypted_never_rewritten_and_on_the_organizations_ledger(world, add_victim):
    client_id = add_victim()
    wish(world, client_id)
    event = happen(world)
    (ahead,) = look(world)
    with inside(world) as maya:
        note_step(maya, client_id, ahead.id, words=StepWords("failed", "MARK-no answer"))
        acts = AdvocacyEvent.objects.unscoped(reason="test").filter(subject_id=ahead.id)
        assert {"add", "view", "amend"} >= set(acts.values_list("kind", flat=True)) >= {"add"}
        for table in ("advocacy_noticetask", "advocacy_noticestep"):
            with (
                pytest.raises(Error),
                transaction.atomic(using=ALIAS),
                connections[ALIAS].cursor() as cursor,
            ):
                cursor.execute(f"DELETE FROM {table}")
    with as_owner(ALIAS):
        task = NoticeTask.objects.unscoped(reason="test").get()
        step = NoticeStep.objects.unscoped(reason="test").get()
    assert b"Altona" not in bytes(task.content)
    assert b"MARK" not in bytes(step.content)
    assert event.pk.bytes not in bytes(task.event_ref)


def test_another_organization_finds_none(world, add_victim):
    client_id = add_victim()
    wish(world, client_id)
    happen(world)
    (ahead,) = look(world)
    shore = make_agency("Shore Advocacy", "victim_service")
    world.people["iris"] = make_user("iris", shore, "community_advocacy")
    build.seat(world.teams["elm"], world.people["iris"])
    assert look(world, "iris") == []
    with inside(world, "iris") as iris, pytest.raises(NotVisible):
        open_notice(iris, client_id, ahead.id)


def test_the_pages_show_the_safe_way_the_words_and_tick_it(world, client_as, add_victim):
    client_id = add_victim("Dana Whitlow", safe_contact="Text first, weekdays 10 to 12.")
    wish(world, client_id)
    happen(world)
    maya = client_as("maya")
    assert "Victims to tell" in maya.get("/victims/").content.decode()
    (ahead,) = look(world)
    base = f"/victims/people/{client_id}/notices/"
    assert "There is a hearing" in maya.get(base).content.decode()
    body = maya.get(f"{base}{ahead.id}/").content.decode()
    for words in ("weekdays 10 to 12", "maple", OPENING, "Altona Court"):
        assert words in body
    assert "MARK-officer words" not in body
    kept = maya.post(f"{base}{ahead.id}/", {"outcome": "failed"})
    assert kept.status_code == 422
    assert maya.post(f"{base}{ahead.id}/", {"outcome": "told", "note": ""}).status_code == 302
    assert "Victims to tell" not in maya.get("/victims/").content.decode()
    for name in ("ana", "vic"):
        assert client_as(name).get(f"{base}{ahead.id}/").status_code == 404
