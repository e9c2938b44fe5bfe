"""Writes one record of a case: its author, its owner, its check, its row, its event."""

from typing import Any

from casemgmt.core.errors import RuleBroken
from casemgmt.models import Case
from casemgmt.policy.actions import Action
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Viewer
from casemgmt.policy.regimes import QUOTED, regimes_of
from casemgmt.policy.rules import decide
from casemgmt.services.events import record_change

SET_HERE = ["case", "author", "owner_agency", "corrects", "referral", "examiner", "release"]
NO_CONSENT = (
    "No consent is in force under which you may use a substance use program's record. "
    "Record the consent first, or leave the quotation out."
)


def add_record(
    viewer: Viewer,
    row: Any,
    case: Case,
    facts: CaseFacts,
    *,
    act: str,
    fields: tuple[str, ...],
) -> Any:
    """Save a new row of `case` by `viewer`, with its event.

    What quotes a record under 42 CFR Part 2 (`QUOTED` in its regimes) is bound as that is, and so
    is what corrects it. Raises ValidationError, RuleBroken for a quotation without a consent.
    """
    row.case, row.author_id, row.owner_agency_id = case, viewer.user_id, viewer.agency_id
    row.created_by_id = viewer.user_id
    category = next(iter(row.FIELD_CATEGORY.values()))
    row.regimes = regimes_of(viewer, category, quotes_part2=_quotes(row))
    if QUOTED in row.regimes and not decide(
        viewer, Action.VIEW, category, facts, record=row.record_facts()
    ):
        raise RuleBroken(NO_CONSENT, because="gate_missing")
    row.full_clean(exclude=SET_HERE)
    row.save(force_insert=True)
    record_change(viewer, row, facts, act=act, fields=fields)
    return row


def _quotes(row: Any) -> bool:
    earlier = getattr(row, "corrects", None)
    return QUOTED in row.regimes or (earlier is not None and QUOTED in earlier.regimes)
