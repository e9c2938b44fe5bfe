"""Amending a condition."""

import pytest

from audit.models import ChangeEntry, Event
from casemgmt.core.errors import ChangedMeanwhile, NotAllowed, NotVisible, RuleBroken
from casemgmt.models import Condition, Wording
from casemgmt.services.plan import amend_condition
from tests.plugins.roles import as_owner


def amend(world, name="ana", text="New wording.", version=1, which="condition"):
    condition = world.records[which]
    return amend_condition(
        world.viewer(name), world.case.pk, condition.pk, text=text, reason="order", version=version
    )


def test_the_old_wording_stays_on_record(world):
    amend(world)
    with as_owner():
        condition = Condition.objects.unscoped(reason="test").get(pk=world.records["condition"].pk)
        former = Wording.objects.unscoped(reason="test").get(condition=condition)
    assert (condition.text, condition.version) == ("New wording.", 2)
    assert former.text.startswith("MARK-condition")
    assert former.author_id == world.people["ana"].pk


def test_the_second_of_two_learns_what_the_first_wrote(world):
    amend(world, text="First.")
    with pytest.raises(ChangedMeanwhile) as caught:
        amend(world, text="Second.")
    assert caught.value.theirs == {"text": "First."}
    assert caught.value.yours == {"text": "Second."}


def test_no_change_is_refused(world):
    with pytest.raises(RuleBroken):
        amend(world, text=world.records["condition"].text)


def test_provider_who_reads_conditions_cannot_amend_one(world):
    with pytest.raises(NotAllowed):
        amend(world, name="kim")


def test_advocate_cannot_know_of_a_condition_that_protects_no_victim(world):
    with pytest.raises(NotVisible):
        amend(world, name="maya")
    with pytest.raises(NotAllowed):
        amend(world, name="maya", which="protective")


def test_the_act_is_on_the_ledger_and_in_the_change_log_without_the_text(world):
    amend(world)
    with as_owner():
        event = Event.objects.filter(kind="change").latest("id")
        change = ChangeEntry.objects.filter(object_repr__startswith="casemgmt.Condition").latest(
            "id"
        )
    assert (event.subject_kind, event.detail["act"], event.fields) == (
        "condition",
        "amend condition",
        ["text"],
    )
    assert "wording" not in str(change.changes).lower().replace("[redacted]", "")
    assert "[redacted]" in str(change.changes)
