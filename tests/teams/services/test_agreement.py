"""Agreements between agencies: who makes and ends them, and what an ended one closes at once."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from audit.models import Event
from casemgmt.core import clock
from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.rules import decide
from casemgmt.selectors.case import access_case
from teams.models import Agreement
from teams.selectors.agreement import list_agreements, state_of
from teams.services.agreement import Terms, end_agreement, make_agreement
from tests.plugins.roles import as_owner


def terms(world, *, between=("probation", "center"), covers=("risk",), starts=-30, ends=None):
    now = clock.now()
    return Terms(
        name="MOU 26-1", parties=tuple(str(world.agencies[name].key) for name in between),
        covers=covers, starts_at=now + timedelta(days=starts),
        ends_at=None if ends is None else now + timedelta(days=ends),
    )  # fmt: skip


def make(world, who="sam", **fields):
    return make_agreement(world.viewer(who), terms=terms(world, **fields))


def reads(world, name="kim", category=Category.RISK):
    """Return why the first team's case withholds a category, "" where it shows it."""
    viewer = world.viewer(name)
    _, facts = access_case(viewer, world.case.pk)
    return decide(viewer, Action.VIEW, category, facts).because


def test_without_any_agreement_the_table_decides(world):
    assert reads(world) == ""


def test_in_force_it_opens_nothing_and_closes_nothing(world):
    make(world)
    assert reads(world) == ""


def test_ended_it_denies_from_the_next_request(world):
    row = make(world)
    assert reads(world) == ""
    end_agreement(world.viewer("sam"), row.key, reason="not renewed")
    assert reads(world) == "agreement_ended"
    assert reads(world, category=Category.TREATMENT_SUMMARY) == ""  # it did not cover that
    assert reads(world, "vic", Category.SUPERVISION) == ""  # nor that agency


def test_its_own_end_needs_nobody(world):
    make(world, ends=5)
    assert reads(world) == ""
    with clock.frozen_at(clock.now() + timedelta(days=6)):
        assert reads(world) == "agreement_ended"


def test_before_it_begins_it_denies_too(world):
    make(world, starts=5)
    assert reads(world) == "agreement_ended"
    with clock.frozen_at(clock.now() + timedelta(days=6)):
        assert reads(world) == ""


def test_of_two_one_in_force_is_enough(world):
    first = make(world)
    make(world)
    end_agreement(world.viewer("sam"), first.key, reason="replaced")
    assert reads(world) == ""


def test_one_that_has_not_begun_never_begins_once_it_is_ended(world):
    row = end_agreement(world.viewer("sam"), make(world, starts=5).key, reason="withdrawn")
    with clock.frozen_at(row.starts_at + timedelta(days=1)):
        assert state_of(world.viewer("sam"), row) == "Ended"
        assert reads(world) == "agreement_ended"


def test_ending_and_making_stand_on_the_ledger(world):
    row = make(world)
    end_agreement(world.viewer("sam"), row.key, reason="not renewed")
    with as_owner():
        events = Event.objects.filter(kind="permission", subject_kind="agreement")
        assert [e.detail["act"] for e in events.order_by("id")] == [
            "make agreement",
            "end agreement",
        ]
        assert {e.subject_id for e in events} == {str(row.key)}


@pytest.mark.parametrize("name", ["ana", "rosa", "petra", "alex", "kim", "cho", "eva"])
def test_only_administrators_make_end_and_list_them(world, name):
    row = make(world)
    with pytest.raises(NotVisible):
        make(world, name)
    with pytest.raises(NotVisible):
        end_agreement(world.viewer(name), row.key, reason="x")
    with pytest.raises(NotVisible):
        list_agreements(world.viewer(name))


@pytest.mark.parametrize(
    "fields",
    [
        {"between": ("probation",)},
        {"between": ("probation", "probation")},
        {"covers": ()},
        {"covers": ("everything",)},
        {"covers": ("identity",)},
        {"ends": -40},
    ],
)
def test_what_an_agreement_cannot_be(world, fields):
    with pytest.raises(RuleBroken):
        make(world, **fields)
    assert not Agreement.objects.exists()


def test_it_does_not_end_twice_nor_without_a_reason(world):
    row = make(world)
    with pytest.raises(RuleBroken):
        end_agreement(world.viewer("sam"), row.key, reason=" ")
    end_agreement(world.viewer("sam"), row.key, reason="not renewed")
    with pytest.raises(RuleBroken, match="already") as refusal:
        end_agreement(world.viewer("sam"), row.key, reason="again")
    assert refusal.value.because == "agreement_ended"


def run(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


@pytest.mark.parametrize("name", ["ana", "rosa", "petra", "kim"])
def test_the_database_lets_nobody_else_write_one(world, name):
    row = make(world)
    world.viewer(name)
    with pytest.raises(DatabaseError, match="row-level security"):
        run(
            "INSERT INTO teams_agreement (key, name, covers, starts_at, ended_because)"
            " VALUES (gen_random_uuid(), 'x', '{risk}', now(), '')"
        )
    assert list(Agreement.objects.values_list("pk", flat=True)) == [row.pk]


@pytest.mark.parametrize("name", ["ana", "kim"])
def test_the_database_lets_nobody_else_end_one(world, name):
    make(world)
    world.viewer(name)
    assert run("UPDATE teams_agreement SET ends_at = now()") == 0
    for table in ("teams_agreement", "teams_agreement_parties"):
        with pytest.raises(DatabaseError, match="permission denied"):
            run(f"DELETE FROM {table}")  # noqa: S608  # names of this test
