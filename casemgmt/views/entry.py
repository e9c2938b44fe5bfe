"""Writing a dated text of a category that has no form of its own, and correcting one."""

from typing import Any
from uuid import UUID

from django.urls import reverse

from casemgmt.forms.entry import EntryForm
from casemgmt.models import Entry
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts
from casemgmt.selectors.entry import access_writing, kinds_for
from casemgmt.services.entry import write_entry
from casemgmt.views.record import RecordAdd
from casemgmt.web.base import ViewerRequest


class EntryAdd(RecordAdd):
    """The form of an entry, with the kinds that this viewer's discipline owns."""

    category, kind, model = Category.TREATMENT_CLINICAL, "entry", Entry
    form_class = EntryForm
    template = "casemgmt/entry/add.html"
    done = "The entry is written."

    def opened(self, request: ViewerRequest, case_id: UUID) -> tuple[Any, CaseFacts]:
        """Return the case where the viewer writes at least one kind."""
        return access_writing(request.viewer, case_id)

    def initial(self, request: ViewerRequest) -> dict[str, Any]:
        """Begin with the kind that the address names."""
        return {"kind": request.GET.get("kind", "")}

    def earlier_keys(self, row: Any) -> dict[str, Any]:
        """Stay in the kind of what is corrected."""
        return {"kind": f"{row.category}:{row.part}" if row.part else row.category}

    def choices(self, request: ViewerRequest, case: Any, facts: CaseFacts) -> dict[str, Any]:
        """Offer the kinds."""
        return {"kinds": kinds_for(request.viewer, facts)}

    def save(
        self, request: ViewerRequest, case_id: UUID, form: Any, corrects: str, **keys: UUID
    ) -> None:
        """Write it."""
        write_entry(request.viewer, case_id, words=form.words(), corrects_id=corrects)

    def way_back(self, case_id: UUID, form: Any) -> str:
        """Return the section of the kind that was written."""
        category = form.cleaned_data["kind"].partition(":")[0]
        return f"{reverse('casemgmt:case_detail', args=[case_id])}#{category}"
