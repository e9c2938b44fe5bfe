"""Changes a plan. The wording that a condition had stays on record with who replaced it, when and why."""

from django.db import transaction

from casemgmt.core import clock
from casemgmt.core.errors import RuleBroken
from casemgmt.models import Condition, Wording
from casemgmt.policy.actions import Action
from casemgmt.policy.people import Viewer
from casemgmt.selectors.plan import access_condition
from casemgmt.services.events import record_change
from casemgmt.services.versions import refuse_if_changed


@transaction.atomic
def amend_condition(
    viewer: Viewer, case_id: object, condition_id: object, *, text: str, reason: str, version: int
) -> Condition:
    """Give a condition a new wording. Raises ChangedMeanwhile when someone saved first, RuleBroken for no change."""
    condition, _, facts = access_condition(viewer, case_id, condition_id, action=Action.AMEND, lock=True)
    refuse_if_changed(condition, version, {"text": text})
    if text.strip() == condition.text.strip():
        raise RuleBroken("The wording is the same as before. Change it, or leave without saving.")
    Wording(
        case_id=condition.case_id, condition=condition, number=condition.version, text=condition.text, reason=reason,
        replaced_at=clock.now(), author_id=viewer.user_id, owner_agency_id=viewer.agency_id,
        created_by_id=viewer.user_id,
    ).save(force_insert=True)  # fmt: skip
    condition.text = text
    condition.author_id = viewer.user_id
    condition.version += 1
    condition.full_clean(exclude=["case", "author", "owner_agency"])
    condition.save(update_fields=["text", "author", "version"])
    record_change(viewer, condition, facts, act="amend condition", fields=("text",), reason=reason)
    return condition
