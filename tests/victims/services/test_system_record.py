"""What the system knows of victims.

Written by supervision, system advocates and prosecution, by nobody else.
"""

import pytest

from casemgmt.core.errors import NotAllowed, NotVisible, RuleBroken
from casemgmt.selectors.case import access_case
from tests.build import day
from victims.selectors.parts import no_contact_part, system_part
from victims.services.system_record import SystemDetails, add_no_contact_term, add_system_record

pytestmark = pytest.mark.django_db(databases=["default", "advocacy"])
DETAILS = SystemDetails("Ruth", "Abara", "police", relation="neighbor", note="MARK-added")


def rows(world, part, name):
    viewer = world.viewer(name)
    return part(viewer, *access_case(viewer, world.case.pk))


@pytest.mark.parametrize("name", ["ana", "vic", "lee", "rosa"])
def test_those_who_write_add_a_record(world, name):
    add_system_record(world.viewer(name), world.case.pk, details=DETAILS)
    assert "MARK-added" in [row.note for row in rows(world, system_part, "ana").rows]


@pytest.mark.parametrize("name", ["kim", "maya", "priya", "paul"])
def test_others_do_not(world, name):
    with pytest.raises(NotAllowed):
        add_system_record(world.viewer(name), world.case.pk, details=DETAILS)
    with pytest.raises(NotAllowed):
        add_no_contact_term(
            world.viewer(name), world.case.pk, text="No contact.", ordered_on=day(-1)
        )


@pytest.mark.parametrize("name", ["ben", "petra", "tess"])
def test_without_standing_there_is_no_case(world, name):
    with pytest.raises(NotVisible):
        add_system_record(world.viewer(name), world.case.pk, details=DETAILS)


def test_treatment_receives_the_no_contact_terms_and_not_the_record(world):
    assert [row.text for row in rows(world, no_contact_part, "kim").rows] == ["MARK-nocontact term"]
    part = rows(world, system_part, "kim")
    assert part.rows == []
    assert part.withheld is not None


def test_a_term_that_names_a_victim_is_refused(world):
    ana = world.viewer("ana")
    with pytest.raises(RuleBroken, match="Vera"):
        add_no_contact_term(ana, world.case.pk, text="No contact with Vera.", ordered_on=day(-1))
    with pytest.raises(RuleBroken, match="9 Oak Lane"):
        add_no_contact_term(ana, world.case.pk, text="Keep off 9 Oak Lane.", ordered_on=day(-1))
    with pytest.raises(RuleBroken, match="ends before"):
        add_no_contact_term(
            ana, world.case.pk, text="No contact.", ordered_on=day(-1), ends_on=day(-2)
        )
    add_no_contact_term(
        ana, world.case.pk, text="John stays away from the victim.", ordered_on=day(-1)
    )
