"""The case file as one page: head, sections, what is due, containment, who sits at the table."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from audit.reveal import Revealed
from casemgmt.models import Case
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import LABELS, Category
from casemgmt.policy.decision import Decision
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Discipline, Viewer
from casemgmt.policy.rules import decide
from casemgmt.selectors.acts import Act, acts_on_head
from casemgmt.selectors.audience import may_ask_who
from casemgmt.selectors.entry import kinds_for
from casemgmt.selectors.release import ReleaseShown, list_releases
from casemgmt.selectors.release_rights import kinds_for as papers_for
from casemgmt.selectors.review import ItemAhead, ahead_of, rows_of_team
from casemgmt.selectors.sections import ON_OVERVIEW, TABLES, Section, decisions_on, open_with
from casemgmt.selectors.threat_warning import warnings_made
from teams.models.user import DISCIPLINE_LABELS, User
from teams.selectors.memberships import members_of

CURRENT_DAYS = {"supervision": 45, "treatment": 120, "polygraph": 240}
BESIDE = (Category.TEAM_RECORD, Category.VICTIM_SYSTEM, Category.VICTIM_STATEMENT)


@dataclass(frozen=True)
class Side:
    """One side of the containment triangle: when it last spoke, and whether that is current."""

    name: str
    last: date | None
    is_current: bool
    withheld: bool = False


@dataclass(frozen=True)
class Seat:
    """One person at the table, in words."""

    name: str
    discipline: str
    agency: str


@dataclass(frozen=True)
class CaseFile:
    """Everything that the page of a case shows to one viewer."""

    head: Revealed
    decisions: list[Revealed]
    steps: list[Revealed]
    next_review: ItemAhead | None
    sections: list[Section]
    beside: dict[Category, Decision]
    containment: list[Side]
    seats: list[Seat]
    standing: str
    releases: list[ReleaseShown]
    acts: list[Act]
    warned_at: list[datetime]  # that a warning was made, where site and assessor let it be known

    @property
    def has_advocate(self) -> bool:
        """Whether a community advocate sits at the table; never whether a victim is in contact."""
        return any(
            seat.discipline == DISCIPLINE_LABELS[Discipline.COMMUNITY_ADVOCACY]
            for seat in self.seats
        )

    @property
    def in_full(self) -> list[Section]:
        """Return the sections that the page shows as such: what is open,
        and what one can ask for."""
        return [s for s in self.sections if s.decision.allowed or s.decision.how_to_ask]

    def withheld_decision(self, category: Category) -> Decision | None:
        """Return the decision that withholds a category of those beside the sections."""
        decision = self.beside.get(category)
        return decision if decision and not decision.allowed else None

    @property
    def withheld(self) -> list[tuple[str, Decision]]:
        """Return the categories that are withheld and may be named, with the decision."""
        found = [(s.title, s.decision) for s in self.sections if not s.decision.allowed]
        return found + [(LABELS[c], d) for c, d in self.beside.items() if not d.allowed]

    @property
    def open(self) -> list[tuple[str, Decision]]:
        """Return the categories that are open, with the decision and its authority."""
        found = [(s.title, s.decision) for s in self.sections if s.decision.allowed]
        return found + [(LABELS[c], d) for c, d in self.beside.items() if d.allowed]


def _seat(user: User) -> Seat:
    agency = user.agency.name if user.agency else ""
    return Seat(user.name, DISCIPLINE_LABELS[Discipline(user.discipline)], agency)


def open_file(viewer: Viewer, case: Case, facts: CaseFacts) -> CaseFile:
    """Return the file of a case for this viewer; what it shows is on the ledger."""
    team_rows = rows_of_team(viewer, case)
    sections, beside = open_with(
        viewer, case, facts, tuple(TABLES), limit=ON_OVERVIEW, beside=[case, *team_rows]
    )
    by_kind: dict[str, list[Revealed]] = {}
    for row in beside:
        by_kind.setdefault(row.kind, []).append(row)
    return CaseFile(
        head=by_kind["case"][0],
        decisions=by_kind.get("decision", []),
        steps=by_kind.get("step", []),
        next_review=ahead_of(team_rows, by_kind.get("casereview", [])),
        sections=sections,
        beside=decisions_on(viewer, facts, BESIDE),
        containment=_containment(viewer, sections),
        seats=[_seat(member.user) for member in members_of(case.team_id, viewer)],
        standing=standing_of(viewer, case, facts),
        releases=list_releases(viewer, case, facts, in_force=True),
        acts=_acts(viewer, case, facts),
        warned_at=warnings_made(viewer, facts),
    )


def _acts(viewer: Viewer, case: Case, facts: CaseFacts) -> list[Act]:
    writes = [Act("Write an entry", "casemgmt:entry_add")] if kinds_for(viewer, facts) else []
    signs = [Act("Record a release or consent", "casemgmt:release_add")]
    signs = signs if papers_for(viewer, facts) else []
    asks = [Act("Who can see this, and why?", "casemgmt:case_audience")]
    asks = asks if may_ask_who(viewer, case) else []
    declares = Act("Declare a conflict of interest", "casemgmt:conflict_declare")
    return [*writes, *signs, *acts_on_head(viewer, case, facts), *asks, declares]


def may_record(viewer: Viewer, facts: CaseFacts) -> bool:
    """Whether the viewer writes supervision records on this case."""
    return decide(viewer, Action.ADD, Category.SUPERVISION, facts).allowed


def standing_of(viewer: Viewer, case: Case, facts: CaseFacts) -> str:
    """Say as what the viewer sees this case."""
    ground = facts.standings[0]
    discipline = DISCIPLINE_LABELS[viewer.discipline].lower()
    words = {
        "assignment": "assigned to it",
        "membership": f"member of {case.team.name}",
        "supervisory_line": _line_of(case, ground.ref),
        "grant": "holder of a dated grant",
        "designee": "designee for one meeting",
        "break_glass": "by emergency access",
    }.get(ground.kind, ground.kind)
    since = f" since {ground.since:%B %-d, %Y}" if ground.since else ""
    return f"You see this case as {discipline}, {words}{since}."


def _line_of(case: Case, ref: str) -> str:
    over = ref.partition(":")[0]
    if over == "person":
        return "supervisor of somebody assigned to it"
    return f"supervisor of {case.agency.name if over == 'agency' else case.unit.name}"


SIDES = (
    ("supervision", "Supervision", Category.SUPERVISION, "contact", "happened_at"),
    ("treatment", "Treatment", Category.TREATMENT_SUMMARY, "treatmentsummary", "period_until"),
    ("polygraph", "Polygraph", Category.POLYGRAPH_RESULT, "examresult", "examined_on"),
)


def _containment(viewer: Viewer, sections: list[Section]) -> list[Side]:
    by_category = {section.category: section for section in sections}
    return [_side(viewer, by_category.get(side[2]), side) for side in SIDES]


def _side(
    viewer: Viewer, section: Section | None, side: tuple[str, str, Category, str, str]
) -> Side:
    key, name, _, kind, field = side
    if section is None or not section.decision.allowed or section.decision.parts is not None:
        return Side(name, None, is_current=False, withheld=True)
    days = [_as_day(row.values[field]) for row in section.groups.get(kind, [])]
    last = max(days, default=None)
    oldest = viewer.today - timedelta(days=CURRENT_DAYS[key])
    return Side(name, last, is_current=last is not None and last >= oldest)


def _as_day(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value
