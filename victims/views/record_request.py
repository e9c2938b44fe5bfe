"""Pages of the privacy officer: requests of victims for what the agency holds of them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from casemgmt.core.errors import RuleBroken
from casemgmt.views.mandated_report import reject
from casemgmt.web import rules
from casemgmt.web.base import ViewerRequest
from teams.views.step_up import RecentSignInView
from victims.forms.record_request import ClearForm, RecordRequestForm
from victims.selectors.record_request import RequestFile, list_record_requests, open_record_request
from victims.services.record_request import (
    answer_nothing_held,
    answer_record_request,
    keep_record_request,
)


class RecordRequestList(RecentSignInView):
    """The agency's requests, and the form that writes one down."""

    access = rules.PRIVACY_OFFICERS

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show them."""
        return self._page(request, RecordRequestForm(viewer=request.viewer))

    def post(self, request: ViewerRequest) -> HttpResponse:
        """Write one down, or say what to mend."""
        form = RecordRequestForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            try:
                row = keep_record_request(request.viewer, **form.cleaned_data)
            except RuleBroken as error:
                reject(form, error)
            else:
                messages.success(request, "Written down. Nobody at the team's table learns of it.")
                return HttpResponseRedirect(reverse("victims:record_request", args=[row.pk]))
        return self._page(request, form, status=422)

    def _page(
        self, request: ViewerRequest, form: RecordRequestForm, status: int = 200
    ) -> HttpResponse:
        context = {"form": form, "requests": list_record_requests(request.viewer)}
        return render(request, "victims/record_request/list.html", context, status=status)


class RecordRequestDetail(RecentSignInView):
    """One request: what the agency holds, cleared by a person before it goes."""

    access = rules.PRIVACY_OFFICERS

    def get(self, request: ViewerRequest, request_id: UUID) -> HttpResponse:
        """Show it."""
        file = open_record_request(request.viewer, request_id)
        return self._page(request, file, ClearForm(viewer=request.viewer, held=file.held))

    def post(self, request: ViewerRequest, request_id: UUID) -> HttpResponse:
        """Give the copy, or say what to mend."""
        file = open_record_request(request.viewer, request_id)
        form = ClearForm(request.POST, viewer=request.viewer, held=file.held)
        if request.POST.get("act") == "nothing" and file.row.answered_at is None:
            answer_nothing_held(request.viewer, request_id)
            messages.success(request, "Closed. Tell the person that nothing is held.")
            return HttpResponseRedirect(reverse("victims:record_request", args=[request_id]))
        if form.is_valid():
            try:
                paper = answer_record_request(request.viewer, request_id, hers=form.hers())
            except RuleBroken as error:
                form.reject(error)
            else:
                response = HttpResponse(paper, content_type="application/pdf")
                response["Content-Disposition"] = 'attachment; filename="record.pdf"'
                return response
        return self._page(request, file, form, status=422)

    def _page(
        self, request: ViewerRequest, file: RequestFile, form: ClearForm, status: int = 200
    ) -> HttpResponse:
        context = {"form": form, "file": file, "one": file.row}
        return render(request, "victims/record_request/detail.html", context, status=status)
