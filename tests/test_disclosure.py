"""Completeness of the ledger: a word is planted in every sensitive text, every address is asked by
everybody, and each body that holds a word has an event that names its record and its category."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Event
from tests.crawl import body_of, place, sign_in_again
from tests.planting import WORDLESS, Planted, plant, sensitive_models, texts_of
from tests.plugins.roles import as_owner

pytestmark = pytest.mark.django_db(databases=["default", "advocacy"])
WORD = re.compile(rb"Mk\d{3}q")
# The others of the cast open no case: tests/test_doors.py sees that no word of one reaches them.
PEOPLE = ("ana", "rosa", "cho", "kim", "otto", "priya", "lee", "maya", "vic", "paul")
TEXT = ("text/", "application/json", "application/vnd.oai")
CACHED = {"If-None-Match": "*", "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}


@pytest.fixture
def planted(world) -> dict[str, Planted]:
    return plant(world)


def shown_by(answer: object) -> set[tuple[str, str]]:
    """Return (subject, category) of what the ledger says this request showed."""
    with as_owner():
        events = Event.objects.filter(request_id=answer["X-Request-Id"])  # type: ignore[index]
        shown = events.exclude(outcome="refused")
        return set(shown.values_list("subject_id", "category"))


def urls_of(world) -> list[str]:
    found = [url for _, url in place(world, "own").urls()]
    released = [
        reverse("casemgmt:release_detail", args=[world.case.pk, world.records[kind].pk])
        for kind in ("authorization", "victim_release")
    ]
    return [*found, *released, "/search/?q=Mk", "/cases/?due=review", *(
        f"/api/v1/cases/{world.case.pk}/records/?category={category}"
        for category in ("supervision", "team_record", "victim_system", "treatment_clinical")
    )]  # fmt: skip


def crawl(client: Client, world, planted, name: str) -> dict[str, set[str]]:
    """Ask every address; return the words that each shows, having found each on the ledger."""
    shown: dict[str, set[str]] = {}
    misses = []
    for url in urls_of(world):
        answer = client.get(url)
        assert answer.status_code < 500, url
        body = body_of(answer)
        words = {word.decode() for word in WORD.findall(body)}
        told = shown_by(answer) if words or is_file(answer) else set()
        for word in words:
            where = planted[word]
            if (where.subject_id, where.category) not in told:
                misses.append(f"{name} GET {url}: {where.label}.{where.field}")
        if is_file(answer) and not told:
            misses.append(f"{name} GET {url}: a file that no event stands for")
        if words:
            shown[url] = words
    assert not misses, "\n".join(misses)
    return shown


def is_file(answer: object) -> bool:
    if answer.status_code != 200:  # type: ignore[attr-defined]
        return False
    return not answer.headers.get("Content-Type", "text/").startswith(TEXT)  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", PEOPLE)
def test_each_word_that_is_shown_is_on_the_ledger(world, client_as, planted, name):
    client = client_as(name)
    sign_in_again(client, world.people[name])
    shown = crawl(client, world, planted, name)
    if name == "ana":
        again(client, shown, planted)


def again(client, shown, planted):
    """HEAD and a conditional GET read as much as a GET: neither spares its event."""
    for url, words in shown.items():
        wanted = {(planted[word].subject_id, planted[word].category) for word in words}
        head = client.head(url)
        assert head.content == b""
        cached = client.get(url, headers=CACHED)
        assert cached.status_code == 200  # never 304
        assert wanted <= shown_by(cached), url
        if head.status_code == 200:
            assert wanted <= shown_by(head), url


def test_every_sensitive_text_is_planted_and_shown_to_somebody(world, client_as, planted):
    """A word that no page shows would make the test above say nothing."""
    labels = {where.label for where in planted.values()}
    without = {m._meta.label for m in sensitive_models() if m._meta.label not in labels}
    assert without == WORDLESS, "plant() must make a row of it"
    unseen = labels - ON_PAGES_OF_THEIR_OWN
    ids = {str(row.pk) for row in (world.case, *world.records.values())}
    pages = sorted(
        url for url in urls_of(world) if "/api/" not in url and any(one in url for one in ids)
    )
    for name in ("ana", "kim", "priya", "maya", "cho"):
        client = client_as(name)
        sign_in_again(client, world.people[name])
        for url in pages if unseen else ():
            found = {word.decode() for word in WORD.findall(body_of(client.get(url)))}
            unseen -= {planted[word].label for word in found}
    assert not unseen


# Shown where an act has made something that the world lacks; their own tests look at the ledger.
ON_PAGES_OF_THEIR_OWN = {
    "casemgmt.Round", "casemgmt.Wording", "casemgmt.Worksheet", "victims.Inquiry",
    "casemgmt.Release",
}  # fmt: skip


def test_the_words_cover_each_text_of_each_model(planted):
    for model in sensitive_models():
        fields = {where.field for where in planted.values() if where.label == model._meta.label}
        of_category = [
            name for name in texts_of(model)
            if isinstance(model.FIELD_CATEGORY, property) or name in model.FIELD_CATEGORY
        ]  # fmt: skip
        assert fields == set(of_category), model._meta.label
