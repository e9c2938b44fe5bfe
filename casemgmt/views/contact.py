"""Recording a contact, and correcting one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from casemgmt.core.errors import NotAllowed, RuleBroken
from casemgmt.forms.contact import ContactForm
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.rules import decide
from casemgmt.selectors.case import access_case
from casemgmt.services.contact import record_contact
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest


class ContactAdd(GuardedView):
    """The form of a new contact; with `corrects` in the address it says which one it corrects."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Show the empty form to those who may record one."""
        case, facts = access_case(request.viewer, case_id)
        decision = decide(request.viewer, Action.ADD, Category.SUPERVISION, facts)
        if not decision:
            raise NotAllowed(decision, "contact", "", case_id)
        form = ContactForm(viewer=request.viewer)
        return self._page(request, case_id, case.number, form)

    def post(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Record it, or show what to mend with everything typed still there."""
        case, _ = access_case(request.viewer, case_id)
        form = ContactForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            corrects = request.POST.get("corrects") or None
            try:
                record_contact(request.viewer, case_id, corrects_id=corrects, **form.cleaned_data)
            except RuleBroken as error:
                form.reject(error, "happened_at")
            else:
                messages.success(request, "The contact is recorded.")
                return HttpResponseRedirect(f"{reverse('casemgmt:case_detail', args=[case_id])}#supervision")
        return self._page(request, case_id, case.number, form, status=422)

    def _page(
        self, request: ViewerRequest, case_id: UUID, number: str, form: ContactForm, status: int = 200
    ) -> HttpResponse:
        corrects = request.POST.get("corrects") or request.GET.get("corrects", "")
        context = {"form": form, "case_id": case_id, "case_number": number, "corrects": corrects}
        return render(request, "casemgmt/contact/add.html", context, status=status)
