"""Pages of warnings: the quick form, and one warning with what was added to it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from casemgmt.core.errors import RuleBroken
from casemgmt.forms.threat_warning import EntryForm, WarningForm
from casemgmt.selectors.case import access_case, show_number
from casemgmt.selectors.threat_warning import access_warning, duty_of
from casemgmt.services.threat_warning import WarningRefused, add_entry, keep_warning
from casemgmt.views.mandated_report import reject
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest


class WarningAdd(GuardedView):
    """A warning that was made, or was decided against: kept in under two minutes."""

    access = rules.TEAM_SIDE

    def get(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Show the form."""
        return self._page(request, case_id, WarningForm(viewer=request.viewer))

    def post(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Keep it, or say at each field what to mend."""
        form = WarningForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            may_know = form.cleaned_data.get("team_may_know", False)
            try:
                row = keep_warning(
                    request.viewer, case_id, terms=form.terms(), team_may_know=may_know
                )
            except WarningRefused as error:
                for fault in error.faults:
                    form.reject(fault.words, fault.field)
            else:
                words = "Kept. Add whom you consulted and what followed within 24 hours."
                messages.success(request, words)
                return HttpResponseRedirect(reverse("casemgmt:warning", args=[row.pk]))
        return self._page(request, case_id, form, status=422)

    def _page(
        self, request: ViewerRequest, case_id: UUID, form: WarningForm, status: int = 200
    ) -> HttpResponse:
        case, facts = access_case(request.viewer, case_id)
        context = {
            "form": form,
            "case_id": case_id,
            "case_number": show_number(request.viewer, case, facts),
            "duty": duty_of(request.viewer),
        }
        return render(request, "casemgmt/threat_warning/add.html", context, status=status)


class WarningDetail(GuardedView):
    """One warning, and the form for what came after."""

    access = rules.TEAM_SIDE

    def get(self, request: ViewerRequest, warning_id: UUID) -> HttpResponse:
        """Show it."""
        return self._page(request, warning_id, EntryForm(viewer=request.viewer))

    def post(self, request: ViewerRequest, warning_id: UUID) -> HttpResponse:
        """Add what came after, or say what to mend."""
        form = EntryForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            try:
                add_entry(request.viewer, warning_id, **form.cleaned_data)
            except RuleBroken as error:
                reject(form, error)
            else:
                messages.success(request, "Added.")
                return HttpResponseRedirect(reverse("casemgmt:warning", args=[warning_id]))
        return self._page(request, warning_id, form, status=422)

    def _page(
        self, request: ViewerRequest, warning_id: UUID, form: EntryForm, status: int = 200
    ) -> HttpResponse:
        context = {"form": form, "warning": access_warning(request.viewer, warning_id)}
        return render(request, "casemgmt/threat_warning/detail.html", context, status=status)
