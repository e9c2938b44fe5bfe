"""The stage on which cases are built: the day, the people, the agencies, and the case in hand."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from casemgmt.demo.days import at
from casemgmt.demo.keys import key
from casemgmt.demo.rows import Rows
from casemgmt.models import Case
from casemgmt.models.base import CaseRecord
from teams.models import Agency, Team, Unit, User

SEED = "altona"


@dataclass
class Stage:
    """Everything that was written before the first case."""

    today: date
    agencies: dict[str, Agency]
    units: dict[str, Unit]
    people: dict[str, User]
    teams: dict[str, Team]
    permission_id: int  # view_case
    rows: Rows = field(default_factory=Rows)

    def day(self, away: int) -> date:
        """Return the day that is `away` days from today."""
        return self.today + timedelta(days=away)


@dataclass
class Draft:
    """One case in the making; its own dice make it the same however many cases there are."""

    stage: Stage
    number: int
    word: str  # of the unit
    case: Case
    provider: User
    treated: bool
    examiner: User
    advocate: User
    woman: bool
    deep: bool  # two years in full, or the short history of a large jurisdiction
    dice: random.Random
    made: int = 0
    statement: Any = None  # what a victim released of this case, if anything

    @property
    def today(self) -> date:
        """Return the day that stands for today."""
        return self.stage.today

    @property
    def begins(self) -> date:
        """Return the first day of the case."""
        return self.case.opened_on

    def record(
        self, model: type[CaseRecord], author: User, day: date, hour: int = 10, **values: Any
    ) -> Any:
        """Put a row of this case by one author on the pile and return it."""
        self.made += 1
        row = model(
            id=key("row", self.number, self.made),
            case=self.case,
            author=author,
            owner_agency=author.agency,
            created_by_id=author.pk,
            created_at=at(min(day, self.today), hour, self.dice.randrange(60)),
            **values,
        )
        self.stage.rows.add(row)
        return row


def dice_of(*parts: object) -> random.Random:
    """Return dice that fall the same way each time for the same parts."""
    return random.Random("|".join([SEED, *map(str, parts)]))  # noqa: S311 - the same history each time is the point
