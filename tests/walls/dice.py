"""Draws a random world from bytes: a byte of zero is always the dullest choice, so that a failing
world shrinks to what matters in it."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from casemgmt.models import Case, CaseUserGrant, Release
from casemgmt.models.entry import KEPT_HERE
from casemgmt.policy.load import in_force
from casemgmt.policy.people import Discipline, Office
from casemgmt.policy.table import Grade
from teams.models import Agency

T = TypeVar("T")
# In the jurisdiction it is still the evening before: days and moments are told apart.
NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
TODAY = date(2026, 3, 1)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
SPANS = (-30 * DAY, -DAY, -SECOND, timedelta(0), SECOND, DAY, 30 * DAY)
DAYS = (-300, -2, -1, 0, 1, 2, 300)
AGENCIES, UNITS, TEAMS = 3, 4, 2
UNIT_OF = (0, 0, 1, 2)  # the agency of each unit
VIEWER, OTHERS = 1, (2, 3)
PEOPLE = (VIEWER, *OTHERS)
PARTS = (
    "", "conditions", "exam_conditions", "status", "violations", "safety_plan", "level", "scope",
    "no_contact", "participation", "own_items", "policy_items", "notice_items",
)  # fmt: skip
ITEMS = ("letters", "visits")
BYTES = 320
Row = dict[str, Any]


@dataclass
class Drawn:
    """A world as rows by table, and how the viewer signs in."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    topics: tuple[str, ...] = ()
    mfa: bool = True
    closing: bool = False  # the meeting closes after everything is there
    lists: int = 1  # how many lists of records are asked for: each costs as much as the rest

    def add(self, table: str, **columns: Any) -> Row:
        """Add a row and return it."""
        self.rows.setdefault(table, []).append(columns)
        return columns


class Dice:
    """Reads choices from bytes."""

    def __init__(self, data: bytes) -> None:
        self._bytes = iter(data)
        self._keys = 0

    def pick(self, choices: Sequence[T]) -> T:
        """Return one of the choices: the first while the bytes are zero, and once they end."""
        return choices[next(self._bytes, 0) % len(choices)]

    def mostly(self, usual: T, others: Sequence[T], often: int = 6) -> T:
        """Return the usual value `often` times in a few, else one of the others."""
        return self.pick((usual,) * often + tuple(others))

    def some(self, choices: Sequence[T], often: int = 3) -> list[T]:
        """Return a part of the choices."""
        mask = next(self._bytes, 0)
        return [one for i, one in enumerate(choices) if mask >> (2 * i) & 3 >= often]

    def times(self, *counts: int) -> range:
        """Return as many turns as one of `counts`."""
        return range(self.pick(counts))

    def moment(self, spans: Sequence[timedelta] = SPANS) -> str:
        """Return a moment around now."""
        return (NOW + self.pick(spans)).isoformat()

    def perhaps_moment(self, often: int = 3) -> str | None:
        """Return a moment around now or none."""
        span = self.mostly(None, SPANS, often)
        return None if span is None else (NOW + span).isoformat()

    def perhaps_day(self, often: int = 3) -> str | None:
        """Return a day around today or none."""
        shift = self.mostly(None, DAYS, often)
        return None if shift is None else (TODAY + timedelta(days=shift)).isoformat()

    def key(self) -> str:
        """Return the next key: the same bytes give the same keys."""
        self._keys += 1
        return str(uuid.UUID(int=(4 << 76) + (8 << 60) + self._keys))


def draw(data: bytes) -> Drawn:
    """Return the world that these bytes tell."""
    dice, world = Dice(data), Drawn()
    discipline = dice.pick(list(Discipline))
    gated = [c for c in KEPT_HERE if in_force().rule(discipline, c).grade == Grade.GATE]
    world.topics = (dice.pick(KEPT_HERE).value, dice.pick(gated or KEPT_HERE).value)
    _places(dice, world)
    _people(dice, world, discipline)
    _lines(dice, world)
    _agreements(dice, world)
    for number in range(dice.pick((1, 2, 3))):
        _case(dice, world, number)
    world.closing = dice.pick((False, False, True))
    world.lists = dice.pick((1, 0, 0, 0))
    return world


def _places(dice: Dice, world: Drawn) -> None:
    kinds = list(Agency.Kind.values)
    for at in range(AGENCIES):
        world.add("teams_agency", id=at + 1, key=dice.key(), name=f"A{at}", kind=dice.pick(kinds))
    for at, agency in enumerate(UNIT_OF):
        world.add("teams_unit", id=at + 1, key=dice.key(), agency_id=agency + 1, name=f"U{at}")
    for at in range(TEAMS):
        world.add("auth_group", id=at + 1, name=f"T{at}")
        world.add("teams_team", id=at + 1, key=dice.key(), name=f"T{at}", group_id=at + 1)
    world.add("teams_meeting", id=dice.key(), team_id=1, planned_by_id=2, status="planned")


def _people(dice: Dice, world: Drawn, discipline: Discipline) -> None:
    offices = [o.value for o in Office if o]
    for key in PEOPLE:
        world.add(
            "teams_user", id=key, key=dice.key(), username=f"p{key}", name=f"P{key}",
            email=f"p{key}@example.org", agency_id=dice.pick((1, 2, 3)),
            unit_id=None, discipline=discipline.value,
            office=dice.mostly("", offices, 14), is_active=dice.mostly(True, [False], 20),
            screening_until=dice.perhaps_day(1), approval_until=dice.perhaps_day(20),
        )  # fmt: skip
    world.mfa = dice.mostly(True, [False], 20)
    number = 0
    for team in range(TEAMS):
        for _ in dice.times(0, 1, 1, 2):
            starts, until = dice.pick(DAYS), dice.mostly(None, DAYS, 4)
            number += 1
            world.add(
                "teams_membership", id=number, key=dice.key(), team_id=team + 1,
                user_id=dice.mostly(VIEWER, OTHERS, 5), role=dice.pick(("member", "coordinator")),
                starts=(TODAY + timedelta(days=starts)).isoformat(),
                until=None if until is None
                else (TODAY + timedelta(days=max(starts, until))).isoformat(),
            )  # fmt: skip


def _lines(dice: Dice, world: Drawn) -> None:
    holders = {
        "casemgmt_unitusergrant": ("unit_id", range(1, UNITS + 1), "supervise_unit"),
        "casemgmt_agencyusergrant": ("agency_id", range(1, AGENCIES + 1), "supervise_agency"),
        "casemgmt_personlinegrant": ("person_id", OTHERS, "supervise_user"),
    }
    supervises = dice.pick((False, True))
    for table, (column, over, permission) in holders.items():
        for at in dice.some(list(over)) if supervises else ():
            world.add(
                table, permission_id=permission, user_id=dice.mostly(VIEWER, OTHERS), **{column: at}
            )


def _agreements(dice: Dice, world: Drawn) -> None:
    for number in dice.times(0, 0, 1, 2):
        starts = dice.pick(SPANS)
        ends = dice.mostly(None, SPANS, 2)
        world.add(
            "teams_agreement", id=number + 1, key=dice.key(), name=f"G{number}",
            covers=[dice.pick(world.topics)], starts_at=(NOW + starts).isoformat(),
            ends_at=None if ends is None else (NOW + max(starts, ends)).isoformat(),
        )  # fmt: skip
        for agency in dice.pick(((1, 2), (1, 3), (2, 3), (1, 2, 3))):
            world.add("teams_agreement_parties", agreement_id=number + 1, agency_id=agency)


def _case(dice: Dice, world: Drawn, number: int) -> None:
    unit = dice.pick(range(UNITS))
    key = dice.key()
    world.add("casemgmt_person", id=dice.key())
    case = world.add(
        "casemgmt_case", id=key, number=f"26-000{number}", person_name="John Marlow",
        person_id=world.rows["casemgmt_person"][-1]["id"], agency_id=UNIT_OF[unit] + 1,
        unit_id=unit + 1, team_id=1, officer_id=dice.pick(OTHERS),
        stage=dice.mostly("supervised", Case.Stage.values, 2),
        next_review=(TODAY + timedelta(days=dice.pick((0, 1)))).isoformat(),
        sealed_at=dice.mostly(None, [NOW.isoformat(), (NOW - DAY).isoformat()], 16),
    )  # fmt: skip
    for team in dice.some(range(1, TEAMS + 1), 1):
        world.add("casemgmt_casegroupgrant", group_id=team, case_id=key, permission_id="view_case")
    _standing(dice, world, key)
    releases = [_release(dice, world, key) for _ in dice.times(0, 1, 1, 2)]
    for _ in dice.times(1, 0, 2):
        _entry(dice, world, case, releases)


def _standing(dice: Dice, world: Drawn, case: str) -> None:
    held = set()
    for _ in dice.times(0, 1, 2, 3):
        user, kind = dice.mostly(VIEWER, OTHERS, 3), dice.pick(CaseUserGrant.Kind.values)
        until = dice.perhaps_moment() if kind in ("assignment", "provider", "examiner") else None
        row = {
            "user_id": user, "case_id": case, "kind": kind, "permission_id": "view_case",
            "starts_at": dice.perhaps_moment(8),
            "valid_until": until or dice.moment((30 * DAY, *SPANS)),
            "meeting_id": world.rows["teams_meeting"][0]["id"] if kind == "designee" else None,
        }  # fmt: skip
        if kind in ("assignment", "provider", "examiner"):
            row["valid_until"] = until
        if (user, kind) not in held:
            world.add("casemgmt_caseusergrant", **row)
        held.add((user, kind))
    for _ in dice.times(0, 0, 0, 0, 0, 1, 2):
        world.add(
            "casemgmt_conflict", user_id=dice.mostly(VIEWER, OTHERS, 2), case_id=case,
            ended_at=dice.perhaps_moment(2),
        )  # fmt: skip
    for _ in dice.times(0, 1):
        world.add(
            "casemgmt_examreferral", id=dice.key(), case_id=case, owner_agency_id=1,
            examiner_id=dice.mostly(VIEWER, OTHERS, 3), author_id=OTHERS[0],
        )  # fmt: skip


def _release(dice: Dice, world: Drawn, case: str) -> str:
    starts = dice.mostly(-30 * DAY, SPANS, 5)
    ends = dice.mostly(30 * DAY, (None, -2 * DAY, *SPANS), 6)
    world.add(
        "casemgmt_release", id=dice.key(), case_id=case, kind=dice.pick(Release.Kind.values),
        from_agency_id=dice.pick((1, 2, 3)),
        to_agency_id=dice.mostly(world.rows["teams_user"][0]["agency_id"], (1, 2, 3), 9),
        to_user_id=dice.mostly(None, (VIEWER, OTHERS[0]), 8),
        to_discipline=dice.mostly(
            "", (world.rows["teams_user"][0]["discipline"], "supervision"), 8
        ),
        categories=[dice.mostly(world.topics[1], (world.topics[0], "sud_treatment"), 4)],
        items=sorted(dice.some(ITEMS)), starts_at=(NOW + starts).isoformat(),
        ends_at=None if ends is None else (NOW + max(starts + SECOND, ends)).isoformat(),
        revoked_at=dice.perhaps_moment(10), revocable_after=dice.perhaps_moment(12),
        missing=dice.mostly([], [["signature"]], 14),
    )  # fmt: skip
    return world.rows["casemgmt_release"][-1]["id"]


def _entry(dice: Dice, world: Drawn, case: Row, releases: list[str]) -> None:
    world.add(
        "casemgmt_entry", id=dice.key(), case_id=case["id"],
        category=dice.pick((*world.topics, world.topics[1])),
        part=dice.pick(PARTS), author_id=dice.pick((*OTHERS, VIEWER)),
        owner_agency_id=dice.mostly(case["agency_id"], (1, 2, 3), 3),
        release_id=dice.mostly(None, releases, 2), items=sorted(dice.some(ITEMS)),
        regimes=dice.mostly([], [["part2"]], 4),
        sealed_at=dice.mostly(None, [NOW.isoformat()], 12),
    )  # fmt: skip


def in_order(world: Drawn) -> Iterator[tuple[str, list[Row]]]:
    """Yield tables so that triggers find what they look up: cases before what hangs on them."""
    later = (
        "casemgmt_case", "casemgmt_casegroupgrant", "casemgmt_caseusergrant",
        "casemgmt_examreferral", "casemgmt_release", "casemgmt_entry",
    )  # fmt: skip
    first = [table for table in world.rows if table not in later]
    for table in (*first, *later):
        if rows := world.rows.get(table):
            yield table, rows
