"""The access table in memory: discipline x category -> rule, with the lists that go beside it."""

from dataclasses import dataclass, field
from enum import StrEnum

from casemgmt.policy.categories import Category
from casemgmt.policy.people import Discipline, Office


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

    @property
    def opens_to_all(self) -> bool:
        """Whether everybody with standing receives the whole of it."""
        return self.grade in (Grade.STANDING, Grade.SCREENED)

    def __str__(self) -> str:
        return f"part:{self.part}" if self.grade == Grade.PART else self.grade.value


NEVER = Rule(Grade.NEVER)


@dataclass(frozen=True)
class Table:
    """A checked access table; `version` is its name, where it has one, and the start of its hash,
    and stands on every decision."""

    version: str
    rules: dict[tuple[Discipline, Category], Rule]
    parts: dict[Category, dict[str, str]]
    never_overridable: frozenset[Category]
    existence_hidden: frozenset[Category]
    writes: dict[Category, frozenset[Discipline]]
    pretrial_closed: dict[Discipline, frozenset[Category]]
    offices: dict[Office, dict[Category, Rule]] = field(default_factory=dict)
    speaks_for_victims: frozenset[Discipline] = frozenset()

    def rule(self, discipline: Discipline, category: Category) -> Rule:
        """Return the rule of a pair; what is not named is never."""
        return self.rules.get((discipline, category), NEVER)

    def of_office(self, office: Office, category: Category) -> Rule:
        """Return what an office opens by itself."""
        return self.offices.get(office, {}).get(category, NEVER)


@dataclass(slots=True)
class Places:
    """The line on which each thing of a table's file is said."""

    sections: dict[str, int] = field(default_factory=dict)
    disciplines: dict[Discipline, int] = field(default_factory=dict)
    cells: dict[tuple[Discipline, Category], int] = field(default_factory=dict)
    everyone: dict[Category, int] = field(default_factory=dict)
    parts: dict[tuple[Category, str], int] = field(default_factory=dict)
    lists: dict[tuple[str, Category], int] = field(default_factory=dict)
    writes: dict[tuple[Category, Discipline], int] = field(default_factory=dict)
    offices: dict[Office, int] = field(default_factory=dict)
    named: set[tuple[str, Category]] = field(default_factory=set)  # with a rule that is none, too
