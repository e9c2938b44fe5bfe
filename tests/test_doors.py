"""Every address x every person x own, other team's and missing ids: no foreign word in any answer,
hidden = missing."""

import pytest
from django.db import OperationalError, connections, transaction

from tests.crawl import (
    BY_ACTS,
    MISSING,
    OF_A_CASE,
    SEALED,
    WORDS,
    add_sealed,
    addresses,
    arguments,
    ask,
    body_of,
    fill_foreign,
    place,
    samples,
    sign_in_again,
)
from tests.pages import same_words
from tests.world import OTHER, World

__all__ = ["CAST", "MISSING", "addresses", "samples"]
pytestmark = pytest.mark.django_db(databases=["default", "advocacy"])
CAST = (
    "ana", "ben", "rosa", "kim", "otto", "priya", "lee", "maya", "vic", "cho", "dora", "paul",
    "sam", "petra", "alex", "former", "eva", "nina", "tess",
)  # fmt: skip
SECOND_TEAM = {"ben", "nina", "tess"}
OF_THE_FIRST = ("Marlow", "MARK-")  # its number is the example in hints of forms
OF_THE_SECOND = ("Zephyr", "FOREIGN", OTHER)
OF_THE_SEALED = ("Feathering", "SEALED", SEALED)
ADVOCATES = {"maya", "tess"}
NO_STANDING = {"dora", "sam", "petra", "alex", "former", "eva"}
# The ledger of an agency names the agency's cases by their number.
READ_THE_LEDGER = {"petra", "alex"}
WITH_CASES = ("ana", "kim", "lee", "maya", "cho")
METHODS = {"page": ("GET", "POST"), "api": ("GET", "POST", "PUT", "PATCH", "DELETE")}


@pytest.fixture
def places(world) -> World:
    """Return the world with everything that an id can name: own, foreign, sealed."""
    fill_foreign(world)
    add_sealed(world)
    return world


def stop(monkeypatch) -> None:
    """Let the advocates' database refuse every connection."""

    def refuse(*args: object) -> None:
        raise OperationalError("connection to server at 10.0.0.1 failed")

    monkeypatch.setattr(connections["advocacy"], "cursor", refuse)


def forbidden_to(name: str) -> list[str]:
    """Return the words that no answer to this person may hold."""
    if name in NO_STANDING:
        words = [*OF_THE_FIRST, *OF_THE_SECOND]
    else:
        words = list(OF_THE_FIRST if name in SECOND_TEAM else OF_THE_SECOND)
    words += OF_THE_SEALED
    return [w for w in words if name not in READ_THE_LEDGER or w not in (OTHER, SEALED)]


def test_each_argument_has_a_sample(places):
    """A new address must say what its ids are, or nobody tries it with foreign and sealed ones."""
    known = {"key", "unit", "user_key"} | set(WORDS) | OF_A_CASE | BY_ACTS
    assert arguments() - known == set()


@pytest.mark.parametrize("name", CAST)
def test_no_answer_holds_a_word_of_a_case_without_standing(places, client_as, name, monkeypatch):
    """For all but advocates their database is stopped: no page of others asks it."""
    if name not in ADVOCATES:
        stop(monkeypatch)
    client = sign_in_again(client_as(name), places.people[name])
    forbidden = forbidden_to(name)
    seen = set()
    for where in ("own", "foreign", "sealed"):
        for address, url in place(places, where).urls():
            if url in seen:
                continue
            seen.add(url)
            answer = client.get(url)
            body = body_of(answer)
            found = [word for word in forbidden if word.encode() in body]
            assert not found, f"{name} GET {url} ({address}) shows {found}"
            assert answer.status_code < 500, f"{name} GET {url}: {answer.status_code}"


@pytest.mark.parametrize("where", ["foreign", "sealed"])
@pytest.mark.parametrize("name", WITH_CASES)
def test_ids_out_of_reach_answer_as_missing_ones(places, client_as, name, where):
    """By every method: neither the code nor a byte of the body tells that there is something."""
    client = sign_in_again(client_as(name), places.people[name])
    missing = place(places, "missing")
    nothing = {}
    for address, url in missing.urls(only=OF_A_CASE):
        nothing.setdefault(address, url)
    for address, url in place(places, where).urls(only=OF_A_CASE):
        if where == "sealed" and is_of_own_meeting(url, places):
            continue
        for method in METHODS["api" if address.startswith("api:") else "page"]:
            answers = [quietly(client, method, one) for one in (url, nothing[address])]
            codes = [answer.status_code for answer in answers]
            # Where words are looked at before the case is, both are told what is wrong with them.
            alike = codes[0] == codes[1] and codes[0] in (404, 405, 422)
            assert alike, f"{name} {method} {address}: {codes}"
            bodies = [same_words(answer) for answer in answers]
            assert bodies[0] == bodies[1], f"{name} {method} {address}"


def is_of_own_meeting(url: str, world: World) -> bool:
    """The sealed case was on the agenda of a meeting that the team itself knows."""
    return str(world.records["meeting"].pk) in url


def quietly(client, method: str, url: str):
    """Ask, and take back what the asking wrote."""
    point = transaction.savepoint()  # no block: requests open blocks that must be the outermost
    answer = ask(client, method, url)
    transaction.savepoint_rollback(point)
    return answer


@pytest.mark.parametrize("name", ["ana", "kim", "former", "sam", "nina"])
def test_an_act_with_own_ids_shows_no_foreign_word_either(places, client_as, name):
    client = sign_in_again(client_as(name), places.people[name])
    forbidden = forbidden_to(name)
    for address, url in place(places, "own").urls():
        answer = quietly(client, "POST", url)
        found = [word for word in forbidden if word.encode() in body_of(answer)]
        assert not found, f"{name} POST {url} ({address}) shows {found}"
        assert answer.status_code < 500, f"{name} POST {url}: {answer.status_code}"


def test_signed_out_nothing_opens_but_the_public_pages(places, client):
    for where in ("own", "sealed"):
        for address, url in place(places, where).urls():
            answer = client.get(url)
            words = (*OF_THE_FIRST, *OF_THE_SECOND, *OF_THE_SEALED)
            assert not [word for word in words if word.encode() in body_of(answer)]
            if address not in ("web:notice", "healthz", "audit:health"):
                assert answer.status_code in (302, 401, 405), f"{address}: {answer.status_code}"
