"""Answering an inquiry of the victims' side."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from audit.reveal import reveal
from casemgmt.core.errors import RuleBroken
from casemgmt.selectors.case import show_number
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest
from victims.forms.inquiry import InquiryForm
from victims.selectors.inquiry import access_inquiry
from victims.services.inquiry import answer_inquiry


class InquiryAnswer(GuardedView):
    """One inquiry, for those to whom it is put."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest, case_id: UUID, inquiry_id: UUID) -> HttpResponse:
        """Show what is asked, and the form."""
        return self._page(request, case_id, inquiry_id, InquiryForm(viewer=request.viewer))

    def post(self, request: ViewerRequest, case_id: UUID, inquiry_id: UUID) -> HttpResponse:
        """Answer it, or show what to mend with everything typed still there."""
        form = InquiryForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            try:
                answer_inquiry(request.viewer, case_id, inquiry_id, **form.cleaned_data)
            except RuleBroken as error:
                form.reject(error, "answer")
            else:
                messages.success(request, "The answer is given.")
                return HttpResponseRedirect(reverse("victims:panel", args=[case_id]))
        return self._page(request, case_id, inquiry_id, form, status=422)

    def _page(
        self,
        request: ViewerRequest,
        case_id: UUID,
        inquiry_id: UUID,
        form: InquiryForm,
        status: int = 200,
    ) -> HttpResponse:
        row, case, facts = access_inquiry(request.viewer, case_id, inquiry_id)
        context = {
            "form": form,
            "inquiry": reveal(request.viewer, row, facts),
            "case_id": case_id,
            "case_number": show_number(request.viewer, case, facts),
        }
        return render(request, "victims/inquiry/answer.html", context, status=status)
