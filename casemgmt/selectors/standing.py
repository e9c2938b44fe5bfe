"""A case as its head and the answer to each category: what the page's standing line says, for
programs."""

from dataclasses import dataclass

from audit.reveal import Revealed, reveal
from casemgmt.policy.categories import Category
from casemgmt.policy.decision import Decision
from casemgmt.policy.people import Viewer
from casemgmt.selectors.case import access_case
from casemgmt.selectors.file import BESIDE, standing_of
from casemgmt.selectors.sections import TABLES, decisions_on


@dataclass(frozen=True)
class CaseStanding:
    """A head, as what the viewer sees it, and the decisions that the viewer may know."""

    head: Revealed
    words: str
    categories: dict[Category, Decision]


def open_case(viewer: Viewer, case_id: object) -> CaseStanding:
    """Return a case for this viewer, its head on the ledger; raises NotVisible."""
    case, facts = access_case(viewer, case_id)
    return CaseStanding(
        reveal(viewer, case, facts),
        standing_of(viewer, case, facts),
        decisions_on(viewer, facts, (*TABLES, *BESIDE)),
    )
