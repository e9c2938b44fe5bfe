"""Rows that a person may not see change no byte of any page that he can open.

No count, no order and no name leaks through.
"""

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from tests import build, build_meetings, build_victims
from tests.pages import same_words
from tests.test_doors import addresses, samples

# Pages of the person's own doing, which each request changes by itself.
OWN_DOING = ("audit:my_use", "audit:own_use", "victims:ledger", "tokens:")
pytestmark = pytest.mark.django_db(databases=["default", "advocacy"])


def pages(client, world) -> dict[str, tuple[int, bytes]]:
    """Return what each address answers for the ids of the first team."""
    values = samples(world, foreign=False)
    answers = {}
    for address, arguments in addresses():
        if not address.startswith(OWN_DOING):
            answer = client.get(reverse(address, kwargs={a: values[a] for a in arguments}))
            if not answer.streaming:
                answers[address] = (answer.status_code, same_words(answer))
    return answers


def add_foreign_rows(world) -> None:
    """Let the second team work: a new case, contacts, a meeting, a decision, a victim."""
    ben, river = world.people["ben"], world.teams["river"]
    case = build.make_case(
        "23-0001", team=river, officer=ben, person="Aaron Aardvark", next_review=build.day(1)
    )
    for one in (case, world.other):
        build.make_contact(one, ben)
        build.make_assessment(one, ben)
        build_victims.make_system_record(one, ben)
    meeting = build_meetings.make_meeting(river, ben, days=1)
    review = build_meetings.make_review(meeting, case, ben)
    build_meetings.make_step(build_meetings.make_decision(review, ben), ben, ben)


def add_hidden_rows(world) -> None:
    """Add rows of the person's own case whose very existence is hidden from him."""
    for category in ("psychotherapy_notes", "sexual_history", "sud_treatment"):
        build.make_entry(world.case, world.people["kim"], category, f"HIDDEN {category}")
    build.make_release(
        world.case, kind="victim_release", source=world.agencies["harbor"],
        to=world.agencies["council"],
        categories=["victim_statement"],
    )  # fmt: skip


@pytest.mark.parametrize("name", ["ana", "kim", "cho", "sam"])
def test_the_second_team_s_work_changes_no_byte(world, client_as, name):
    with time_machine.travel(timezone.now(), tick=False):
        client = client_as(name)
        pages(client, world)  # warm: what a first visit writes is the person's own doing
        before = pages(client, world)
        add_foreign_rows(world)
        after = pages(client, world)
    assert [address for address in before if before[address] != after[address]] == []


@pytest.mark.parametrize("name", ["ana", "vic"])
def test_what_is_hidden_in_the_own_case_changes_no_byte(world, client_as, name):
    with time_machine.travel(timezone.now(), tick=False):
        client = client_as(name)
        pages(client, world)
        before = pages(client, world)
        add_hidden_rows(world)
        after = pages(client, world)
    assert [address for address in before if before[address] != after[address]] == []
