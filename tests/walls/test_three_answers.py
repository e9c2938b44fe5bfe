"""Three answers that never differ: the application's condition, the rules and the walls, on random
worlds; and with them every list, count and search."""

import os
import random
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest
import time_machine
from django.db import connection
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from casemgmt.models import Case
from casemgmt.policy import gates
from casemgmt.policy.decision import Decision
from casemgmt.policy.people import Viewer
from tests.plugins.roles import as_owner, current_role
from tests.walls import answers
from tests.walls.dice import BYTES, DAY, NOW, Drawn, draw
from tests.walls.ground import Ground, be

WORLDS, BLOCKS = 10_000, 10
QUIET = list(HealthCheck)
FOREVER = datetime(2100, 1, 1, tzinfo=UTC)
# What the rules can say of a case and of a record that no table of its own bounds further.
REASONS = {
    "assignment", "membership", "supervisory_line", "designee", "grant", "break_glass",
    "own_organization", "court_order",
    "no_standing", "membership_ended", "never", "gate_missing", "release_not_started",
    "release_ended", "release_revoked", "wrong_recipient", "wrong_item", "consent_incomplete",
    "conflict_of_interest", "approval_lapsed", "agreement_ended", "pretrial", "sealed",
    "not_overridable", "mfa_missing", "account_disabled", "existence_hidden",
}  # fmt: skip


def check(ground: Ground, world: Drawn) -> set[str]:
    """Ask every way that there is, and return the reasons that were given; raises AssertionError
    where two answers differ."""
    with ground.holding(world):
        viewer = answers.viewer_of(world)
        by_condition = answers.by_condition(viewer)
        cases, records = answers.by_policy(viewer)
        be("app_rt")
        found = answers.by_database()
        check_cases(by_condition, {key for key, decision in cases.items() if decision}, found)
        check_records(world, viewer, found.by_wall, records)
    decisions = (*cases.values(), *records.values())
    return {decision.because or decision.authority for decision in decisions}


def check_cases(by_condition: dict[str, str], by_policy: set[str], found: answers.Found) -> None:
    """Compare the cases; the list alone leaves out closed ones."""
    assert set(by_condition) == found.by_wall, "condition and wall"
    assert by_policy == found.by_wall, "policy and wall"
    assert found.by_search == found.by_wall, "search and wall"
    going = {key for key, stage in by_condition.items() if stage != Case.Stage.CLOSED}
    assert sorted(found.by_list) == sorted(going), "list and wall"
    assert found.counted == len(found.by_list), "count and list"


def check_records(
    world: Drawn, viewer: Viewer, seen: set[str], by_policy: dict[str, Decision]
) -> None:
    """Compare what each record answers with and without the walls, and what a list of them
    shows."""
    entries = [r for r in world.rows.get("casemgmt_entry", []) if r["case_id"] in seen]
    _, by_wall = answers.by_policy(viewer) if entries else ({}, {})
    for key, decision in by_policy.items():
        behind = answers.told(by_wall.get(key))
        assert behind == answers.told(decision), f"record {key}: policy and wall"
    for entry in entries[: world.lists]:
        case, category = entry["case_id"], entry["category"]
        listed = answers.records_by_list(viewer, case, category)
        for row in entries:
            if (row["case_id"], row["category"]) == (case, category):
                assert (row["id"] in listed) == bool(by_policy[row["id"]]), "list and policy"


def search(ground: Ground, worlds: int, start: int | None) -> None:
    """Try so many worlds; the same ones again where a start is given."""

    @settings(
        max_examples=worlds, deadline=None, database=None, suppress_health_check=QUIET,
        phases=(Phase.generate, Phase.shrink), print_blob=False,
    )  # fmt: skip
    @given(st.binary(min_size=BYTES, max_size=BYTES).map(draw))
    def tried(world: Drawn) -> None:
        check(ground, world)

    with time_machine.travel(NOW, tick=False):
        (seed(start)(tried) if start is not None else tried)()


@pytest.mark.parametrize("block", range(BLOCKS))
def test_the_answers_never_differ(db, block):
    search(Ground(), WORLDS // BLOCKS, block)


@pytest.mark.skipif("CI" in os.environ, reason="a run that everybody relies on tries known worlds")
def test_the_answers_do_not_differ_on_worlds_never_tried(db):
    search(Ground(), 300, None)


def test_the_worlds_try_every_ground_and_every_reason(db):
    dice, ground, given_reasons = random.Random(1), Ground(), set()
    with time_machine.travel(NOW, tick=False):
        for _ in range(900):
            given_reasons |= check(ground, draw(dice.randbytes(BYTES)))
            if given_reasons >= REASONS:
                return
    assert REASONS - given_reasons == set()


def blind_condition(monkeypatch) -> None:
    """The application's condition forgets that grants end."""
    whole = Case.visibility
    monkeypatch.setattr(
        Case, "visibility", lambda viewer: whole(replace(viewer, now=viewer.now - 2 * DAY))
    )


def blind_policy(monkeypatch) -> None:
    """The rules forget that a case is sealed."""
    whole = answers.facts_for
    monkeypatch.setattr(
        answers, "facts_for",
        lambda *asked: {k: replace(f, sealed=False) for k, f in whole(*asked).items()},
    )  # fmt: skip


def blind_wall(monkeypatch) -> None:
    """The wall forgets that a grant has a start."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('app_held_ids'::regproc)")
        whole = cursor.fetchone()[0]
        forgetful = whole.replace("r.starts_at <= moment", "true")
        assert forgetful != whole
        cursor.execute(forgetful)


def blind_gate(monkeypatch) -> None:
    """A gate forgets that it ends."""
    whole = gates.fault
    monkeypatch.setattr(
        gates, "fault", lambda release, *asked: whole(replace(release, ends=FOREVER), *asked)
        if current_role() == "app_rt" else whole(release, *asked),
    )  # fmt: skip


@pytest.mark.parametrize("blind", [blind_condition, blind_policy, blind_wall, blind_gate])
def test_one_forgotten_condition_is_found(db, monkeypatch, blind):
    ground, dice = Ground(), random.Random(2)
    blind(monkeypatch)
    worlds = (draw(dice.randbytes(BYTES)) for _ in range(1000))
    with time_machine.travel(NOW, tick=False), pytest.raises(AssertionError):
        list(map(partial(check, ground), worlds))
