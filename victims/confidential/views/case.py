"""What each page of a case on the advocate's side needs.

The case's head, in the advocate's measure.
"""

from dataclasses import dataclass

from audit.reveal import Revealed, reveal
from casemgmt.models import Case
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Viewer
from casemgmt.selectors.case import access_case


@dataclass(frozen=True)
class OpenCase:
    """A case with its facts, and its head as it may be shown."""

    row: Case
    facts: CaseFacts
    head: Revealed


def open_case(viewer: Viewer, case_id: object) -> OpenCase:
    """Return the case for an advocate with standing; raises NotVisible.

    Each page opens the head in the same way, so that the main ledger cannot tell a page on
    which a victim's record
    is opened from any other.
    """
    row, facts = access_case(viewer, case_id)
    return OpenCase(row, facts, reveal(viewer, row, facts))
