"""The advocate's workspace in a browser's eyes.

Hers alone, complete on her ledger, silent on everyone else's.
"""

import re
from html import unescape

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Event
from tests.build import day
from tests.plugins.roles import as_owner
from tests.victims.confidential.release_form import release_form
from tests.victims.conftest import inside
from victims.confidential.envelope import Unreadable
from victims.confidential.models import AdvocacyEvent
from victims.confidential.router import ALIAS
from victims.confidential.services.note import NoteWords, add_note
from victims.confidential.views import base
from victims.models import Perspective, Statement

pytestmark = pytest.mark.django_db(databases=["default", ALIAS])
MISSING = "00000000-0000-4000-8000-000000000000"
OTHERS = (
    "ana",
    "ben",
    "rosa",
    "kim",
    "priya",
    "lee",
    "vic",
    "cho",
    "dora",
    "paul",
    "sam",
    "petra",
    "alex",
    "former",
    "eva",
)


@pytest.fixture
def victim(world, add_victim):
    """Return a victim with one note."""
    client_id = add_victim(
        "Dana Whitlow",
        relation="MARK-relation",
        contact="MARK-number",
        safe_contact="MARK-mornings",
    )
    with inside(world) as viewer:
        add_note(viewer, client_id, words=NoteWords("call", day(-1), "MARK-note words"))
    return client_id


def pages(world, victim) -> dict[str, str]:
    case = world.case.pk
    return {
        "workspace": "/victims/",
        "search": "/victims/search/",
        "ledger": "/victims/ledger/",
        "case": f"/victims/cases/{case}/",
        "client": f"/victims/people/{victim}/",
        "client_add": f"/victims/cases/{case}/victims/add/",
        "notes": f"/victims/people/{victim}/notes/",
        "note_add": f"/victims/people/{victim}/notes/add/",
        "correct": f"/victims/people/{victim}/correct/",
        "earlier": f"/victims/people/{victim}/earlier/",
        "released": f"/victims/people/{victim}/released/",
        "perspective": f"/victims/cases/{case}/perspective/add/",
        "release": f"/victims/cases/{case}/release/add/",
        "withdraw": f"/victims/releases/{world.records['victim_release'].pk}/withdraw/",
    }


def events() -> list[AdvocacyEvent]:
    with as_owner(ALIAS):
        return list(AdvocacyEvent.objects.unscoped(reason="test").order_by("id"))


def main_events() -> list[Event]:
    with as_owner():
        return list(Event.objects.order_by("id"))


def test_an_advocate_opens_every_page_of_hers(world, client_as, victim):
    maya = client_as("maya")
    for name, address in pages(world, victim).items():
        answer = maya.get(address)
        assert answer.status_code == 200, name
        assert b"[MISSING" not in answer.content, name
        assert "Harbor Advocacy, confidential" in answer.content.decode(), name


@pytest.mark.parametrize("name", OTHERS)
def test_nobody_else_opens_any(world, client_as, victim, name):
    client = client_as(name)
    for page, address in pages(world, victim).items():
        for answer in (client.get(address), client.post(address, {"q": "Dana", "how": "spoken"})):
            assert answer.status_code == 404, page
            assert b"Whitlow" not in answer.content
            assert b"MARK-" not in answer.content


def test_an_advocate_of_the_organization_without_a_seat_reads_the_record_and_not_the_case(
    world, client_as, victim
):
    tess = client_as("tess")
    found = pages(world, victim)
    assert tess.get(found["client"]).status_code == 200
    for page in ("case", "client_add", "perspective", "release", "withdraw"):
        assert tess.get(found[page]).status_code == 404, page
    released = tess.get(found["released"])
    assert released.status_code == 200


def test_notes_stay_closed_until_asked_for(world, client_as, victim):
    maya, found = client_as("maya"), pages(world, victim)
    assert "MARK-note words" not in maya.get(found["client"]).content.decode()
    assert [e for e in events() if e.kind == "view" and e.subject_kind == "note"] == []
    assert "MARK-note words" in maya.get(found["notes"]).content.decode()
    assert len([e for e in events() if e.kind == "view" and e.subject_kind == "note"]) == 1
    part = maya.get(found["notes"], headers={"HX-Request": "true"}).content.decode()
    assert "MARK-note words" in part
    assert "<html" not in part


def test_a_record_is_opened_corrected_and_noted_in_the_browser(world, client_as):
    maya, case = client_as("maya"), world.case.pk
    typed = {"given_name": "Ruth", "family_name": "Abara", "safe_contact": "never at home"}
    answer = maya.post(f"/victims/cases/{case}/victims/add/", typed)
    assert answer.status_code == 302
    address = answer["Location"]
    assert "never at home" in maya.get(address).content.decode()
    typed |= {"safe_contact": "only at work", "version": "1"}
    assert maya.post(f"{address}correct/", typed).status_code == 302
    assert "only at work" in maya.get(address).content.decode()
    assert "never at home" in maya.get(f"{address}earlier/").content.decode()
    again = maya.post(f"{address}correct/", typed | {"safe_contact": "third"})
    assert again.status_code == 409
    assert "third" in again.content.decode()
    note = {"kind": "meeting", "happened_on": day(0).isoformat(), "text": "First words."}
    assert maya.post(f"{address}notes/add/", note).status_code == 302
    assert "First words." in maya.get(f"{address}notes/").content.decode()
    late = maya.post(
        f"{address}notes/add/", note | {"happened_on": day(2).isoformat(), "text": "kept typing"}
    )
    assert late.status_code == 422
    assert "kept typing" in late.content.decode()


def test_a_search_finds_an_exact_name_and_keeps_it_out_of_the_address(world, client_as, victim):
    maya = client_as("maya")
    assert "Dana Whitlow" in maya.post("/victims/search/", {"q": "whitlow"}).content.decode()
    assert "Dana Whitlow" not in maya.post("/victims/search/", {"q": "whit"}).content.decode()
    assert "Dana Whitlow" not in maya.get("/victims/search/?q=whitlow").content.decode()
    assert 'action="/victims/search/" method="post"' in maya.get("/victims/").content.decode()


def test_a_page_s_title_names_no_victim(world, client_as, victim):
    maya = client_as("maya")
    for name, address in pages(world, victim).items():
        title = maya.get(address).content.decode().split("</title>")[0]
        assert "Whitlow" not in title, name


def test_what_is_refused_is_on_the_organization_s_ledger(world, client_as, victim):
    maya = client_as("maya")
    for address in (
        f"/victims/people/{MISSING}/",
        f"/victims/people/{victim}/notes/{MISSING}/correct/",
    ):
        assert maya.get(address).status_code == 404
    refused = [e for e in events() if e.outcome == "refused"]
    assert [(e.subject_kind, str(e.subject_id)) for e in refused] == [
        ("client", MISSING),
        ("note", MISSING),
    ]
    assert {e.actor_id for e in refused} == {world.people["maya"].pk}


def test_the_main_ledger_learns_nothing_of_a_confidential_record(world, client_as, victim):
    maya, before = client_as("maya"), len(main_events())
    for address in pages(world, victim).values():
        maya.get(address)
    maya.get(f"/victims/people/{MISSING}/")
    maya.post("/victims/search/", {"q": "whitlow"})
    new = main_events()[before:]
    text = str([[getattr(e, f.attname) for f in e._meta.fields] for e in new])
    for word in (str(victim), "people", MISSING, "Whitlow", "MARK-"):
        assert word not in text
    assert {e.route for e in new} == {base.ROUTE}


def test_opening_a_record_looks_like_any_other_page_of_the_case_to_the_main_ledger(
    world, client_as
):
    maya = client_as("maya")

    def shape(address: str, data: dict | None = None) -> set:
        before = len(main_events())
        assert (maya.get(address) if data is None else maya.post(address, data)).status_code in (
            200,
            302,
        )
        return {(e.kind, e.subject_kind, e.category, e.route) for e in main_events()[before:]}

    add = f"/victims/cases/{world.case.pk}/victims/add/"
    assert (
        shape(add)
        == shape(add, {"given_name": "Ruth"})
        == shape(f"/victims/cases/{world.case.pk}/perspective/add/")
    )


def test_a_release_reaches_its_recipient_and_the_victim_s_own_page(
    world, client_as, add_victim, victim
):
    other = add_victim("Ruth Abara")
    maya = client_as("maya")
    address = f"/victims/cases/{world.case.pk}/release/add/"
    assert maya.post(address, release_form(world, of=str(victim))).status_code == 302
    assert (
        "Please, no letters."
        in client_as("ana").get(f"/cases/{world.case.pk}/victim/").content.decode()
    )
    assert "Please, no letters." in maya.get(f"/victims/people/{victim}/released/").content.decode()
    assert (
        "Please, no letters." not in maya.get(f"/victims/people/{other}/released/").content.decode()
    )
    with as_owner():
        row = (
            Statement.objects.unscoped(reason="test")
            .select_related("release")
            .get(item="wishes about letters")
        )
        stored = str([vars(row), vars(row.release)])
    assert str(victim) not in stored
    assert "Whitlow" not in stored


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"to_agency": "team"}, "never to the whole team"),
        ({"item": "everything"}, "never everything"),
        ({"days": ""}, "A release without an end is not a release"),
        ({"risks": []}, "Talk through"),
        ({"days": "400"}, "90 days at most"),
        ({"days": "45"}, "More than 30 days"),
        ({"of": MISSING}, "Choose one of"),
        ({"signed_on": "2026-02-31"}, "Choose a day that exists"),
    ],
)
def test_a_release_that_is_none_keeps_what_was_typed(world, client_as, victim, changes, said):
    maya = client_as("maya")
    answer = maya.post(
        f"/victims/cases/{world.case.pk}/release/add/",
        release_form(world, **({"of": str(victim)} | changes)),
    )
    body = answer.content.decode()
    assert answer.status_code == 422
    assert said in body
    assert "Please, no letters." in body
    with as_owner():
        assert (
            not Statement.objects.unscoped(reason="test")
            .filter(text="Please, no letters.")
            .exists()
        )


def test_general_input_that_identifies_is_named_and_kept_in_the_form(world, client_as, victim):
    maya, address = client_as("maya"), f"/victims/cases/{world.case.pk}/perspective/add/"
    answer = maya.post(address, {"text": "Dana is afraid on Maple Street."})
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "“Dana” (a name)" in body
    assert "“Maple Street” (a street)" in body
    assert "Dana is afraid on Maple Street.</textarea>" in body
    assert maya.post(address, {"text": "Many are afraid of chance meetings."}).status_code == 302
    with as_owner():
        texts = set(Perspective.objects.unscoped(reason="test").values_list("text", flat=True))
    assert "Many are afraid of chance meetings." in texts
    assert not [text for text in texts if "Dana" in text]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OperationalError("connection refused"), "does not answer"),
        (ImproperlyConfigured("role owner"), "not set up as its walls need"),
        (Unreadable("it was moved"), "does not open with"),
    ],
)
def test_without_the_advocacy_database_the_rest_of_the_product_works(
    world, client_as, monkeypatch, error, said
):
    def down(viewer):
        raise error

    monkeypatch.setattr(base, "open_for", down)
    answer = client_as("maya").get("/victims/")
    assert answer.status_code == 503
    assert said in answer.content.decode()
    assert str(error) not in answer.content.decode()
    for name in ("maya", "ana"):
        assert client_as(name).get(f"/cases/{world.case.pk}/victim/").status_code == 200


def test_without_the_organization_s_key_nothing_opens_and_the_words_say_what_to_do(
    world, client_as, victim, settings
):
    settings.ADVOCACY_KEY_FILE = ""
    answer = client_as("maya").get(f"/victims/people/{victim}/")
    assert answer.status_code == 503
    assert "key is not in place" in answer.content.decode()


def test_no_other_page_touches_the_advocacy_database(world, client_as):
    maya = client_as("maya")
    with CaptureQueriesContext(connections[ALIAS]) as captured:
        for address in (
            f"/cases/{world.case.pk}/victim/",
            f"/cases/{world.case.pk}/input/",
            "/cases/",
        ):
            maya.get(address)
    assert len(captured) == 0


def counted(client, address) -> tuple[int, int]:
    with (
        CaptureQueriesContext(connection) as main,
        CaptureQueriesContext(connections[ALIAS]) as own,
    ):
        assert client.get(address).status_code == 200
    return len(main), len(own)


def test_the_number_of_queries_does_not_grow_with_the_records(world, client_as, add_victim, victim):
    maya, found = client_as("maya"), pages(world, victim)
    chosen = [found[name] for name in ("workspace", "case", "notes", "client")]
    maya.get("/victims/")
    before = [counted(maya, address) for address in chosen]
    for n in range(5):
        add_victim(f"Person Number{n}")
        with inside(world) as viewer:
            add_note(viewer, victim, words=NoteWords("call", day(-1), f"note {n}"))
    after = [counted(maya, address) for address in chosen]
    assert after == before
    assert max(main for main, _ in after) <= 18
    # Of the releases too: their forms, what was done about them, and the day of birth; what
    # victims asked, whom there is to tell, and the mandated reports that run against a clock.
    assert max(own for _, own in after) <= 15


def test_the_organization_s_ledger_pages(world, client_as, add_victim):
    for n in range(30):
        add_victim(f"Person Number{n}")
    maya = client_as("maya")
    first = maya.get("/victims/ledger/").content.decode()
    assert "Next page" in first
    following = unescape(re.search(r'href="(\?[^"]*before=\d+[^"]*)"', first)[1])
    second = maya.get(f"/victims/ledger/{following}")
    assert second.status_code == 200
    assert second.content.decode() != first
    for odd in ("x", "-1", "9" * 30):
        assert maya.get(f"/victims/ledger/?before={odd}").status_code == 200


def test_each_address_of_the_workspace_is_for_advocates(world, client_as):
    assert reverse("victims:workspace") == "/victims/"
    assert client_as("maya").get("/").status_code in (200, 302)


RELEASE_STEPS = ("what", "to", "for", "talk", "sign")


def step_url(world) -> str:
    return f"/victims/cases/{world.case.pk}/release/add/"


def test_a_release_goes_step_by_step_and_rests_nowhere_until_it_is_signed(world, client_as, victim):
    maya, form = client_as("maya"), release_form(world, of=str(victim))
    first = maya.get(step_url(world)).content.decode()
    assert 'name="step" value="what"' in first
    for step, following in zip(RELEASE_STEPS, RELEASE_STEPS[1:], strict=False):
        answer = maya.post(step_url(world), form | {"step": step, "go": "on"})
        assert answer.status_code == 200
        body = answer.content.decode()
        assert f'name="step" value="{following}"' in body
        assert "Please, no letters." in body
        assert "There is a problem" not in body
    assert "Altona Probation</strong>, and to nobody else" in body
    with as_owner():
        assert not Statement.objects.unscoped(reason="test").filter(item=form["item"]).exists()
    done = maya.post(step_url(world), form | {"step": "sign", "go": "on"})
    assert done.status_code == 302


def test_the_first_page_carries_what_later_steps_begin_with(world, client_as):
    body = client_as("maya").get(step_url(world)).content.decode()
    assert '<input type="hidden" name="days" value="15"' in body
    assert 'name="ways" value="electronic"' in body


@pytest.mark.parametrize(
    ("step", "field", "said"),
    [("what", "item", "Name the item"), ("to", "to_agency", "one agency"), ("for", "days", "end")],
)
def test_a_step_tells_its_own_faults_and_none_of_those_to_come(
    world, client_as, victim, step, field, said
):
    form = release_form(world, of=str(victim), **{field: ""}) | {"signed_by": "", "risks": []}
    answer = client_as("maya").post(step_url(world), form | {"step": step, "go": "on"})
    body = answer.content.decode()
    assert answer.status_code == 422
    assert f'name="step" value="{step}"' in body
    assert said in body
    assert "Talk through" not in body


def test_back_keeps_what_was_typed_and_says_no_fault(world, client_as, victim):
    form = release_form(world, of=str(victim), days="", purpose="")
    answer = client_as("maya").post(step_url(world), form | {"step": "for", "go": "back"})
    body = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="step" value="to"' in body
    assert "Please, no letters." in body
    assert "There is a problem" not in body
