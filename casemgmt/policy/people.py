"""The person who looks: everything that rules may know of him, as it is on this request."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Discipline(StrEnum):
    """The disciplines that sit at the table."""

    SUPERVISION = "supervision"
    TREATMENT = "treatment"
    POLYGRAPH = "polygraph"
    COMMUNITY_ADVOCACY = "community_advocacy"
    SYSTEM_ADVOCACY = "system_advocacy"
    PROSECUTION = "prosecution"
    DEFENSE = "defense"
    COURT = "court"
    LAW_ENFORCEMENT = "law_enforcement"
    CHILD_PROTECTION = "child_protection"
    SCHOOL = "school"
    TRIBAL = "tribal"
    FACILITATION = "facilitation"
    POLICY = "policy"
    EVALUATION = "evaluation"


class Office(StrEnum):
    """An office that a person holds beside the discipline; NONE is the usual."""

    NONE = ""
    SUPERVISOR = "supervisor"
    PRIVACY_OFFICER = "privacy_officer"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    AGENCY_HEAD = "agency_head"
    COUNSEL = "counsel"


@dataclass(frozen=True, slots=True)
class Act:
    """What the person is doing: written with every entry of the ledger."""

    request_id: str = ""
    page_id: str = ""
    session: str = ""
    route: str = ""
    purpose: str = ""
    reason: str = ""
    channel: str = "page"


@dataclass(frozen=True, slots=True)
class Scope:
    """Where standing can come from, resolved once a request: ids of groups, units and agencies."""

    group_ids: tuple[int, ...] = ()
    unit_ids: tuple[int, ...] = ()
    agency_ids: tuple[int, ...] = ()
    line_ids: tuple[int, ...] = ()  # people whose cases this person supervises
    conflict_case_ids: tuple[str, ...] = ()
    # Agreements of the viewer's agency that cover a category and are not in force:
    # the other agency and the category.
    lapsed: frozenset[tuple[int, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is looking, now. Built by teams.selectors.viewers only."""

    user_id: int
    name: str
    agency_id: int
    agency_name: str
    discipline: Discipline
    now: datetime
    today: date
    office: Office = Office.NONE
    unit_id: int | None = None
    active: bool = True
    mfa: bool = True
    screening_until: date | None = None
    approval_until: date | None = None
    approval_needed: bool = False
    of_part2_program: bool = False  # the agency is a program under 42 CFR Part 2
    scope: Scope = field(default_factory=Scope)
    act: Act = field(default_factory=Act)
    coordinates: tuple[int, ...] = ()  # ids of the teams whose meetings this person plans

    @property
    def approval_has_lapsed(self) -> bool:
        """Whether the approval as examiner or provider is over, or missing where it is needed."""
        if not self.approval_needed and self.approval_until is None:
            return False
        return self.approval_until is None or self.approval_until < self.today

    @property
    def is_supervisor(self) -> bool:
        """Whether a unit, an agency or a person is in this person's supervisory line."""
        return bool(self.scope.unit_ids or self.scope.agency_ids or self.scope.line_ids)

    @property
    def is_administrator(self) -> bool:
        """Whether this person keeps accounts, agencies and teams."""
        return self.office == Office.ADMINISTRATOR

    @property
    def reads_ledger(self) -> bool:
        """Whether the office opens the disclosure ledger."""
        return self.office in (Office.PRIVACY_OFFICER, Office.AUDITOR)

    @property
    def is_advocate(self) -> bool:
        """Whether this person works for a victim-service organization."""
        return self.discipline == Discipline.COMMUNITY_ADVOCACY

    @property
    def is_counsel(self) -> bool:
        """Whether this person answers legal demands for a victim-service organization."""
        return self.is_advocate and self.office == Office.COUNSEL

    @property
    def is_coordinator(self) -> bool:
        """Whether this person plans the meetings of a team."""
        return bool(self.coordinates)

    @property
    def has_caseload(self) -> bool:
        """Whether cases can be in reach at all: offices that keep accounts or the
        ledger have none."""
        return not self.reads_ledger and not self.is_administrator
