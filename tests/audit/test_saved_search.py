"""Searches that a reader of the ledger keeps: one's own, and nobody else's."""

import json

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from audit.models import Event, SavedSearch
from audit.selectors.saved_search import list_saved_searches
from audit.services import saved_search
from audit.services.saved_search import change_search, keep_search
from casemgmt.core.errors import NotVisible, RuleBroken
from tests.plugins.roles import as_owner

pytestmark = pytest.mark.django_db
NEW = {"name": "Kim's exports", "kind": "export", "person": "kim"}


@pytest.fixture
def kept(world):
    return keep_search(world.viewer("petra"), name="Exports", terms={"kind": "export"})


def test_a_search_is_kept_run_changed_and_thrown_away(world, client_as):
    client = client_as("petra")
    assert client.get("/ledger/searches/").content.decode().count("No search yet") == 1
    form = client.get(reverse("audit:saved_search_new") + "?kind=export&person=kim")
    assert b'value="kim"' in form.content
    assert client.post(reverse("audit:saved_search_new"), NEW).status_code == 302
    row = SavedSearch.objects.get()
    page = client.get("/ledger/searches/").content.decode()
    assert "?person=kim&amp;kind=export" in page or "?kind=export&amp;person=kim" in page
    chips = client.get("/ledger/search/", row.terms).content.decode()
    assert 'aria-current="true">Kim&#x27;s exports</a>' in chips
    edit = reverse("audit:saved_search_edit", args=[row.pk])
    changed = {"name": "Exports of all", "kind": "export", "version": "1"}
    assert client.post(edit, changed).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.terms, row.version) == ("Exports of all", {"kind": "export"}, 2)
    gone = reverse("audit:saved_search_delete", args=[row.pk])
    assert b"Throw away" in client.get(gone).content
    assert client.post(gone).status_code == 302
    assert not SavedSearch.objects.exists()
    with as_owner():
        acts = Event.objects.filter(subject_kind="savedsearch").values_list("detail", flat=True)
    assert [d["act"] for d in acts.order_by("id")] == [
        "keep search", "change search", "throw away search",
    ]  # fmt: skip
    assert "kim" not in json.dumps(list(acts))


@pytest.mark.parametrize("name", ["alex", "ana", "sam", "maya"])
def test_nobody_else_sees_or_touches_it(world, client_as, kept, name):
    client = client_as(name)
    for route in ("audit:saved_search_edit", "audit:saved_search_delete"):
        url = reverse(route, args=[kept.pk])
        assert client.get(url).status_code == 404
        assert client.post(url, NEW).status_code == 404
    world.viewer(name)
    assert not SavedSearch.objects.exists()
    if name != "alex":
        assert client.get("/ledger/searches/").status_code == 404
        assert client.post("/ledger/searches/new/", NEW).status_code == 404
        with pytest.raises(NotVisible):
            keep_search(world.viewer(name), name="x", terms={"kind": "export"})
    else:
        assert b"Exports</a></th>" not in client.get("/ledger/searches/").content
    assert [row.name for row in list_saved_searches(world.viewer("petra"))] == ["Exports"]


def test_the_database_takes_no_search_for_another_person(world):
    world.viewer("alex")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_savedsearch (user_id, name, terms) VALUES (%s, 'x', '{}')",
            [world.people["petra"].pk],
        )


def test_two_windows_do_not_overwrite_each_other(world, client_as, kept):
    petra = world.viewer("petra")
    change_search(petra, kept.pk, name="Newer", terms={"kind": "print"}, version=1)
    url = reverse("audit:saved_search_edit", args=[kept.pk])
    answer = client_as("petra").post(url, NEW | {"version": "1"})
    assert answer.status_code == 422
    assert "in another window" in answer.content.decode()
    assert "Kim&#x27;s exports" in answer.content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"name": ""}, "Fill this in"), ({"kind": "", "person": ""}, "at least one thing"),
     ({"name": "Exports"}, "of this name already"), ({"kind": "x"}, "Choose one of the choices")],
)  # fmt: skip
def test_what_makes_no_search_is_told(world, client_as, kept, wrong, words):
    answer = client_as("petra").post("/ledger/searches/new/", NEW | wrong)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_there_is_an_end_to_searches(world, monkeypatch, kept):
    monkeypatch.setattr("audit.services.saved_search.MOST", 1)
    with pytest.raises(RuleBroken, match="Throw one away"):
        keep_search(world.viewer("petra"), name="Second", terms={"kind": "export"})


def test_two_clicks_keep_it_once(world, kept, monkeypatch):
    monkeypatch.setattr(saved_search, "_refuse_name", lambda *_, **__: None)
    with pytest.raises(RuleBroken):
        keep_search(world.viewer("petra"), name="Exports", terms={"kind": "export"})
    assert SavedSearch.objects.count() == 1
