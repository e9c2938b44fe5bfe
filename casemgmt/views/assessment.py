"""Recording an assessment, and correcting one."""

from typing import Any
from uuid import UUID

from casemgmt.forms.assessment import AssessmentForm
from casemgmt.models import Assessment
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts
from casemgmt.services.assessment import record_assessment
from casemgmt.views.record import RecordAdd
from casemgmt.web.base import ViewerRequest


class AssessmentAdd(RecordAdd):
    """The form of a scored instrument."""

    category, kind, model = Category.RISK, "assessment", Assessment
    form_class = AssessmentForm
    template = "casemgmt/assessment/add.html"
    done = "The assessment is recorded."

    def choices(self, request: ViewerRequest, case: Any, facts: CaseFacts) -> dict[str, Any]:
        """Tell the form whose instruments to offer."""
        return {"is_juvenile": case.is_juvenile}

    def save(
        self, request: ViewerRequest, case_id: UUID, form: Any, corrects: str, **keys: UUID
    ) -> None:
        """Record it."""
        record_assessment(request.viewer, case_id, words=form.words(), corrects_id=corrects)
