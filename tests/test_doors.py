"""Every address x every person x own, other team's and missing ids: no foreign word in any answer,
hidden = missing."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.pages import same_words
from tests.world import World

pytestmark = pytest.mark.django_db(databases=["default", "advocacy"])
CAST = (
    "ana", "ben", "rosa", "kim", "otto", "priya", "lee", "maya", "vic", "cho", "dora", "paul",
    "sam", "petra", "alex", "former", "eva", "nina", "tess",
)  # fmt: skip
MISSING = UUID("00000000-0000-4000-8000-000000000000")
SECOND_TEAM = {"ben", "nina", "tess"}
OF_THE_FIRST = ("Marlow", "MARK-")
OF_THE_SECOND = ("Zephyr", "FOREIGN")
NO_STANDING = {"dora", "sam", "petra", "alex", "former", "eva"}
# Addresses of third parties that only ever concern the person's own sign-in;
# they have tests of their own.
LEFT_OUT = ("account_", "mfa_", "usersessions_")
KEYED = ("agencies", "units", "people", "teams")


def addresses(
    resolver: URLResolver | None = None, spaces: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield (name, names of its arguments) of every address."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry, (*spaces, entry.namespace) if entry.namespace else spaces)
        elif isinstance(entry, URLPattern) and entry.name and not entry.name.startswith(LEFT_OUT):
            yield ":".join((*spaces, entry.name)), tuple(_arguments(entry))


def _arguments(entry: URLPattern) -> list[str]:
    name = entry.pattern
    return sorted(name.converters)


def samples(world: World, *, foreign: bool) -> dict[str, object]:
    """Return a value for each argument that an address can take: of the first team's case or
    of the second's."""
    of, case = (world.foreign, world.other) if foreign else (world.records, world.case)
    return {
        "case_id": case.pk,
        "condition_id": of["condition"].pk,
        "meeting_id": of["meeting"].pk,
        "review_id": of["review"].pk,
        "decision_id": of["decision"].pk,
        "step_id": of["step"].pk,
        "referral_id": world.records["referral"].pk,
        "release_id": world.records["victim_release"].pk,
        "statement_id": world.records["statement"].pk,
        "slug": "supervision",
        "key": world.teams["river" if foreign else "elm"].key,
        "request_id": MISSING,
        "event_id": 1,
        "client_id": MISSING,
        "note_id": MISSING,
        "token_id": 1,
        "item_id": MISSING,
        "unit": world.units["river" if foreign else "elm"].key,
        "user_key": world.people["ben" if foreign else "ana"].key,
        "contact_id": of["contact"].pk,
        "person_id": case.person_id,
        "name": "officers",
    }


def test_each_argument_has_a_sample(world):
    known = set(samples(world, foreign=False))
    assert {a for _, arguments in addresses() for a in arguments} - known == set()


@pytest.mark.parametrize("name", CAST)
def test_no_answer_holds_a_word_of_a_case_without_standing(world, client_as, name):
    client = client_as(name)
    if name in NO_STANDING:
        forbidden = (*OF_THE_FIRST, *OF_THE_SECOND)
    else:
        forbidden = OF_THE_FIRST if name in SECOND_TEAM else OF_THE_SECOND
    for foreign in (False, True):
        values = samples(world, foreign=foreign)
        for address, arguments in addresses():
            url = reverse(address, kwargs={a: values[a] for a in arguments})
            answer = client.get(url)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            found = [word for word in forbidden if word.encode() in body]
            assert not found, f"{name} GET {url} shows {found}"
            assert answer.status_code < 500, f"{name} GET {url}: {answer.status_code}"


@pytest.mark.parametrize("name", ["ana", "kim", "lee", "maya", "cho"])
def test_other_team_s_ids_answer_as_missing_ones(world, client_as, name):
    client = client_as(name)
    values = samples(world, foreign=True)
    missing = dict.fromkeys(values, MISSING) | {
        "slug": "supervision",
        "name": "officers",
        "event_id": 0,
        "token_id": 0,
    }
    of_cases = {
        "case_id",
        "condition_id",
        "meeting_id",
        "review_id",
        "decision_id",
        "step_id",
        "contact_id",
        "person_id",
        "referral_id",
    }
    for address, arguments in addresses():
        if not of_cases & set(arguments):
            continue
        answers = [
            client.get(reverse(address, kwargs={a: held[a] for a in arguments}))
            for held in (values, missing)
        ]
        assert [a.status_code for a in answers] in ([404, 404], [405, 405]), f"{name}: {address}"
        assert same_words(answers[0]) == same_words(answers[1]), f"{name}: {address}"


def test_signed_out_nothing_opens_but_the_public_pages(world, client):
    values = samples(world, foreign=False)
    for address, arguments in addresses():
        answer = client.get(reverse(address, kwargs={a: values[a] for a in arguments}))
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert not [word for word in (*OF_THE_FIRST, *OF_THE_SECOND) if word.encode() in body]
        if address not in ("web:notice", "healthz"):
            assert answer.status_code in (302, 401, 405), f"{address}: {answer.status_code}"
