"""The advocate's input on victims in general.

Given by advocates, read by the team, refused when it identifies.
"""

import pytest

from casemgmt.core.errors import NotAllowed, NotVisible, RuleBroken
from casemgmt.selectors.case import access_case
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


@pytest.mark.parametrize("name", ["ana", "kim", "lee", "priya", "vic"])
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
        "Ask Vera.",
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
