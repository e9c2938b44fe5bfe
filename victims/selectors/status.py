"""What an advocate may tell at once: facts of the case's status, each through the policy.

All of them are read each time, whatever is asked, so that the ledger cannot tell what was asked.
"""

from collections.abc import Mapping
from typing import Any

from django.utils import formats, timezone

from audit.models import Kind
from audit.reveal import Revealed, reveal_many
from casemgmt.models import Case, CaseEvent, Condition, TreatmentSummary
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts, RecordFacts
from casemgmt.policy.people import Viewer
from casemgmt.policy.rules import decide

SHOWN = 5  # of each kind of event, the newest
MOMENT = "M j, Y, P"


class _Participation:
    """A summary of treatment of which nothing is shown but whether the person takes part."""

    FIELD_CATEGORY: Mapping[str, Category] = {"takes_part": Category.TREATMENT_SUMMARY}

    def __init__(self, row: TreatmentSummary) -> None:
        self._meta, self.pk, self.case_id = row._meta, row.pk, row.case_id
        self.record_facts = row.record_facts
        enrolled = row.participation != TreatmentSummary.Participation.NOT_ENROLLED
        self.takes_part = "Takes part in treatment." if enrolled else "Not enrolled in treatment."


def is_authorized(viewer: Viewer, facts: CaseFacts, needs: str) -> bool:
    """Whether a paper in force opens a category to the viewer, as far as that can be said."""
    if not needs:
        return True
    return decide(viewer, Action.VIEW, Category(needs), facts, record=RecordFacts()).allowed


def status_of(
    viewer: Viewer, case: Case, facts: CaseFacts, head: Revealed
) -> dict[str, tuple[str, ...]]:
    """Return sentences by fact: what of the case's status this viewer may tell; on the ledger."""
    rows = [*_conditions(viewer, case), *_events(viewer, case), *_participation(viewer, case)]
    shown = reveal_many(viewer, rows, {facts.case_id: facts}, kind=Kind.VIEW, action=Action.VIEW)
    found: dict[str, list[str]] = {
        "stage": [f"The case is {str(head.extra.get('stage_text', '')).lower()}."],
        "officer": [f"The supervising officer is {head['officer_name']}."],
    }
    for row in shown:
        fact, words = _said(row)
        if len(found.setdefault(fact, [])) < SHOWN:
            found[fact].append(words)
    return {fact: tuple(words) for fact, words in found.items()}


def _said(row: Revealed) -> tuple[str, str]:
    if row.kind == "condition":
        return "conditions", str(row["text"])
    if row.kind == "treatmentsummary":
        return "participation", str(row["takes_part"])
    at = formats.date_format(timezone.localtime(row["happens_at"]), MOMENT)
    place = f", {row['place']}" if row["place"] else ""
    return str(row["kind"]), f"{row['kind_text']}: {at}{place}."


def _conditions(viewer: Viewer, case: Case) -> list[Any]:
    rows = Condition.objects.visible_to(viewer).filter(case=case, protects_victim=True)
    held = rows.select_related("author")
    return [row for row in held if row.ends_on is None or row.ends_on >= viewer.today]


def _events(viewer: Viewer, case: Case) -> list[Any]:
    rows = list(CaseEvent.objects.visible_to(viewer).filter(case=case).select_related("author"))
    corrected = {row.corrects_id for row in rows}
    return [row for row in rows if row.pk not in corrected]


def _participation(viewer: Viewer, case: Case) -> list[Any]:
    rows = TreatmentSummary.objects.visible_to(viewer).filter(case=case)
    newest = rows.order_by("-period_until", "-created_at").first()
    return [_Participation(newest)] if newest else []
