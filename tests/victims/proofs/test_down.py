"""With every advocacy database stopped, nobody but an advocate is told: the same bytes.

Of everybody else tests/test_doors.py opens every address with the database stopped.
"""

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from tests.crawl import body_of, place, sign_in_again
from tests.pages import same_words
from tests.victims.confidential.test_several_organizations import stopped
from tests.victims.proofs.use import confidential_addresses
from victims.confidential.router import ALIAS

pytestmark = pytest.mark.django_db(databases=["default", ALIAS])
OWN_DOING = ("audit:my_use", "audit:own_use", "audit:ledger")
CONFIDENTIAL = {f"victims:{name}" for name, _ in confidential_addresses()}


def answer_of(client, url):
    """Return what an address answers, and take back what the asking wrote."""
    point = transaction.savepoint()
    answer = client.get(url)
    body = body_of(answer) if answer.streaming else same_words(answer)
    transaction.savepoint_rollback(point)
    return answer.status_code, body


@pytest.mark.parametrize("name", ["ana", "petra"])
def test_every_page_of_others_is_byte_for_byte_the_same(world, client_as, name, monkeypatch):
    client = sign_in_again(client_as(name), world.people[name])
    urls = [url for address, url in place(world, "own").urls() if not address.startswith(OWN_DOING)]
    changed, opened = [], 0
    with time_machine.travel(timezone.now(), tick=False):
        for url in urls:
            before = answer_of(client, url)
            with stopped(ALIAS, monkeypatch):
                after = answer_of(client, url)
            opened += before[0] == 200
            changed += [url] if before != after else []
    assert changed == []
    assert opened > 20


def test_an_advocate_is_told_on_each_page_of_her_own_side(world, client_as, monkeypatch):
    client = sign_in_again(client_as("maya"), world.people["maya"])
    with stopped(ALIAS, monkeypatch):
        for address, url in place(world, "own").urls():
            if address in CONFIDENTIAL:
                answer = client.get(url)
                assert answer.status_code in (503, 405, 302), url
                told = "own database does not answer" in answer.content.decode()
                assert told == (answer.status_code == 503), url
