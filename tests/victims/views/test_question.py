"""Pages of questions to the team: asked by either kind of advocate, answered for the team."""

import pytest

from tests.plugins.roles import as_owner
from victims.models import Perspective, Question

pytestmark = pytest.mark.django_db(databases=["default", "advocacy"])
PLAIN = "When does the team look at travel again?"


def pages(world):
    case = world.case.pk
    return {
        "case": f"/cases/{case}/questions/",
        "ask": f"/cases/{case}/questions/ask/",
        "give": f"/cases/{case}/input/add/",
        "answer": f"/questions/{world.records['question'].pk}/answer/",
    }


def test_maya_asks_ana_answers_and_both_read_it(world, client_as):
    maya, ana = client_as("maya"), client_as("ana")
    there = maya.get(pages(world)["ask"])
    assert there.status_code == 302
    assert maya.post(there["Location"], {"text": PLAIN}).status_code == 302
    with as_owner():
        row = Question.objects.unscoped(reason="test").get(text=PLAIN)
    waiting = ana.get("/questions/").content.decode()
    assert PLAIN in waiting
    sent = {"kind": "told", "text": "The next review is on March 3."}
    assert ana.post(f"/questions/{row.pk}/answer/", sent).status_code == 302
    assert PLAIN not in ana.get("/questions/").content.decode()
    for client in (maya, ana, client_as("kim")):
        body = client.get(pages(world)["case"]).content.decode()
        assert "March 3" in body
        assert "First answer after 0 days" in body
    assert "March 3" in maya.get(f"/victims/cases/{world.case.pk}/").content.decode()


def test_a_question_that_names_somebody_keeps_what_was_typed(world, client_as, add_victim):
    add_victim("Dana Whitlow")
    text = "What did Dana ask?"
    answer = client_as("maya").post(
        f"/victims/cases/{world.case.pk}/questions/add/", {"text": text, "looked": "on"}
    )
    assert answer.status_code == 422
    assert "Take out: “Dana” (a name)" in answer.content.decode()
    assert text in answer.content.decode()


def test_a_community_advocate_never_writes_past_the_names_her_organization_keeps(
    world, client_as, add_victim
):
    add_victim("Dana Whitlow")
    maya, sent = client_as("maya"), {"text": "Dana would like to know.", "looked": "on"}
    for name in ("ask", "give"):
        answer = maya.post(pages(world)[name], sent)
        assert answer.headers["Location"].startswith("/victims/cases/")
    with as_owner():
        for table in (Question, Perspective):
            assert not table.objects.unscoped(reason="test").filter(text=sent["text"]).exists()


def test_vic_gives_input_and_asks_on_the_team_s_side(world, client_as):
    vic = client_as("vic")
    for name in ("give", "ask"):
        assert vic.get(pages(world)[name]).status_code == 200
        assert vic.post(pages(world)[name], {"text": "Ask Vera."}).status_code == 422
        assert vic.post(pages(world)[name], {"text": PLAIN}).status_code == 302
    with as_owner():
        assert Perspective.objects.unscoped(reason="test").filter(text=PLAIN).exists()
    body = client_as("ana").get(f"/cases/{world.case.pk}/victim/").content.decode()
    assert "system advocate, works for the government" in body


def test_who_does_not_speak_for_victims_finds_no_form(world, client_as):
    for name in ("ana", "kim", "priya", "lee", "paul"):
        client = client_as(name)
        for page in ("give", "ask"):
            for answer in (client.get(pages(world)[page]), client.post(pages(world)[page], {})):
                assert answer.status_code == 403, (name, page)


def test_who_does_not_answer_for_the_team_finds_no_form(world, client_as):
    page = pages(world)["answer"]
    for name in ("kim", "maya", "vic", "priya", "lee", "paul"):
        client = client_as(name)
        assert client.get(page).status_code == 403, name
        assert client.post(page, {"kind": "told", "text": "x"}).status_code == 403, name


def test_without_standing_nothing_is_there(world, client_as):
    for name in ("ben", "nina", "tess", "dora", "sam", "petra", "former", "eva"):
        client = client_as(name)
        for page in pages(world).values():
            assert client.get(page).status_code == 404, (name, page)


def test_an_item_of_the_agenda_tells_the_question_with_the_input(world, client_as):
    part = client_as("cho").get(f"/cases/{world.case.pk}/input/", headers={"HX-Request": "true"})
    body = part.content.decode()
    assert body.index("MARK-statement") < body.index("MARK-perspective") < body.index("MARK-quest")
