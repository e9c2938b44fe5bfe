"""Recording an event of a case, and correcting one."""

from typing import Any
from uuid import UUID

from casemgmt.forms.case_event import CaseEventForm
from casemgmt.models import CaseEvent
from casemgmt.policy.categories import Category
from casemgmt.services.case_event import record_event
from casemgmt.views.record import RecordAdd
from casemgmt.web.base import ViewerRequest


class CaseEventAdd(RecordAdd):
    """The form of an event."""

    category, kind, model = Category.SUPERVISION, "caseevent", CaseEvent
    form_class = CaseEventForm
    template = "casemgmt/case_event/add.html"
    done = "The event is recorded."

    def save(
        self, request: ViewerRequest, case_id: UUID, form: Any, corrects: str, **keys: UUID
    ) -> None:
        """Record it."""
        record_event(request.viewer, case_id, words=form.words(), corrects_id=corrects)
