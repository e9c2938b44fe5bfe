"""Each seat at the table before, during and after a release (T22, T23): who reads it, and when."""

from datetime import timedelta

import pytest

from casemgmt.core import clock
from victims.services.release import release_statement, withdraw_release
from victims.services.terms import ROLE

pytestmark = pytest.mark.django_db(databases=["default", "advocacy"])
WORDS = "MARK-own words: no letters, please."
# To whom it goes, and who of the table and of the line reads it then.
RECIPIENTS = {
    "one officer": ({"to_user": "ana"}, {"ana"}),
    "a role": ({"to_user": f"{ROLE}supervision"}, {"ana", "rosa", "cho"}),
    "the provider": ({"to_agency": "center", "to_user": "kim"}, {"kim"}),
}
SEATS = ("ana", "cho", "rosa", "kim", "otto", "lee", "vic", "priya", "paul", "ben", "nina")


def readers(world, client_as) -> set[str]:
    """Return who of the seats reads the words on the panel; a meeting's input says the same."""
    found: dict[str, set[str]] = {"victim": set(), "input": set()}
    for name in SEATS:
        client = client_as(name)
        for page, there in found.items():
            if WORDS in client.get(f"/cases/{world.case.pk}/{page}/").content.decode():
                there.add(name)
    assert found["victim"] == found["input"]
    return found["victim"]


def terms_for(world, terms, changes):
    named = dict(changes)
    if "to_agency" in named:
        named["to_agency"] = str(world.agencies[named["to_agency"]].key)
    if not named.get("to_user", ROLE).startswith(ROLE):
        named["to_user"] = str(world.people[named["to_user"]].key)
    return terms(**named)


@pytest.mark.parametrize("to", RECIPIENTS)
def test_only_whom_it_names_reads_it_and_only_while_it_runs(world, client_as, terms, to):
    changes, expected = RECIPIENTS[to]
    assert readers(world, client_as) == set()
    maya = world.viewer("maya")
    signed = terms_for(world, terms, changes)
    statement = release_statement(maya, world.case.pk, terms=signed)
    assert readers(world, client_as) == expected
    with clock.frozen_at(statement.release.ends_at + timedelta(minutes=1)):
        assert readers(world, client_as) == set()
    withdraw_release(world.viewer("maya"), statement.release_id, how="spoken")
    assert readers(world, client_as) == set()


def test_after_its_end_the_recipient_is_told_without_content_and_the_ledger_keeps_what_was(
    world, client_as, terms
):
    statement = release_statement(world.viewer("maya"), world.case.pk, terms=terms())
    address = f"/cases/{world.case.pk}/victim/"
    assert WORDS in client_as("ana").get(address).content.decode()
    with clock.frozen_at(statement.release.ends_at + timedelta(minutes=1)):
        body = client_as("ana").get(address).content.decode()
        assert "The release that named you has ended." in body
        assert WORDS not in body
        other = client_as("kim").get(address).content.decode()
        assert "has ended" not in other
