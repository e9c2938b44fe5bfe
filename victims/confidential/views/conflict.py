"""The check of conflicts between an organization's programs: yes or no, and stepping back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from casemgmt.core.errors import RuleBroken
from casemgmt.web.base import ViewerRequest
from victims.confidential.forms.conflict import CheckForm, ProgramForm
from victims.confidential.services.conflict import (
    check_conflict,
    keep_name,
    step_back,
    take_name_out,
)
from victims.confidential.views.base import ConfidentialView
from victims.confidential.views.case import open_case


class ConflictCheck(ConfidentialView):
    """Asking whether another program serves somebody close to a case."""

    def get(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Show the form."""
        return self._page(request, case_id, CheckForm(viewer=request.viewer))

    def post(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Answer yes or no; names travel in the body and are forgotten."""
        form = CheckForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            try:
                answer = check_conflict(request.viewer, case_id, names=form.names())
            except RuleBroken as error:
                form.reject(error)
            else:
                empty = CheckForm(viewer=request.viewer)
                return self._page(request, case_id, empty, answer=answer)
        return self._page(request, case_id, form, status=422)

    def _page(
        self,
        request: ViewerRequest,
        case_id: UUID,
        form: CheckForm,
        *,
        answer: bool | None = None,
        status: int = 200,
    ) -> HttpResponse:
        case = open_case(request.viewer, case_id)
        context = {"form": form, "case_id": case_id, "head": case.head, "answer": answer}
        return render(request, "victims/conflict/check.html", context, status=status)


class ConflictStepBack(ConfidentialView):
    """Letting the organization's lead decide who takes a case."""

    def post(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Step back from the case at once."""
        step_back(request.viewer, case_id)
        messages.success(request, "You have stepped back. Your lead is told to hand the case on.")
        return HttpResponseRedirect(reverse("victims:workspace"))


class ProgramNames(ConfidentialView):
    """The names that the organization's programs give for the check."""

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show the form."""
        return self._page(request, ProgramForm(viewer=request.viewer))

    def post(self, request: ViewerRequest) -> HttpResponse:
        """Keep a name's tokens, or take them out; the answer is the same whether it was there."""
        form = ProgramForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            held = form.cleaned_data
            act = keep_name if held["act"] == "keep" else take_name_out
            try:
                act(request.viewer, program=held["program"], name=held["name"])
            except RuleBroken as error:
                form.reject(error, "name")
            else:
                messages.success(request, "Done. The name itself is not kept.")
                return HttpResponseRedirect(reverse("victims:program_names"))
        return self._page(request, form, status=422)

    def _page(self, request: ViewerRequest, form: ProgramForm, status: int = 200) -> HttpResponse:
        return render(request, "victims/conflict/programs.html", {"form": form}, status=status)
