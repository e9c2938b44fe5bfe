"""What a scenario says, once it has been read: the world and the steps, each with its line."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class AgencyTerms:
    """One agency."""

    line: int
    kind: str
    sovereign: str = "state"
    part2: bool = False


@dataclass(frozen=True)
class PersonTerms:
    """One person who signs in."""

    line: int
    agency: str
    discipline: str
    office: str = ""
    supervises: tuple[str, ...] = ()
    screening_until: date | None = None
    approval_until: date | None = None
    mfa: bool = True


@dataclass(frozen=True)
class SeatTerms:
    """One seat on a team."""

    line: int
    who: str
    starts: date | None = None
    until: date | None = None
    role: str = "member"


@dataclass(frozen=True)
class TeamTerms:
    """One team with its seats."""

    line: int
    level: str = "case"
    seats: tuple[SeatTerms, ...] = ()
    agencies: tuple[str, ...] = ()
    designees: bool = False


@dataclass(frozen=True)
class CaseTerms:
    """One case; `person` is whoever is under supervision."""

    line: int
    person: str
    teams: tuple[str, ...] = ()
    officer: str = ""
    stage: str = "supervised"
    sovereign: str = "state"
    juvenile: bool = False
    exam: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Guardian:
    """A parent or guardian of a victim."""

    name: str
    abuser: bool = False


@dataclass(frozen=True)
class VictimTerms:
    """One victim of one case."""

    line: int
    case: str
    organization: str = ""
    advocate: str = ""
    born: date | None = None
    guardians: tuple[Guardian, ...] = ()
    relation: str = ""


@dataclass(frozen=True)
class ReleaseTerms:
    """One paper, as the file says it; what is not said is empty."""

    line: int
    kind: str
    of: str
    source: str = ""
    to_agencies: tuple[str, ...] = ()
    to_person: str = ""
    to_discipline: str = ""
    to_team: str = ""
    categories: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    purpose: str = ""
    starts: datetime | None = None
    ends: datetime | None = None
    signed_by: tuple[str, ...] = ()
    revocable_after: datetime | None = None
    elements: tuple[str, ...] | None = None
    case: str = ""
    name: str = ""


@dataclass(frozen=True)
class AgreementTerms:
    """One agreement between agencies."""

    line: int
    between: tuple[str, ...]
    covers: tuple[str, ...]
    starts: datetime | None = None
    ends: datetime | None = None


@dataclass(frozen=True)
class RecordTerms:
    """One record of a case."""

    line: int
    case: str
    category: str
    by: str = ""
    part: str = ""
    release: str = ""
    items: tuple[str, ...] = ()
    seal: bool = False


@dataclass(frozen=True)
class Move:
    """A step that moves the clock."""

    line: int
    to: datetime


@dataclass(frozen=True)
class Act:
    """A step that changes the world, or that must be refused."""

    line: int
    name: str
    terms: dict[str, object] = field(default_factory=dict)
    refused: bool = False
    because: str = ""


@dataclass(frozen=True)
class Ask:
    """A step that asks one question."""

    line: int
    who: str
    case: str
    category: str
    expect: bool
    record: str = ""
    action: str = "view"
    purpose: str = ""
    authority: str = ""
    because: str = ""
    existence: str = ""


@dataclass(frozen=True)
class Listing:
    """A step that asks for a list: of cases, or of the records of a category of one."""

    line: int
    who: str
    expect: frozenset[str]
    case: str = ""
    category: str = ""


Step = Move | Act | Ask | Listing


@dataclass(frozen=True)
class Scenario:
    """One document of a file."""

    file: str
    line: int
    name: str
    now: datetime
    zone: str
    rules: tuple[str, ...] = ()
    agencies: dict[str, AgencyTerms] = field(default_factory=dict)
    people: dict[str, PersonTerms] = field(default_factory=dict)
    teams: dict[str, TeamTerms] = field(default_factory=dict)
    cases: dict[str, CaseTerms] = field(default_factory=dict)
    victims: dict[str, VictimTerms] = field(default_factory=dict)
    releases: dict[str, ReleaseTerms] = field(default_factory=dict)
    agreements: dict[str, AgreementTerms] = field(default_factory=dict)
    records: dict[str, RecordTerms] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()

    def case_of(self, release: ReleaseTerms) -> tuple[str, ...]:
        """Return the cases that a paper is about: the victim's, the one that it names, or every
        case of the person."""
        if release.of in self.victims:
            return (self.victims[release.of].case,)
        if release.case:
            return (release.case,)
        return tuple(key for key, case in self.cases.items() if case.person == release.of)
