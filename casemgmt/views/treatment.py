"""Writing a treatment summary, and correcting one."""

from typing import Any
from uuid import UUID

from casemgmt.forms.treatment import SummaryForm
from casemgmt.models import TreatmentSummary
from casemgmt.policy.categories import Category
from casemgmt.services.treatment import record_summary
from casemgmt.views.record import RecordAdd
from casemgmt.web.base import ViewerRequest


class SummaryAdd(RecordAdd):
    """The form of a summary."""

    category, kind, model = Category.TREATMENT_SUMMARY, "treatmentsummary", TreatmentSummary
    form_class = SummaryForm
    template = "casemgmt/treatment/add.html"
    done = "The summary is written."

    def save(
        self, request: ViewerRequest, case_id: UUID, form: Any, corrects: str, **keys: UUID
    ) -> None:
        """Write it."""
        record_summary(request.viewer, case_id, words=form.words(), corrects_id=corrects)
