"""The access table in memory: discipline x category -> rule, with the lists that go beside it."""

from dataclasses import dataclass
from enum import StrEnum

from casemgmt.policy.categories import Category
from casemgmt.policy.people import Discipline


class Grade(StrEnum):
    """The kinds of rule a pair of discipline and category can have."""

    STANDING = "standing"
    SCREENED = "standing+screened"
    GATE = "gate"
    OWN = "own"
    OWN_AGENCY = "own_agency"
    PART = "part"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Rule:
    """One cell; `part` names the part that a PART rule allows."""

    grade: Grade
    part: str = ""

    def __str__(self) -> str:
        return f"part:{self.part}" if self.grade == Grade.PART else self.grade.value


NEVER = Rule(Grade.NEVER)


@dataclass(frozen=True)
class Table:
    """A checked access table; `version` is the start of its hash and stands on every decision."""

    version: str
    rules: dict[tuple[Discipline, Category], Rule]
    parts: dict[Category, dict[str, str]]
    never_overridable: frozenset[Category]
    existence_hidden: frozenset[Category]
    writes: dict[Category, frozenset[Discipline]]
    pretrial_closed: dict[Discipline, frozenset[Category]]

    def rule(self, discipline: Discipline, category: Category) -> Rule:
        """Return the rule of a pair; what is not named is never."""
        return self.rules.get((discipline, category), NEVER)
