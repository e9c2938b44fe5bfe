"""Who can see a case, and why: everybody who stands on it, with what each sees. Of papers between
others, of victims' releases and of what is hidden from the asker it says nothing (T26)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from audit.services.record import Entry, record
from casemgmt.core.errors import NotAllowed, NotVisible
from casemgmt.models import Case
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import LABELS, Category
from casemgmt.policy.decision import AUTHORITY_WORDS
from casemgmt.policy.explain import Explained, Ground, explained, underlying
from casemgmt.policy.facts import CaseFacts, Standing
from casemgmt.policy.load import in_force
from casemgmt.policy.people import Viewer
from casemgmt.policy.rules import decide
from casemgmt.policy.table import Grade
from casemgmt.selectors.case import access_case
from casemgmt.selectors.explanation import PAPER_FAULTS, papers_of
from casemgmt.selectors.sections import TABLES
from casemgmt.selectors.standing_rows import Stander, StandingRows, read_standing
from teams.models.user import DISCIPLINE_LABELS
from teams.selectors.meeting import OnlyFor

# Who receives a victim's statement is the victim's and the advocate's business.
LEFT_OUT = frozenset({Category.VICTIM_STATEMENT, Category.VICTIM_ADVOCACY})
ON_A_CASE = (*TABLES, Category.TEAM_RECORD, Category.VICTIM_SYSTEM)
ONLY = "Only the officer of the case, whoever supervises it, and the privacy officer ask this."


@dataclass(frozen=True)
class Seen:
    """One category as one person sees it, with the ground where that is not the standing."""

    label: str
    part: str = ""
    by: str = ""
    until: date | datetime | None = None


@dataclass(frozen=True)
class OnePerson:
    """One person who stands on the case."""

    name: str
    discipline: str
    agency: str
    grounds: list[Ground]
    whole: list[Seen]
    part: list[Seen]
    by_paper: list[str]


@dataclass(frozen=True)
class Audience:
    """Everybody who can see a case, as far as the asker may know it."""

    case_id: str
    number: str
    people: list[OnePerson]
    categories: list[str]
    is_office: bool


def may_ask_who(viewer: Viewer, case: Case) -> bool:
    """Whether the viewer is the officer of the case or supervises it."""
    scope = viewer.scope
    return (
        case.officer_id == viewer.user_id
        or case.officer_id in scope.line_ids
        or case.unit_id in scope.unit_ids
        or case.agency_id in scope.agency_ids
    )


def who_can_see(viewer: Viewer, case_id: object) -> Audience:
    """Return who can see a case and why, on the ledger; raises NotVisible, or NotAllowed for those
    who stand on the case without being asked to answer for it."""
    if viewer.reads_ledger:
        rows, ground = read_standing(None, case_id), Standing("own_organization")
        categories = _of_offices()
    else:
        case, facts = access_case(viewer, case_id)
        if not may_ask_who(viewer, case):
            only = OnlyFor(ONLY, category=Category.IDENTITY, how_to_ask="Ask one of them.")
            raise NotAllowed(only, "audience", case_id, case_id)
        rows, ground = read_standing(None, case_id), facts.standings[0]
        categories = _of_viewer(viewer, facts)
    if rows is None:
        raise NotVisible("audience", case_id, case_id)
    found = _audience(viewer, rows, categories)
    record(viewer, [_entry(found, rows.case, ground)])
    return found


def _of_offices() -> list[Category]:
    hidden = in_force().existence_hidden | LEFT_OUT
    return [category for category in ON_A_CASE if category not in hidden]


def _of_viewer(viewer: Viewer, facts: CaseFacts) -> list[Category]:
    """Return the categories that the viewer may know of on this case."""
    return [
        category for category in ON_A_CASE
        if category not in LEFT_OUT and not decide(viewer, Action.VIEW, category, facts).hidden
    ]  # fmt: skip


def _audience(viewer: Viewer, rows: StandingRows, categories: list[Category]) -> Audience:
    people = [one for stander in rows.people if (one := _person(viewer, stander, categories))]
    return Audience(
        case_id=str(rows.case.pk),
        number=rows.case.number,
        people=sorted(people, key=lambda one: (one.agency, one.name)),
        categories=[LABELS[category] for category in categories],
        is_office=viewer.reads_ledger,
    )


def _person(viewer: Viewer, stander: Stander, categories: Iterable[Category]) -> OnePerson | None:
    """Return a person who sees the head of the case; why somebody else does not is between that
    person and the own agency."""
    facts = papers_of(viewer, stander.facts)
    if not decide(stander.viewer, Action.VIEW, Category.IDENTITY, facts):
        return None
    rows = [explained(stander.viewer, c, facts, stander.grounds) for c in categories]
    shown = [row for row in rows if row.decision.allowed]
    return OnePerson(
        name=stander.user.name,
        discipline=DISCIPLINE_LABELS[stander.viewer.discipline],
        agency=stander.viewer.agency_name,
        grounds=[_ground(stander, standing) for standing in facts.standings],
        whole=[_seen(row, facts) for row in shown if not row.decision.parts],
        part=[_seen(row, facts) for row in shown if row.decision.parts],
        by_paper=[row.label for row in rows if _waits_for_paper(stander, row, facts)],
    )


def _waits_for_paper(stander: Stander, row: Explained, facts: CaseFacts) -> bool:
    if row.decision.allowed or row.rule.grade != Grade.GATE:
        return False
    return underlying(stander.viewer, row.category, facts) in PAPER_FAULTS


def _ground(stander: Stander, standing: Standing) -> Ground:
    return stander.grounds.get(standing.ref) or Ground(
        standing.ref, AUTHORITY_WORDS.get(standing.kind, standing.kind), standing.since
    )


def _seen(row: Explained, facts: CaseFacts) -> Seen:
    decision = row.decision
    part = ", ".join(name.replace("_", " ") for name in sorted(decision.parts or ()))
    if decision.authority == facts.standings[0].kind:
        return Seen(row.label, part)
    until = row.ground.until if row.ground else None
    return Seen(row.label, part, decision.authority_text, until)


def _entry(found: Audience, case: Case, ground: Standing) -> Entry:
    return Entry(
        subject_kind="audience", subject_id=found.case_id, case_id=found.case_id,
        owner_agency_id=case.agency_id, fields=("people", "categories"), total=len(found.people),
        authority=ground.kind, authority_ref=ground.ref, policy_version=in_force().version,
        detail={"act": "who can see this"},
    )  # fmt: skip
