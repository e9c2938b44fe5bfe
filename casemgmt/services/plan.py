"""Changes a plan. A former wording stays on record with who replaced it, when and why."""

from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction

from casemgmt.core import clock
from casemgmt.core.errors import RuleBroken
from casemgmt.models import Condition, Wording
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.people import Viewer
from casemgmt.selectors.plan import access_condition
from casemgmt.selectors.record import access_adding
from casemgmt.services.events import record_change
from casemgmt.services.faults import Fault
from casemgmt.services.record import add_record
from casemgmt.services.versions import refuse_if_changed


@dataclass(frozen=True)
class ConditionWords:
    """What a condition says, from when, and whom it concerns beside the person."""

    kind: str
    source: str
    text: str
    starts_on: date
    ends_on: date | None = None
    protects_victim: bool = False
    is_exam_subject: bool = False


@transaction.atomic
def add_condition(viewer: Viewer, case_id: object, *, words: ConditionWords) -> Condition:
    """Add a condition to the plan of a case. Raises Fault for an end before its start."""
    case, facts = access_adding(viewer, case_id, Category.SUPERVISION, "condition")
    if words.ends_on and words.ends_on < words.starts_on:
        raise Fault("ends_on", "This is before it begins. Choose a later day, or leave it empty.")
    row = Condition(**asdict(words))
    fields = ("kind", "text", "starts_on")
    return add_record(viewer, row, case, facts, act="add condition", fields=fields)


@transaction.atomic
def end_condition(
    viewer: Viewer,
    case_id: object,
    condition_id: object,
    *,
    ends_on: date,
    reason: str,
    version: int,
) -> Condition:
    """End a condition on a day; its wordings stay on record.

    Raises ChangedMeanwhile when someone saved first, Fault for a day before its start,
    RuleBroken when it has ended.
    """
    condition, _, facts = access_condition(
        viewer, case_id, condition_id, action=Action.AMEND, lock=True
    )
    refuse_if_changed(condition, version, {"ends_on": ends_on})
    if condition.ends_on and condition.ends_on < viewer.today:
        raise RuleBroken("This condition has ended already. Add a new one if it is ordered again.")
    if ends_on < condition.starts_on:
        raise Fault(
            "ends_on",
            f"It began on {condition.starts_on:%B %-d, %Y}. Choose that day or a later one.",
        )
    condition.ends_on, condition.end_reason = ends_on, reason
    condition.version += 1
    condition.full_clean(exclude=["case", "author", "owner_agency"])
    condition.save(update_fields=["ends_on", "end_reason", "version"])
    record_change(viewer, condition, facts, act="end condition", fields=("ends_on",), reason=reason)
    return condition


@transaction.atomic
def amend_condition(
    viewer: Viewer, case_id: object, condition_id: object, *, text: str, reason: str, version: int
) -> Condition:
    """Give a condition a new wording.

    Raises ChangedMeanwhile when someone saved first, RuleBroken for no change.
    """
    condition, _, facts = access_condition(
        viewer, case_id, condition_id, action=Action.AMEND, lock=True
    )
    refuse_if_changed(condition, version, {"text": text})
    if text.strip() == condition.text.strip():
        raise RuleBroken("The wording is the same as before. Change it, or leave without saving.")
    Wording(
        case_id=condition.case_id, condition=condition, number=condition.version,
        text=condition.text, reason=reason,
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
