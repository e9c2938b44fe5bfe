"""A victim's own ladder in a browser's eyes; everybody whom no release names reads the same page
with a step, with a stopped one, with another victim's, and with none (T26)."""

import pytest
import time_machine
from django.utils import timezone

from tests.pages import same_words
from tests.plugins.roles import as_owner
from tests.victims.conftest import inside
from victims.confidential.router import ALIAS
from victims.confidential.selectors.note import list_notes
from victims.confidential.selectors.released import Particulars
from victims.confidential.services.released import keep_release
from victims.ladder import item_of
from victims.models import ClarificationStep
from victims.services.clarification import say_readiness
from victims.services.release import release_statement

pytestmark = pytest.mark.django_db(databases=["default", ALIAS])
NOT_NAMED = ("ana", "otto", "lee", "vic", "priya")


@pytest.fixture
def released(world, terms):
    """Return a function that releases a step of one victim to one agency."""

    def release(client_id, rung="preparation", to="center"):
        item = item_of(rung)
        words = terms(item=item, to_agency=str(world.agencies[to].key))
        with inside(world) as viewer:
            statement = release_statement(viewer, world.case.pk, terms=words)
            held = Particulars(("electronic",), viewer.name, "", str(world.case.pk), item)
            keep_release(viewer, client_id, release_id=statement.release_id, particulars=held)
        return statement.release_id

    return release


def ask(client, client_id, release_id, rung="preparation", **more):
    sent = {"under": f"{rung}:{release_id}", "wished_by": "the victim", **more}
    return client.post(f"/victims/people/{client_id}/clarification/", sent)


def steps():
    with as_owner():
        return list(ClarificationStep.objects.unscoped(reason="test").order_by("asked_at"))


def test_asked_in_the_workspace_seen_by_its_provider_stopped_in_two_clicks(
    world, client_as, add_victim, released
):
    maya, kim, mine = client_as("maya"), client_as("kim"), add_victim("Dana Whitlow")
    page = f"/victims/people/{mine}/clarification/"
    assert "Needs a release of the item" in maya.get(page).content.decode()
    assert ask(maya, mine, released(mine), beside="Dr. Hill").status_code == 302
    (step,) = steps()
    theirs = kim.get(f"/cases/{world.case.pk}/clarification/").content.decode()
    assert "Preparation in treatment</strong>" in theirs
    assert "It cannot begin yet" in theirs
    stop = f"{page}{step.pk}/stop/"
    assert stop in maya.get(page).content.decode()  # one click to get there
    assert "reason is not asked" in maya.get(stop).content.decode()
    assert maya.post(stop, {"how": "spoken"}).status_code == 302  # one to do it
    theirs = kim.get(f"/cases/{world.case.pk}/clarification/").content.decode()
    assert "Not open" in theirs
    assert "Ended" not in theirs
    with inside(world) as viewer:
        texts = [note.text for note in list_notes(viewer, mine)]
    assert any("Dr. Hill" in text for text in texts)


def test_who_wants_it_and_who_stands_by_stay_with_the_organization(
    world, client_as, add_victim, released
):
    mine = add_victim("Dana Whitlow")
    ask(client_as("maya"), mine, released(mine), beside="MARK-therapist")
    for name in ("kim", "ana", "cho"):
        body = client_as(name).get(f"/cases/{world.case.pk}/clarification/").content.decode()
        assert "MARK-therapist" not in body
        assert "Whitlow" not in body


def test_earlier_steps_come_first_unless_the_victim_wants_it_otherwise(
    world, client_as, add_victim, released
):
    maya, mine = client_as("maya"), add_victim("Dana Whitlow")
    key = released(mine, "session")
    answer = ask(maya, mine, key, "session", beside="MARK-beside")
    assert answer.status_code == 422
    assert "Before this step usually come" in answer.content.decode()
    assert "MARK-beside" in answer.content.decode()
    assert ask(maya, mine, key, "session", skips="on").status_code == 302


def test_another_victim_s_release_starts_nothing_and_her_page_shows_nothing(
    world, client_as, add_victim, released
):
    maya, one, two = client_as("maya"), add_victim("Dana Whitlow"), add_victim("Iris Poole")
    key = released(one)
    before = same_words(maya.get(f"/victims/people/{two}/clarification/"))
    assert ask(maya, two, key).status_code == 422
    assert steps() == []
    ask(maya, one, key)
    (step,) = steps()
    maya.get("/victims/")  # the message of the act before
    assert same_words(maya.get(f"/victims/people/{two}/clarification/")) == before
    stop = f"/victims/people/{two}/clarification/{step.pk}/stop/"
    assert maya.get(stop).status_code == maya.post(stop, {"how": "spoken"}).status_code == 404
    assert steps()[0].stopped_at is None


def test_nobody_else_finds_a_victim_s_ladder(world, client_as, add_victim, released):
    mine = add_victim("Dana Whitlow")
    ask(client_as("maya"), mine, released(mine))
    page = f"/victims/people/{mine}/clarification/"
    for name in ("ana", "kim", "lee", "vic", "cho", "sam", "petra", "ben"):
        client = client_as(name)
        for address in (page, f"{page}{steps()[0].pk}/stop/"):
            assert client.get(address).status_code == 404, name
            assert client.post(address, {"how": "spoken"}).status_code == 404, name


def test_who_is_not_named_reads_the_same_with_one_stopped_another_s_and_none(
    world, client_as, add_victim, released
):
    maya, one, two = client_as("maya"), add_victim("Dana Whitlow"), add_victim("Iris Poole")
    clients = [client_as(name) for name in NOT_NAMED]
    addresses = [f"/cases/{world.case.pk}/{page}" for page in ("clarification/", "victim/", "")]

    def all_pages():
        return [same_words(client.get(page)) for client in clients for page in addresses]

    with time_machine.travel(timezone.now(), tick=False):
        before = all_pages()
        assert all(b"Not open" in before[at] for at in range(0, len(before), len(addresses)))
        ask(maya, one, released(one))
        with_one = all_pages()
        ask(maya, two, released(two, "letter_kept"), "letter_kept", skips="on")
        with_two = all_pages()
        stop = f"/victims/people/{one}/clarification/{steps()[0].pk}/stop/"
        maya.post(stop, {"how": "spoken"})
        assert before == with_one == with_two == all_pages()


def test_the_provider_of_two_victims_does_not_learn_by_one_that_the_other_stopped(
    world, client_as, add_victim, released
):
    """Each step stands alone: the page with one step is the page of one step."""
    maya, kim = client_as("maya"), client_as("kim")
    one, two = add_victim("Dana Whitlow"), add_victim("Iris Poole")
    page = f"/cases/{world.case.pk}/clarification/"
    with time_machine.travel(timezone.now(), tick=False):
        ask(maya, one, released(one))
        alone = same_words(kim.get(page))
        ask(maya, two, released(two, "letter_kept"), "letter_kept", skips="on")
        assert same_words(kim.get(page)) != alone
        second = next(row for row in steps() if row.rung == "letter_kept")
        maya.post(f"/victims/people/{two}/clarification/{second.pk}/stop/", {"how": "written"})
        assert same_words(kim.get(page)) == alone


def test_the_team_s_forms_of_the_ladder(world, client_as):
    pages = f"/cases/{world.case.pk}/clarification/"
    codes = {"kim": (200, 403, 403), "cho": (403, 200, 200), "ana": (403, 403, 200),
             "maya": (403, 403, 403), "lee": (403, 403, 200), "ben": (404, 404, 404)}  # fmt: skip
    for name, wanted in codes.items():
        client = client_as(name)
        found = tuple(
            client.get(f"{pages}{one}/").status_code for one in ("ready", "decision", "order")
        )
        assert found == wanted, name
    kim = client_as("kim")
    assert kim.post(f"{pages}ready/", {"rung": "session", "word": "x"}).status_code == 422
    assert kim.post(f"{pages}ready/", {"rung": "session", "word": "ready"}).status_code == 302
    ana = client_as("ana")
    sent = {"term_id": str(world.records["no_contact"].pk), "allows": ["session"]}
    assert ana.post(f"{pages}order/", sent).status_code == 422
    sent["allowed_under"] = "Superior Court, order of March 3, 2026"
    assert ana.post(f"{pages}order/", sent).status_code == 302
    assert "leaves it open" in ana.get(pages).content.decode()


def test_readiness_reaches_the_officer_through_an_authorization_only(world, client_as):
    """The world's authorization names probation; the prosecutor has none."""
    say_readiness(world.viewer("kim"), world.case.pk, rung="session", word="ready")
    page = f"/cases/{world.case.pk}/clarification/"
    assert ">ready<" in client_as("ana").get(page).content.decode()
    assert ">ready<" not in client_as("lee").get(page).content.decode()
