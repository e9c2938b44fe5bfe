"""decide(): the one place that says yes or no. Standing, then discipline x category, then gates;
denials first."""

from dataclasses import dataclass, replace

from casemgmt.policy.actions import WRITES, Action
from casemgmt.policy.answers import allow, deny
from casemgmt.policy.categories import Category
from casemgmt.policy.decision import GATE_AUTHORITY, Decision
from casemgmt.policy.facts import CaseFacts, RecordFacts, Standing
from casemgmt.policy.gates import through
from casemgmt.policy.load import in_force
from casemgmt.policy.offices import ledger_of
from casemgmt.policy.people import Discipline, Viewer
from casemgmt.policy.regimes import PART2, QUOTED
from casemgmt.policy.table import Grade, Rule, Table

NOTHING = RecordFacts()


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked, on what standing, under which table."""

    viewer: Viewer
    action: Action
    category: Category
    case: CaseFacts
    record: RecordFacts | None
    purpose: str
    standing: Standing
    table: Table


def decide(
    viewer: Viewer,
    action: Action,
    category: Category,
    case: CaseFacts,
    *,
    record: RecordFacts | None = None,
    purpose: str = "",
) -> Decision:
    """Answer one question about a category of a case, or about one record of it
    (B-ENG-1 to B-ENG-8)."""
    table = in_force()
    if category == Category.LEDGER and viewer.reads_ledger:
        return ledger_of(viewer, case, table)
    standing = standing_of(viewer, case)
    because = _refusal(viewer, category, case, record, standing, table)
    if because or standing is None:
        return deny(table, category, because)
    if category == Category.IDENTITY and action not in WRITES:
        return allow(table, category, standing.kind, standing.ref, "standing")
    asked = _Question(viewer, action, category, case, record, purpose, standing, table)
    return _write(asked) if action in WRITES else _read(asked)


def standing_of(viewer: Viewer, case: CaseFacts) -> Standing | None:
    """Return the strongest ground; an examiner stands only where an exam is assigned to him
    (matrix: polygraph)."""
    if viewer.discipline == Discipline.POLYGRAPH and viewer.user_id not in case.examiner_ids:
        return None
    return case.standings[0] if case.standings else None


def _refusal(
    viewer: Viewer,
    category: Category,
    case: CaseFacts,
    record: RecordFacts | None,
    standing: Standing | None,
    table: Table,
) -> str:
    """Return what refuses before any table is read, the first in the order of the policy format."""
    if not viewer.active:
        return "account_disabled"
    if not viewer.mfa:
        return "mfa_missing"
    if case.sealed or (record is not None and record.sealed):
        return "sealed"
    if case.conflict:
        return "conflict_of_interest"
    return _standing_refuses(viewer, category, case, standing, table)


def _standing_refuses(
    viewer: Viewer, category: Category, case: CaseFacts, standing: Standing | None, table: Table
) -> str:
    if standing is None:
        return "membership_ended" if case.was_member else "no_standing"
    if category != Category.IDENTITY and viewer.approval_has_lapsed:
        return "approval_lapsed"
    if not viewer.has_caseload:
        return "existence_hidden" if category in table.existence_hidden else "never"
    broken = standing.kind == "break_glass" and category in table.never_overridable
    return "not_overridable" if broken else ""


def _read(asked: _Question) -> Decision:
    """Read by the table; of several reasons the first in the order of the policy format is told."""
    table, category = asked.table, asked.category
    rule = table.rule(asked.viewer.discipline, category)
    decision = _also_lawful(_by_rule(rule, asked), asked)
    earlier = _earlier(rule, asked)
    if not decision.because and not earlier:
        return decision
    if category in table.never_overridable and _glass_is_broken(asked.case):
        return deny(table, category, "not_overridable", str(rule))
    if category in table.existence_hidden:
        return deny(table, category, "existence_hidden", str(rule))
    if not earlier:
        return decision
    return deny(table, category, earlier, str(rule), hidden=decision.hidden)


def _earlier(rule: Rule, asked: _Question) -> str:
    """Return the denial that goes before the table's own: the stage, an ended agreement. Of one's
    own agency's records no agreement says anything."""
    table, viewer = asked.table, asked.viewer
    closed = table.pretrial_closed.get(viewer.discipline, ())
    if asked.case.stage == "pretrial" and asked.category in closed:
        return "pretrial"
    owner = (asked.record or NOTHING).owner_agency_id or asked.case.owner_agency_id
    own = asked.record is None and rule.grade in (Grade.OWN, Grade.OWN_AGENCY)
    lapsed = not own and (owner, asked.category) in viewer.scope.lapsed
    return "agreement_ended" if lapsed else ""


def _glass_is_broken(case: CaseFacts) -> bool:
    return any(standing.kind == "break_glass" for standing in case.standings)


def _by_rule(rule: Rule, asked: _Question) -> Decision:
    table, category, standing, word = asked.table, asked.category, asked.standing, str(rule)
    if rule.grade == Grade.GATE:
        return _gate(asked)
    if rule.grade in (Grade.OWN, Grade.OWN_AGENCY):
        return _own(rule, asked)
    because = _fault(rule, asked) or ("never" if _is_beyond(asked) else "")
    if because:
        return deny(table, category, because, word)
    parts = frozenset({rule.part}) if rule.grade == Grade.PART else None
    return allow(table, category, standing.kind, standing.ref, word, parts=parts)


def _is_beyond(asked: _Question) -> bool:
    return _is_beyond_glass(asked) or _is_of_another_sovereign(asked)


def _is_of_another_sovereign(asked: _Question) -> bool:
    """A tribal member's rules count on cases of the Tribe (matrix: tribal); elsewhere a seat at
    the table lends nothing."""
    own = asked.case.owner_agency_id == asked.viewer.agency_id or asked.case.sovereign == "tribal"
    return asked.viewer.discipline == Discipline.TRIBAL and not own


def _is_beyond_glass(asked: _Question) -> bool:
    """Breaking the glass opens what the own agency owns, and nothing else (B-ENG-6)."""
    owner = (asked.record or NOTHING).owner_agency_id
    return asked.standing.kind == "break_glass" and owner not in (None, asked.viewer.agency_id)


def _fault(rule: Rule, asked: _Question) -> str:
    """Return why a rule for whoever has standing does not open the record, or "" when it does."""
    if rule.grade == Grade.STANDING:
        return ""
    if rule.grade == Grade.SCREENED:
        return "" if _screened(asked.viewer) else "screening_lapsed"
    if rule.grade == Grade.PART:
        return "" if asked.record is None or rule.part in asked.record.parts else "never"
    return "never"


def _screened(viewer: Viewer) -> bool:
    return viewer.screening_until is not None and viewer.screening_until >= viewer.today


def _own(rule: Rule, asked: _Question) -> Decision:
    record, viewer, standing = asked.record, asked.viewer, asked.standing
    if rule.grade == Grade.OWN:
        authority, own = "authorship", record is None or record.author_id == viewer.user_id
    else:
        authority = "own_organization"
        own = record is None or record.owner_agency_id == viewer.agency_id
    if not own:
        return deny(asked.table, asked.category, "never", str(rule))
    if standing.kind == "break_glass":  # the glass is the authority: each look is reviewed
        authority = standing.kind
    return allow(asked.table, asked.category, authority, standing.ref, str(rule))


def _gate(asked: _Question) -> Decision:
    table, category = asked.table, asked.category
    candidates = tuple(r for r in asked.case.releases if category in r.categories)
    release, because, named = through(
        candidates, asked.viewer, category, asked.record, asked.action, asked.purpose
    )
    if release is not None and _is_beyond_glass(asked):
        release, because = None, "never"
    if release is None:
        refused = deny(table, category, because, Grade.GATE.value)
        return refused if named else replace(refused, between_others=True)
    authority = GATE_AUTHORITY[release.kind]
    opened = allow(table, category, authority, release.id, Grade.GATE.value)
    return replace(opened, ends=release.ends)


def _also_lawful(decision: Decision, asked: _Question) -> Decision:
    """Where 42 CFR Part 2 attaches too, it must allow as well: the program's own people, or a
    consent that names the viewer (B-ENG-2, B-P2-6). Who quotes such a record needs one too."""
    record = asked.record
    if not decision or record is None or not _needs_consent(record, decision, asked.viewer):
        return decision
    wanted = (asked.category, Category.SUD_TREATMENT)
    candidates = tuple(
        release for release in asked.case.releases
        if any(category in release.categories for category in wanted)
    )  # fmt: skip
    what = None if QUOTED in record.regimes else record  # a quotation is no item of a release
    release, because, _ = through(
        candidates, asked.viewer, Category.SUD_TREATMENT, what, asked.action, asked.purpose
    )
    if release is None:
        return deny(asked.table, asked.category, because, decision.rule, hidden=True)
    authority = GATE_AUTHORITY[release.kind]
    return replace(decision, authority=authority, authority_ref=release.id, ends=release.ends)


def _needs_consent(record: RecordFacts, decision: Decision, viewer: Viewer) -> bool:
    if QUOTED in record.regimes:
        return True
    of_program = record.owner_agency_id == viewer.agency_id
    through_gate = decision.rule == Grade.GATE.value  # the gate asked for such a consent already
    return PART2 in record.regimes and not of_program and not through_gate


def _write(asked: _Question) -> Decision:
    """Who writes is data too; neither a broken glass nor a designee's seat writes,
    nobody changes what he may not read."""
    table, category, standing = asked.table, asked.category, asked.standing
    if asked.record is not None and asked.action != Action.ADD and category != Category.IDENTITY:
        seen = _read(replace(asked, action=Action.VIEW, purpose=""))
        if not seen:
            return seen
    may = asked.viewer.discipline in table.writes.get(category, ())
    if may and standing.kind not in ("break_glass", "designee"):
        return allow(table, category, standing.kind, standing.ref, "writes")
    because = "existence_hidden" if category in table.existence_hidden else "never"
    return deny(table, category, because, "writes")
