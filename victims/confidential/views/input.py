"""The door to the team for input on victims in general."""

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
from victims.forms.perspective import PerspectiveForm
from victims.services.perspective import add_perspective


class PerspectiveAdd(ConfidentialView):
    """Input on victims in general; the organization's own names are compared here and forgotten."""

    def get(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Show the empty form."""
        case = open_case(request.viewer, case_id)
        return self._page(request, case, PerspectiveForm(viewer=request.viewer))

    def post(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Give it to the team, or say what to take out with everything typed still there."""
        case = open_case(request.viewer, case_id)
        form = PerspectiveForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            names = names_of_case(request.viewer, case_id)
            try:
                add_perspective(request.viewer, case_id, private_names=names, **form.cleaned_data)
            except RuleBroken as error:
                form.reject(error, "text")
            else:
                messages.success(request, "The team can read your input on this case now.")
                return HttpResponseRedirect(reverse("victims:advocate_case", args=[case_id]))
        return self._page(request, case, form, status=422)

    def _page(
        self, request: ViewerRequest, case: OpenCase, form: PerspectiveForm, status: int = 200
    ) -> HttpResponse:
        context = {"form": form, "case_id": case.row.pk, "head": case.head}
        return render(request, "victims/input/perspective.html", context, status=status)
