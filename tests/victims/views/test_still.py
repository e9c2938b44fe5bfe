"""A statement that stands open on a screen closes by itself (T24), and its poll fills no ledger."""

from datetime import timedelta

import pytest

from audit.models import Event
from casemgmt.core import clock
from tests import build, build_victims
from tests.crawl import body_of, place
from tests.plugins.roles import as_owner
from victims.services.release import release_statement, withdraw_release

pytestmark = pytest.mark.django_db(databases=["default", "advocacy"])
WORDS = "MARK-own words: no letters, please."


@pytest.fixture
def released(world, terms):
    """Return a statement that Ana's agency can read."""
    return release_statement(world.viewer("maya"), world.case.pk, terms=terms())


def still(world, *statements):
    keys = ",".join(str(one if isinstance(one, str) else one.pk) for one in statements)
    return f"/cases/{world.case.pk}/victim/still/?of={keys}"


def events():
    with as_owner():
        return list(Event.objects.order_by("id"))


def test_the_page_asks_again_in_less_than_a_minute_and_names_what_it_shows(
    world, client_as, released
):
    for page in ("victim", "input"):
        body = client_as("ana").get(f"/cases/{world.case.pk}/{page}/").content.decode()
        assert 'hx-trigger="every 20s"' in body
        assert str(released.pk) in body
        assert f'content="50; url=/cases/{world.case.pk}/victim/closed/"' in body


def test_while_it_is_open_the_answer_says_nothing_and_writes_nothing(world, client_as, released):
    ana = client_as("ana")
    ana.get("/cases/")
    before = len(events())
    for _ in range(3):
        answer = ana.get(still(world, released, world.records["statement"]))
        assert (answer.status_code, answer.content) == (204, b"")
    assert events()[before:] == []


def test_it_closes_on_the_next_question_and_tells_to_stop_once(world, client_as, released):
    ana = client_as("ana")
    assert ana.get(still(world, released)).status_code == 204
    withdraw_release(world.viewer("maya"), released.release_id, how="spoken")
    before = len(events())
    for _ in range(3):
        answer = ana.get(still(world, released))
        assert answer.status_code == 286
        assert "The release that named you was withdrawn." in answer.content.decode()
        assert "Do not use" in answer.content.decode()
        assert "letters" not in answer.content.decode()
    new = events()[before:]
    assert [(e.outcome, e.because) for e in new] == [("refused", "release_revoked")]


def test_it_closes_when_the_release_ends_at_midnight(world, client_as, released):
    with clock.frozen_at(released.release.ends_at + timedelta(minutes=1)):
        answer = client_as("ana").get(still(world, released))
        assert answer.status_code == 286
        assert "The release that named you has ended." in answer.content.decode()


@pytest.mark.parametrize("name", ["kim", "otto", "lee", "vic", "priya", "paul"])
def test_whom_it_never_named_learns_nothing_by_asking(world, client_as, released, name):
    client = client_as(name)
    missing = "00000000-0000-4000-8000-000000000000"
    there, not_there = (client.get(still(world, one)) for one in (str(released.pk), missing))
    assert there.status_code == not_there.status_code == 286
    assert there.content == not_there.content
    withdraw_release(world.viewer("maya"), released.release_id, how="spoken")
    assert client.get(still(world, released)).content == not_there.content


@pytest.mark.parametrize("name", ["ben", "nina", "dora", "former"])
def test_without_standing_there_is_nothing_to_ask(world, client_as, released, name):
    client = client_as(name)
    assert client.get(still(world, released)).status_code == 404
    assert client.get(f"/cases/{world.case.pk}/victim/closed/").status_code == 404


def test_asking_by_itself_shows_nobodys_presence(world, client_as, released):
    ana = client_as("ana")
    ana.get("/cases/")
    session = ana.session
    session["seen_at"] -= 60
    session.save()
    seen = session["seen_at"]
    ana.get(still(world, released), headers={"X-Quiet": "1"})
    assert ana.session["seen_at"] == seen
    ana.get("/cases/")
    assert ana.session["seen_at"] > seen


def test_after_a_withdrawal_no_address_of_the_product_shows_the_words(world, client_as, released):
    """Pages, parts, API, exports, prints, agenda, minutes and packets of the case's people; nor
    the name of the item, which are words of hers too."""
    ana, listed = client_as("ana"), f"/cases/{world.case.pk}/releases/"
    mine = f"{listed}{released.release_id}/"
    assert WORDS in ana.get(f"/cases/{world.case.pk}/victim/").content.decode()
    for page in (listed, mine):
        assert released.item in ana.get(page).content.decode()
    withdraw_release(world.viewer("maya"), released.release_id, how="spoken")
    urls = [listed, mine, *(url for _, url in place(world, "own").urls())]
    bodies = {url: body_of(ana.get(url)) for url in urls}
    told = (WORDS.encode(), released.item.encode())
    assert [url for url, body in bodies.items() if any(word in body for word in told)] == []
    assert released.item in client_as("maya").get(mine).content.decode()


def test_the_twin_another_release_stays_where_it_is(world, client_as, released):
    withdraw_release(world.viewer("maya"), released.release_id, how="written")
    other = build.make_release(
        world.case, kind="victim_release", source=world.agencies["harbor"],
        to=world.agencies["probation"], categories=["victim_statement"], items=["other"],
    )  # fmt: skip
    kept = build_victims.make_statement(
        world.case, world.people["maya"], other, "MARK-kept", item="other"
    )
    ana = client_as("ana")
    assert ana.get(still(world, kept)).status_code == 204
    assert "MARK-kept" in ana.get(f"/cases/{world.case.pk}/victim/").content.decode()
