"""decide(): the one place that says yes or no. Standing, then discipline x category, then gates; denials first."""

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


def decide(
    viewer: Viewer,
    action: Action,
    category: Category,
    case: CaseFacts,
    *,
    record: RecordFacts | None = None,
    purpose: str = "",
) -> Decision:
    """Answer one question about a category of a case, or about one record of it (B-ENG-1 to B-ENG-8)."""
    table = in_force()
    standing = _standing(viewer, case)
    because = _refusal(viewer, category, case, standing, table)
    if because:
        return _deny(
            table, category, because, hidden=case.sealed or case.conflict or standing is None
        )
    assert standing is not None  # _refusal has answered no_standing
    if category == Category.IDENTITY and action not in WRITES:
        return _allow(table, category, standing.kind, standing.ref, "standing")
    if action in WRITES:
        return _write(viewer, action, category, case, record, standing, table)
    return _read(viewer, action, category, case, record, purpose, standing, table)


def _standing(viewer: Viewer, case: CaseFacts) -> Standing | None:
    """Return the strongest ground; an examiner stands only where an exam is assigned to him (matrix: polygraph)."""
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


def _read(
    viewer: Viewer,
    action: Action,
    category: Category,
    case: CaseFacts,
    record: RecordFacts | None,
    purpose: str,
    standing: Standing,
    table: Table,
) -> Decision:
    rule = table.rule(viewer.discipline, category)
    decision = _by_rule(rule, viewer, action, category, case, record, purpose, standing, table)
    because = decision.because
    if category in case.agreements_ended:
        because = "agreement_ended"
    if case.stage == "pretrial" and category in table.pretrial_closed.get(viewer.discipline, ()):
        because = "pretrial"
    if not because:
        return decision
    if category in table.existence_hidden:
        because = "existence_hidden"
    return _deny(table, category, because, str(rule))


def _by_rule(
    rule: Rule,
    viewer: Viewer,
    action: Action,
    category: Category,
    case: CaseFacts,
    record: RecordFacts | None,
    purpose: str,
    standing: Standing,
    table: Table,
) -> Decision:
    facts = record or NOTHING
    word = str(rule)
    if standing.kind == "break_glass" and facts.owner_agency_id not in (None, viewer.agency_id):
        return _deny(table, category, "never", word)
    if rule.grade in (Grade.STANDING, Grade.SCREENED):
        if rule.grade == Grade.SCREENED and not _screened(viewer):
            return _deny(table, category, "screening_lapsed", word)
        return _allow(table, category, standing.kind, standing.ref, word)
    if rule.grade == Grade.PART:
        if record is not None and rule.part not in facts.parts:
            return _deny(table, category, "never", word)
        parts = frozenset({rule.part})
        return _allow(table, category, standing.kind, standing.ref, word, parts=parts)
    if rule.grade == Grade.OWN:
        mine = record is None or facts.author_id == viewer.user_id
        return _own(table, category, "authorship", word, allowed=mine)
    if rule.grade == Grade.OWN_AGENCY:
        ours = record is None or facts.owner_agency_id == viewer.agency_id
        return _own(table, category, "own_organization", word, allowed=ours)
    if rule.grade == Grade.GATE:
        return _gate(viewer, action, category, case, record, purpose, table)
    return _deny(table, category, "never", word)


def _screened(viewer: Viewer) -> bool:
    return viewer.screening_until is not None and viewer.screening_until >= viewer.today


def _own(table: Table, category: Category, authority: str, word: str, *, allowed: bool) -> Decision:
    if allowed:
        return _allow(table, category, authority, "", word)
    return _deny(table, category, "never", word)


def _gate(
    viewer: Viewer,
    action: Action,
    category: Category,
    case: CaseFacts,
    record: RecordFacts | None,
    purpose: str,
    table: Table,
) -> Decision:
    candidates = tuple(r for r in case.releases if category in r.categories)
    release, because = through(candidates, viewer, record, action, purpose)
    if release is None:
        return _deny(table, category, because, Grade.GATE.value)
    authority = GATE_AUTHORITY[release.kind]
    return _allow(table, category, authority, release.id, Grade.GATE.value, ends=release.ends)


def _write(
    viewer: Viewer,
    action: Action,
    category: Category,
    case: CaseFacts,
    record: RecordFacts | None,
    standing: Standing,
    table: Table,
) -> Decision:
    """Who writes is data too; neither a broken glass nor a designee's seat writes, nobody changes what he may not read."""
    if record is not None and action != Action.ADD and category != Category.IDENTITY:
        seen = _read(viewer, Action.VIEW, category, case, record, "", standing, table)
        if not seen:
            return seen
    may = viewer.discipline in table.writes.get(category, ())
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
    ends: object = None,
) -> Decision:
    return Decision(
        allowed=True, category=category, authority=authority, authority_ref=ref, rule=rule,
        policy_version=table.version, parts=parts, ends=ends,
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
    """Answer for what an office opens without a case: the ledger, to privacy officers and auditors."""
    table = in_force()
    if not viewer.active or not viewer.mfa:
        return _deny(table, category, "mfa_missing" if viewer.active else "account_disabled")
    if category == Category.LEDGER and viewer.reads_ledger:
        return _allow(table, category, "own_organization", "", "offices")
    return _deny(table, category, "never", "offices")
