"""A question to the team from the workspace: the organization's own names are compared here, and
forgotten; whether a victim asked, and which, stays on this side."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from casemgmt.core.errors import RuleBroken
from casemgmt.web.base import ViewerRequest
from victims.confidential.selectors.client import names_of_case
from victims.confidential.views.base import ConfidentialView
from victims.confidential.views.case import OpenCase, open_case
from victims.forms.question import QuestionForm
from victims.services.question import ask_question


class QuestionAdd(ConfidentialView):
    """Putting a question to the team."""

    def get(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Show the empty form."""
        case = open_case(request.viewer, case_id)
        return self._page(request, case, QuestionForm(viewer=request.viewer))

    def post(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Ask, or say what to take out with everything typed still there."""
        case = open_case(request.viewer, case_id)
        form = QuestionForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            names = names_of_case(request.viewer, case_id)
            try:
                ask_question(request.viewer, case_id, private_names=names, **form.cleaned_data)
            except RuleBroken as error:
                form.reject(error, "text")
            else:
                messages.success(request, "Asked. Who answers for the team is told.")
                return HttpResponseRedirect(reverse("victims:advocate_case", args=[case_id]))
        return self._page(request, case, form, status=422)

    def _page(
        self, request: ViewerRequest, case: OpenCase, form: QuestionForm, status: int = 200
    ) -> HttpResponse:
        context = {"form": form, "case_id": case.row.pk, "head": case.head}
        return render(request, "victims/question/add.html", context, status=status)
