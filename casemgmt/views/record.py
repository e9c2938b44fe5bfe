"""What the forms of records share: nothing typed is lost, a rule is told at its field."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from audit.reveal import reveal
from casemgmt.core.errors import RuleBroken
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts
from casemgmt.selectors.case import show_number
from casemgmt.selectors.record import access_adding, access_corrected
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest
from casemgmt.web.forms import Form


def tell(form: Form, error: RuleBroken) -> None:
    """Show what a service refused at the field that it is about, else above the form."""
    field = getattr(error, "field", None)
    form.reject(error, field if field in form.fields else None)


class RecordAdd(GuardedView, abstract=True):
    """A form that adds one record to a case, or one that corrects another."""

    access = rules.CASE_PEOPLE
    category: ClassVar[Category]
    kind: ClassVar[str]  # the word for the record on the ledger
    model: ClassVar[type[Any] | None] = None  # set where a record can correct another
    form_class: ClassVar[type[Form]]
    template: ClassVar[str]
    done: ClassVar[str]

    def get(self, request: ViewerRequest, case_id: UUID, **keys: UUID) -> HttpResponse:
        """Show the form to those who add one; a correction begins with the earlier words."""
        case, facts = self.opened(request, case_id)
        initial = self.initial(request) | self._earlier(request, case, facts)
        form = self.form_class(
            initial=initial, viewer=request.viewer, **self.choices(request, case, facts)
        )
        return self._page(request, case, facts, form)

    def post(self, request: ViewerRequest, case_id: UUID, **keys: UUID) -> HttpResponse:
        """Record it, or show what to mend with everything typed still there."""
        case, facts = self.opened(request, case_id)
        form = self.form_class(
            request.POST, viewer=request.viewer, **self.choices(request, case, facts)
        )
        if form.is_valid():
            try:
                self.save(request, case_id, form, request.POST.get("corrects", ""), **keys)
            except RuleBroken as error:
                tell(form, error)
            else:
                messages.success(request, self.done)
                return HttpResponseRedirect(self.way_back(case_id, form))
        return self._page(request, case, facts, form, status=422)

    def opened(self, request: ViewerRequest, case_id: UUID) -> tuple[Any, CaseFacts]:
        """Return the case to which the viewer adds; raises NotVisible or NotAllowed."""
        return access_adding(request.viewer, case_id, self.category, self.kind)

    def initial(self, request: ViewerRequest) -> dict[str, Any]:
        """Return what a new form begins with."""
        return {}

    def choices(self, request: ViewerRequest, case: Any, facts: CaseFacts) -> dict[str, Any]:
        """Return what the form takes beside the viewer."""
        return {}

    def save(
        self, request: ViewerRequest, case_id: UUID, form: Any, corrects: str, **keys: UUID
    ) -> None:
        """Call the service; raises RuleBroken."""
        raise NotImplementedError

    def way_back(self, case_id: UUID, form: Any) -> str:
        """Return the section of the case where the record now stands."""
        return f"{reverse('casemgmt:case_detail', args=[case_id])}#{self.category}"

    def _earlier(self, request: ViewerRequest, case: Any, facts: CaseFacts) -> dict[str, Any]:
        if self.model is None or not request.GET.get("corrects"):
            return {}
        viewer, wanted = request.viewer, request.GET["corrects"]
        row = access_corrected(viewer, self.model, case, facts, wanted)
        return dict(reveal(viewer, row, facts).values) | self.earlier_keys(row)

    def earlier_keys(self, row: Any) -> dict[str, Any]:
        """Return what the form needs of a corrected record beside its shown fields."""
        return {}

    def _page(
        self, request: ViewerRequest, case: Any, facts: CaseFacts, form: Form, status: int = 200
    ) -> HttpResponse:
        held = request.POST if request.method == "POST" else request.GET
        context = {
            "form": form,
            "case_id": case.pk,
            "case_number": show_number(request.viewer, case, facts),
            "corrects": held.get("corrects", "") if self.model else "",
        }
        return render(request, self.template, context, status=status)
