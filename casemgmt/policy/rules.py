"""decide(): the one place that says yes or no. Standing, then discipline x category, then gates;
denials first."""

from dataclasses import dataclass, replace

from casemgmt.policy.actions import WRITES, Action
from casemgmt.policy.categories import Category
from casemgmt.policy.decision import GATE_AUTHORITY, Decision
from casemgmt.policy.facts import CaseFacts, RecordFacts, Standing
from casemgmt.policy.gates import through
from casemgmt.policy.load import in_force
from casemgmt.policy.people import Discipline, Viewer
from casemgmt.policy.table import Grade, Rule, Table

ALWAYS_HIDDEN = {
    "no_standing",
    "membership_ended",
    "sealed",
    "conflict_of_interest",
    "existence_hidden",
}
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
    standing = _standing(viewer, case)
    because = _refusal(viewer, category, case, standing, table)
    if because or standing is None:
        return _deny(
            table, category, because, hidden=case.sealed or case.conflict or standing is None
        )
    if category == Category.IDENTITY and action not in WRITES:
        return _allow(table, category, standing.kind, standing.ref, "standing")
    asked = _Question(viewer, action, category, case, record, purpose, standing, table)
    return _write(asked) if action in WRITES else _read(asked)


def _standing(viewer: Viewer, case: CaseFacts) -> Standing | None:
    """Return the strongest ground; an examiner stands only where an exam is assigned to him
    (matrix: polygraph)."""
    if viewer.discipline == Discipline.POLYGRAPH and viewer.user_id not in case.examiner_ids:
        return None
    return case.standings[0] if case.standings else None


def _refusal(
    viewer: Viewer, category: Category, case: CaseFacts, standing: Standing | None, table: Table
) -> str:
    """Return what refuses before any table is read, the first in the order of the policy format."""
    broken_glass = standing is not None and standing.kind == "break_glass"
    checks = (
        ("account_disabled", not viewer.active),
        ("mfa_missing", not viewer.mfa),
        ("sealed", case.sealed),
        ("conflict_of_interest", case.conflict),
        ("membership_ended" if case.was_member else "no_standing", standing is None),
        ("approval_lapsed", _approval_lapsed(viewer)),
        ("not_overridable", broken_glass and category in table.never_overridable),
        ("existence_hidden", not viewer.has_caseload and category in table.existence_hidden),
        ("never", not viewer.has_caseload),
    )
    return next((name for name, applies in checks if applies), "")


def _approval_lapsed(viewer: Viewer) -> bool:
    if not viewer.approval_needed and viewer.approval_until is None:
        return False
    return viewer.approval_until is None or viewer.approval_until < viewer.today


def _read(asked: _Question) -> Decision:
    table, category, discipline = asked.table, asked.category, asked.viewer.discipline
    rule = table.rule(discipline, category)
    decision = _by_rule(rule, asked)
    because = decision.because
    if category in asked.case.agreements_ended:
        because = "agreement_ended"
    if asked.case.stage == "pretrial" and category in table.pretrial_closed.get(discipline, ()):
        because = "pretrial"
    if not because:
        return decision
    if category in table.existence_hidden:
        because = "existence_hidden"
    return _deny(table, category, because, str(rule))


def _by_rule(rule: Rule, asked: _Question) -> Decision:
    table, category, standing, word = asked.table, asked.category, asked.standing, str(rule)
    owner = (asked.record or NOTHING).owner_agency_id
    if standing.kind == "break_glass" and owner not in (None, asked.viewer.agency_id):
        return _deny(table, category, "never", word)
    if rule.grade == Grade.GATE:
        return _gate(asked)
    if rule.grade in (Grade.OWN, Grade.OWN_AGENCY):
        return _own(rule, asked)
    because = _fault(rule, asked)
    if because:
        return _deny(table, category, because, word)
    parts = frozenset({rule.part}) if rule.grade == Grade.PART else None
    return _allow(table, category, standing.kind, standing.ref, word, parts=parts)


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
    record, viewer = asked.record, asked.viewer
    if rule.grade == Grade.OWN:
        authority, own = "authorship", record is None or record.author_id == viewer.user_id
    else:
        authority = "own_organization"
        own = record is None or record.owner_agency_id == viewer.agency_id
    if own:
        return _allow(asked.table, asked.category, authority, "", str(rule))
    return _deny(asked.table, asked.category, "never", str(rule))


def _gate(asked: _Question) -> Decision:
    table, category = asked.table, asked.category
    candidates = tuple(r for r in asked.case.releases if category in r.categories)
    release, because = through(candidates, asked.viewer, asked.record, asked.action, asked.purpose)
    if release is None:
        return _deny(table, category, because, Grade.GATE.value)
    authority = GATE_AUTHORITY[release.kind]
    opened = _allow(table, category, authority, release.id, Grade.GATE.value)
    return replace(opened, ends=release.ends)


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
        return _allow(table, category, standing.kind, standing.ref, "writes")
    because = "existence_hidden" if category in table.existence_hidden else "never"
    return _deny(table, category, because, "writes")


def _allow(
    table: Table,
    category: Category,
    authority: str,
    ref: str,
    rule: str,
    *,
    parts: frozenset[str] | None = None,
) -> Decision:
    return Decision(
        allowed=True, category=category, authority=authority, authority_ref=ref, rule=rule,
        policy_version=table.version, parts=parts,
    )  # fmt: skip


def _deny(
    table: Table, category: Category, because: str, rule: str = "", *, hidden: bool = False
) -> Decision:
    hidden = hidden or because in ALWAYS_HIDDEN or category in table.existence_hidden
    return Decision(
        allowed=False, category=category, because=because, rule=rule,
        existence="hidden" if hidden else "shown", policy_version=table.version,
    )  # fmt: skip


def decide_offices(viewer: Viewer, category: Category) -> Decision:
    """Answer for what an office opens without a case: the ledger,
    to privacy officers and auditors."""
    table = in_force()
    if not viewer.active or not viewer.mfa:
        return _deny(table, category, "mfa_missing" if viewer.active else "account_disabled")
    if category == Category.LEDGER and viewer.reads_ledger:
        return _allow(table, category, "own_organization", "", "offices")
    return _deny(table, category, "never", "offices")
