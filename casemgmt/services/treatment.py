"""Writes what a provider tells the team of a period of treatment."""

from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction

from casemgmt.models import TreatmentSummary
from casemgmt.policy.categories import Category
from casemgmt.policy.people import Viewer
from casemgmt.selectors.record import access_adding, access_corrected
from casemgmt.services.faults import Fault, refuse_future
from casemgmt.services.record import add_record


@dataclass(frozen=True)
class SummaryWords:
    """A period in numbers and a few words; the clinical narrative stays in the clinical record."""

    period_from: date
    period_until: date
    attended: int
    missed: int
    participation: str
    summary: str
    next_steps: str = ""


@transaction.atomic
def record_summary(
    viewer: Viewer, case_id: object, *, words: SummaryWords, corrects_id: object = None
) -> TreatmentSummary:
    """Write a summary of a period that is over. Raises Fault for one that runs backward."""
    case, facts = access_adding(viewer, case_id, Category.TREATMENT_SUMMARY, "treatmentsummary")
    earlier = access_corrected(viewer, TreatmentSummary, case, facts, corrects_id)
    if words.period_until < words.period_from:
        raise Fault("period_until", "The period ends before it begins. Choose a later day.")
    refuse_future(viewer, "period_until", words.period_until, "the period ended")
    row = TreatmentSummary(**asdict(words), corrects=earlier)
    fields = ("period_until", "participation", "summary")
    return add_record(viewer, row, case, facts, act="record summary", fields=fields)
