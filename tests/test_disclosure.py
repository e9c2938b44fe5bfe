"""Completeness of the ledger: a body with a marked text has a committed event that names the record
and its category."""

import re

import pytest
from django.urls import reverse

from audit.models import Event
from tests.plugins.roles import as_owner
from tests.test_doors import addresses, samples

MARK = re.compile(rb"MARK-([a-z]+)")
# Which record of the world carries a mark, and the category that its event must name.
CARRIERS = {
    "condition": ("condition", "supervision"),
    "protective": ("protective", "supervision"),
    "contact": ("contact", "supervision"),
    "risk": ("assessment", "risk"),
    "summary": ("summary", "treatment_summary"),
    "referral": ("referral", "polygraph_referral"),
    "result": ("result", "polygraph_result"),
    "clinical": ("clinical", "treatment_clinical"),
    "psychotherapy": ("psychotherapy", "psychotherapy_notes"),
    "sexualhistory": ("history", "sexual_history"),
    "criminal": ("rapsheet", "criminal_history"),
    "question": ("review", "team_record"),
    "decision": ("decision", "team_record"),
    "step": ("step", "team_record"),
    "statement": ("statement", "victim_statement"),
    "perspective": ("perspective", "team_record"),
    "systemrecord": ("system_record", "victim_system"),
    "nocontact": ("no_contact", "victim_system"),
}


def shown_in(request_id: str) -> set[tuple[str, str]]:
    """Return (subject, category) of what the ledger says this request showed."""
    with as_owner():
        events = Event.objects.filter(request_id=request_id).exclude(outcome="refused")
        return set(events.values_list("subject_id", "category"))


@pytest.mark.parametrize(
    "name", ["ana", "rosa", "cho", "kim", "otto", "priya", "lee", "maya", "vic", "paul"]
)
def test_each_marked_text_that_is_shown_is_on_the_ledger(world, client_as, name):
    client = client_as(name)
    values = samples(world, foreign=False)
    for address, arguments in addresses():
        url = reverse(address, kwargs={a: values[a] for a in arguments})
        answer = client.get(url)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        marks = {mark.decode() for mark in MARK.findall(body)}
        if not marks and b"Marlow" not in body:
            continue
        shown = shown_in(answer["X-Request-Id"])
        for mark in marks:
            record, category = CARRIERS[mark]
            assert (str(world.records[record].pk), category) in shown, f"{name} GET {url}: {mark}"
        if b"Marlow" in body:
            assert (str(world.case.pk), "identity") in shown, (
                f"{name} GET {url}: the head of the case"
            )


def test_each_carrier_is_shown_to_someone(world, client_as):
    """A mark that no page shows would make the test above say nothing."""
    seen = set()
    for name in ("ana", "kim", "priya", "cho"):
        client = client_as(name)
        for url in (
            f"/cases/{world.case.pk}/",
            f"/cases/{world.case.pk}/victim/",
            f"/cases/{world.case.pk}/input/",
        ):
            seen |= {mark.decode() for mark in MARK.findall(client.get(url).content)}
    assert set(CARRIERS) <= seen
