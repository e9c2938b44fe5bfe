"""Pages of mandated reports: one's own with their clocks, a new one, and its steps."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from casemgmt.core.errors import RuleBroken
from casemgmt.forms.mandated_report import ReportForm, StepForm
from casemgmt.selectors.case import access_case, show_number
from casemgmt.selectors.mandated_report import access_report, binds, duty_here, list_reports
from casemgmt.selectors.threat_warning import list_warnings
from casemgmt.services.faults import Fault
from casemgmt.services.mandated_report import (
    ReportWords,
    StepWords,
    add_report_step,
    begin_report,
)
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest
from casemgmt.web.forms import Form


class ReportList(GuardedView):
    """One's own duties, the newest first."""

    access = rules.TEAM_SIDE

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show them."""
        context = {
            "reports": list_reports(request.viewer),
            "warnings": list_warnings(request.viewer),
        }
        return render(request, "casemgmt/mandated_report/list.html", context)


class ReportAdd(GuardedView):
    """What one learned of a child at risk; the clocks run from the moment that it names."""

    access = rules.TEAM_SIDE

    def get(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Show the form."""
        part2 = request.viewer.of_part2_program
        form = ReportForm(viewer=request.viewer, initial={"from_part2": part2})
        return self._page(request, case_id, form)

    def post(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Begin it, or say what to mend."""
        form = ReportForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            try:
                words = ReportWords(**form.cleaned_data)
                row = begin_report(request.viewer, case_id, words=words)
            except RuleBroken as error:
                reject(form, error)
            else:
                messages.success(request, "Kept. Now call: the report is yours, nobody stops it.")
                return HttpResponseRedirect(reverse("casemgmt:report", args=[row.pk]))
        return self._page(request, case_id, form, status=422)

    def _page(
        self, request: ViewerRequest, case_id: UUID, form: ReportForm, status: int = 200
    ) -> HttpResponse:
        case, facts = access_case(request.viewer, case_id)
        duty = duty_here()
        context = {
            "form": form,
            "case_id": case_id,
            "case_number": show_number(request.viewer, case, facts),
            "duty": duty,
            "binds": binds(request.viewer, duty),
        }
        return render(request, "casemgmt/mandated_report/add.html", context, status=status)


class ReportDetail(GuardedView):
    """One report: its clocks, its steps, the form for the next one."""

    access = rules.TEAM_SIDE

    def get(self, request: ViewerRequest, report_id: UUID) -> HttpResponse:
        """Show it."""
        return self._page(request, report_id, StepForm(viewer=request.viewer))

    def post(self, request: ViewerRequest, report_id: UUID) -> HttpResponse:
        """Keep a step, or say what to mend."""
        form = StepForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            try:
                words = StepWords(**form.cleaned_data)
                add_report_step(request.viewer, report_id, words=words)
            except RuleBroken as error:
                reject(form, error)
            else:
                messages.success(request, "Kept.")
                return HttpResponseRedirect(reverse("casemgmt:report", args=[report_id]))
        return self._page(request, report_id, form, status=422)

    def _page(
        self, request: ViewerRequest, report_id: UUID, form: StepForm, status: int = 200
    ) -> HttpResponse:
        report = access_report(request.viewer, report_id)
        context = {"form": form, "report": report, "duty": duty_here()}
        return render(request, "casemgmt/mandated_report/detail.html", context, status=status)


def reject(form: Form, error: RuleBroken) -> None:
    """Show what a service refused at the field that it is about."""
    form.reject(error, error.field if isinstance(error, Fault) else None)
