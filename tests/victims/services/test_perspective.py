"""The advocate's input on victims in general.

Given by advocates, read by the team, refused when it identifies.
"""

from dataclasses import replace

import pytest
from django.db import transaction

from casemgmt.core.errors import NotAllowed, NotVisible, RuleBroken
from casemgmt.policy import load
from casemgmt.selectors.case import access_case
from tests import build_victims
from tests.build import moment
from victims.models import Perspective
from victims.selectors.parts import perspectives_part
from victims.services.perspective import add_perspective

pytestmark = pytest.mark.django_db(databases=["default", "advocacy"])
PLAIN = "Victims in general want to hear of a move early."


def test_the_team_reads_an_advocate_s_input(world):
    add_perspective(world.viewer("maya"), world.case.pk, text=PLAIN)
    for name in ("ana", "kim", "maya", "rosa", "vic"):
        viewer = world.viewer(name)
        part = perspectives_part(viewer, *access_case(viewer, world.case.pk))
        assert PLAIN in [row.text for row in part.rows]


def test_a_prosecutor_does_not_take_part_in_the_case_s_items(world):
    viewer = world.viewer("lee")
    part = perspectives_part(viewer, *access_case(viewer, world.case.pk))
    assert part.rows == []
    assert part.withheld is not None
    assert part.withheld.because == "never"


def test_a_system_advocate_gives_it_too_and_each_is_told_by_kind(world):
    """Who works for the government is bound otherwise than a community advocate (B-VAWA-16)."""
    add_perspective(world.viewer("vic"), world.case.pk, text=PLAIN)
    viewer = world.viewer("ana")
    rows = perspectives_part(viewer, *access_case(viewer, world.case.pk)).rows
    kinds = {row.author_name: row.author_kind for row in rows}
    assert kinds["Vic Example"].startswith("system advocate, works for the government")
    assert kinds["Maya Example"].startswith("community advocate, bound to keep")


def test_a_table_that_lets_community_advocates_alone_speak_is_followed(world):
    table = replace(load.in_force(), speaks_for_victims=frozenset({"community_advocacy"}))
    with load.instead(table):
        with pytest.raises(NotAllowed):
            add_perspective(world.viewer("vic"), world.case.pk, text=PLAIN)
        add_perspective(world.viewer("maya"), world.case.pk, text=PLAIN)


@pytest.mark.parametrize("looked", [False, True])
@pytest.mark.parametrize("name", ["maya", "vic"])
def test_the_check_tells_nothing_of_names_that_the_writer_may_not_see(world, name, looked):
    """As a probe it answers the same for a name on file and for any other (B-VAWA-2)."""

    def answer(text):
        point = transaction.savepoint()
        try:
            add_perspective(world.viewer(name), world.case.pk, text=text, looked=looked)
        except RuleBroken as refused:
            return str(refused)
        finally:
            transaction.savepoint_rollback(point)
        return "kept"

    hidden = build_victims.make_system_record(
        world.case, world.people["ana"], given_name="Orla", sealed_at=moment(-1)
    )
    probes = [hidden.given_name] + (["Vera"] if name == "maya" else [])
    for probe in probes:
        told = answer(f"What {probe} said counts.").replace(probe, "Nemo")
        assert told == answer("What Nemo said counts."), probe


def test_what_a_system_advocate_sees_himself_is_compared(world):
    with pytest.raises(RuleBroken, match="Vera"):
        add_perspective(world.viewer("vic"), world.case.pk, text="Ask Vera.", looked=True)


@pytest.mark.parametrize("name", ["ana", "kim", "lee", "priya", "cho"])
def test_others_do_not_speak_as_the_advocate(world, name):
    with pytest.raises(NotAllowed):
        add_perspective(world.viewer(name), world.case.pk, text=PLAIN)


@pytest.mark.parametrize("name", ["tess", "petra", "sam", "dora"])
def test_without_standing_there_is_no_case(world, name):
    with pytest.raises(NotVisible):
        add_perspective(world.viewer(name), world.case.pk, text=PLAIN)


@pytest.mark.parametrize(
    "text",
    [
        "Meet her at 9 Oak Lane.",
        "Tell John nothing.",
        "What Dana told me.",
        "Since May 4 she hides.",
    ],
)
def test_what_identifies_is_refused_and_nothing_is_kept(world, text):
    maya = world.viewer("maya")
    before = Perspective.objects.unscoped(reason="test").count()
    with pytest.raises(RuleBroken, match="Take out"):
        add_perspective(maya, world.case.pk, text=text, private_names=["Dana Whitlow"], looked=True)
    assert Perspective.objects.unscoped(reason="test").count() == before
