"""Suspensions: what an investigation keeps out of accountings, until its last day."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from audit.services.accounting import keeps
from audit.services.suspension import lift, read_suspension
from casemgmt.core.errors import RuleBroken
from casemgmt.forms.accounting import StepForm, SuspensionForm
from casemgmt.selectors.accounting import recipients
from casemgmt.services.accounting import suspend_on_case
from casemgmt.views.accounting import may_keep
from casemgmt.views.record import tell
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest
from casemgmt.web.step_up import RecentSignInView


class SuspensionAdd(RecentSignInView):
    """Recording the statement of an agency; asks again who is there."""

    access = rules.LEDGER_READERS

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show the form to the privacy officer."""
        return self._page(request, self._form(request))

    def post(self, request: ViewerRequest) -> HttpResponse:
        """Record it, or say what is missing."""
        form = self._form(request, request.POST)
        if form.is_valid():
            held = form.cleaned_data
            try:
                suspend_on_case(request.viewer, held["number"], held["agency"], form.rule)
            except RuleBroken as error:
                tell(form, error)
            else:
                messages.success(request, "It is suspended until its last day.")
                return HttpResponseRedirect(reverse("casemgmt:accounting_list"))
        return self._page(request, form, status=422)

    def _form(self, request: ViewerRequest, data: Any = None) -> SuspensionForm:
        keeps(request.viewer)
        return SuspensionForm(data, viewer=request.viewer, agencies=recipients())

    def _page(
        self, request: ViewerRequest, form: SuspensionForm, status: int = 200
    ) -> HttpResponse:
        return render(request, "casemgmt/accounting/suspend.html", {"form": form}, status=status)


class SuspensionDetail(GuardedView):
    """One statement, with the form that ends it before its day."""

    access = rules.LEDGER_READERS

    def get(self, request: ViewerRequest, suspension_id: UUID) -> HttpResponse:
        """Show it."""
        return self._page(request, suspension_id, StepForm(viewer=request.viewer))

    def post(self, request: ViewerRequest, suspension_id: UUID) -> HttpResponse:
        """End it."""
        form = StepForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            try:
                lift(request.viewer, suspension_id, reason=form.cleaned_data["words"])
            except RuleBroken as error:
                tell(form, error)
            else:
                messages.success(request, "It is ended. Its lines are in the next list again.")
                return HttpResponseRedirect(reverse("casemgmt:accounting_list"))
        return self._page(request, suspension_id, form, status=422)

    def _page(
        self, request: ViewerRequest, suspension_id: UUID, form: StepForm, status: int = 200
    ) -> HttpResponse:
        one = read_suspension(request.viewer, suspension_id)
        is_over = one.end is not None or one.row.ends < request.viewer.today
        context = {"one": one, "form": None if is_over or not may_keep(request) else form}
        return render(request, "casemgmt/accounting/suspension.html", context, status=status)
