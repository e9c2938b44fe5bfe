"""What an office opens: the ledger, to privacy officers and auditors."""

from casemgmt.policy.answers import allow, deny
from casemgmt.policy.categories import Category
from casemgmt.policy.decision import Decision
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.load import in_force
from casemgmt.policy.people import Viewer
from casemgmt.policy.table import Grade, Table


def ledger_of(viewer: Viewer, case: CaseFacts, table: Table) -> Decision:
    """Whoever keeps the ledger of an agency reads what it holds on that agency's cases."""
    decision = decide_offices(viewer, Category.LEDGER)
    if decision and case.owner_agency_id != viewer.agency_id:
        return deny(table, Category.LEDGER, "no_standing", "offices")
    return decision


def decide_offices(viewer: Viewer, category: Category) -> Decision:
    """Answer for what an office opens without a case: the ledger,
    to privacy officers and auditors."""
    table = in_force()
    if not viewer.active or not viewer.mfa:
        return deny(table, category, "mfa_missing" if viewer.active else "account_disabled")
    if table.of_office(viewer.office, category).grade == Grade.OWN_AGENCY:
        return allow(table, category, "own_organization", "", "offices")
    return deny(table, category, "never", "offices")
