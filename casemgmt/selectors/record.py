"""Opens a case for writing: who adds a record of a category, and which one it corrects."""

import uuid
from typing import Any

from casemgmt.core.errors import NotAllowed, NotVisible, RuleBroken
from casemgmt.models import Case
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Viewer
from casemgmt.policy.rules import decide
from casemgmt.selectors.case import access_case
from teams.selectors.meeting import OnlyFor

KEEP = "Whoever wrote a record corrects it, or a colleague of the same agency."


def access_adding(
    viewer: Viewer, case_id: object, category: Category, kind: str
) -> tuple[Case, CaseFacts]:
    """Return the case to which the viewer adds a record; raises NotVisible or NotAllowed."""
    case, facts = access_case(viewer, case_id)
    decision = decide(viewer, Action.ADD, category, facts)
    if not decision:
        raise NotAllowed(decision, kind, "", case_id)
    return case, facts


def access_corrected(
    viewer: Viewer, model: type[Any], case: Case, facts: CaseFacts, row_id: object
) -> Any:
    """Return the record that a new one corrects, or None without an id.

    Raises NotVisible, NotAllowed for another agency's, RuleBroken for one that is corrected.
    """
    if not row_id:
        return None
    name = model._meta.model_name
    rows = model.objects.visible_to(viewer).filter(case=case)
    row = rows.select_related("author").filter(pk=_uuid(row_id, name, case)).first()
    if row is None or not _reads(viewer, row, facts):
        raise NotVisible(name, row_id, case.pk)
    if row.owner_agency_id != viewer.agency_id:
        category = next(iter(row.FIELD_CATEGORY.values()))
        raise NotAllowed(OnlyFor(KEEP, category=category, how_to_ask=""), name, row.pk, case.pk)
    if rows.filter(corrects=row).exists():
        raise RuleBroken("A newer record corrects this one already. Correct that one.")
    return row


def _reads(viewer: Viewer, row: Any, facts: CaseFacts) -> bool:
    category = next(iter(row.FIELD_CATEGORY.values()))
    return decide(viewer, Action.VIEW, category, facts, record=row.record_facts()).allowed


def _uuid(text: object, name: str, case: Case) -> uuid.UUID:
    try:
        return uuid.UUID(str(text))
    except ValueError:
        raise NotVisible(name, "", case.pk) from None
