"""Pages of an advocate's mandated reports: hers of a victim's record, a new one, its steps."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from casemgmt.core.errors import RuleBroken
from casemgmt.forms.mandated_report import ReportForm, StepForm
from casemgmt.selectors.mandated_report import binds, duty_here
from casemgmt.services.mandated_report import ReportWords, StepWords
from casemgmt.views.mandated_report import reject
from casemgmt.web.base import ViewerRequest
from victims.confidential.selectors.child_report import list_child_reports, open_child_report
from victims.confidential.selectors.client import open_client
from victims.confidential.services.child_report import add_child_step, begin_child_report
from victims.confidential.views.base import ConfidentialView

TEAMS_OWN = ("from_part2", "shown_to_line")  # questions of the team's side


class ChildReportAdd(ConfidentialView):
    """What she learned of a child at risk, and her reports of this record."""

    def get(self, request: ViewerRequest, client_id: UUID) -> HttpResponse:
        """Show the form."""
        return self._page(request, client_id, self._form(request))

    def post(self, request: ViewerRequest, client_id: UUID) -> HttpResponse:
        """Begin it, or say what to mend."""
        form = self._form(request, request.POST)
        if form.is_valid():
            try:
                words = ReportWords(**form.cleaned_data)
                key = begin_child_report(request.viewer, client_id, words=words)
            except RuleBroken as error:
                reject(form, error)
            else:
                messages.success(request, "Kept. Now call: the report is yours, nobody stops it.")
                return HttpResponseRedirect(reverse("victims:child_report", args=[key]))
        return self._page(request, client_id, form, status=422)

    def _form(self, request: ViewerRequest, *data: object) -> ReportForm:
        form = ReportForm(*data, viewer=request.viewer)
        for name in TEAMS_OWN:
            del form.fields[name]
        return form

    def _page(
        self, request: ViewerRequest, client_id: UUID, form: ReportForm, status: int = 200
    ) -> HttpResponse:
        duty = duty_here()
        context = {
            "form": form,
            "client": open_client(request.viewer, client_id),
            "reports": list_child_reports(request.viewer, client_id=client_id),
            "duty": duty,
            "binds": binds(request.viewer, duty),
        }
        return render(request, "victims/child_report/add.html", context, status=status)


class ChildReportDetail(ConfidentialView):
    """One report: its clocks, its steps, the form for the next one."""

    def get(self, request: ViewerRequest, report_id: UUID) -> HttpResponse:
        """Show it."""
        return self._page(request, report_id, StepForm(viewer=request.viewer))

    def post(self, request: ViewerRequest, report_id: UUID) -> HttpResponse:
        """Keep a step, or say what to mend."""
        form = StepForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            try:
                words = StepWords(**form.cleaned_data)
                add_child_step(request.viewer, report_id, words=words)
            except RuleBroken as error:
                reject(form, error)
            else:
                messages.success(request, "Kept.")
                return HttpResponseRedirect(reverse("victims:child_report", args=[report_id]))
        return self._page(request, report_id, form, status=422)

    def _page(
        self, request: ViewerRequest, report_id: UUID, form: StepForm, status: int = 200
    ) -> HttpResponse:
        report = open_child_report(request.viewer, report_id)
        context = {"form": form, "report": report, "duty": duty_here()}
        return render(request, "victims/child_report/detail.html", context, status=status)
