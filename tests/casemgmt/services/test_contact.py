"""Recording contacts."""

import pytest

from casemgmt.core.errors import NotAllowed, NotVisible, RuleBroken
from casemgmt.models import Case, Contact
from casemgmt.services.contact import record_contact
from tests import build
from tests.plugins.roles import as_owner

FIELDS = {"kind": "home", "outcome": "held", "note": "At home, all well."}


def test_officer_records_a_contact_and_moves_the_due_date(world):
    viewer = world.viewer("ana")
    record_contact(
        viewer, world.case.pk, happened_at=build.moment(-1), next_on=build.day(20), **FIELDS
    )
    with as_owner():
        assert Contact.objects.unscoped(reason="test").filter(note=FIELDS["note"]).count() == 1
        assert Case.objects.unscoped(reason="test").get(pk=world.case.pk).contact_due == build.day(
            20
        )


@pytest.mark.parametrize("name", ["kim", "maya", "lee", "priya"])
def test_other_disciplines_cannot_record_a_contact(world, name):
    with pytest.raises(NotAllowed):
        record_contact(world.viewer(name), world.case.pk, happened_at=build.moment(-1), **FIELDS)


def test_officer_of_another_unit_cannot_know_of_the_case(world):
    with pytest.raises(NotVisible):
        record_contact(world.viewer("ben"), world.case.pk, happened_at=build.moment(-1), **FIELDS)


def test_a_contact_to_come_is_refused(world):
    with pytest.raises(RuleBroken, match="future"):
        record_contact(world.viewer("ana"), world.case.pk, happened_at=build.moment(1), **FIELDS)


def test_a_correction_names_the_contact_and_leaves_it_as_it_was(world):
    old = world.records["contact"]
    new = record_contact(
        world.viewer("ana"),
        world.case.pk,
        happened_at=build.moment(-1),
        corrects_id=old.pk,
        **FIELDS,
    )
    with as_owner():
        assert new.corrects_id == old.pk
        assert Contact.objects.unscoped(reason="test").get(pk=old.pk).note == old.note


def test_a_correction_of_another_case_s_contact_is_refused(world):
    foreign = build.make_contact(world.other, world.people["ben"])
    with pytest.raises(NotVisible):
        record_contact(
            world.viewer("ana"),
            world.case.pk,
            happened_at=build.moment(-1),
            corrects_id=foreign.pk,
            **FIELDS,
        )
