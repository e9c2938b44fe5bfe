"""Subpoenas and orders for the victim's side that came to an agency: filed, never answered here."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from casemgmt.core.errors import RuleBroken
from casemgmt.selectors.case import access_case, show_number
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest
from victims.forms.demand import LegalDemandForm
from victims.selectors.demand import demands_of_case
from victims.services.demand import DemandGiven, file_demand


class LegalDemandList(GuardedView):
    """What one's own agency filed on a case, and the form that files another."""

    access = rules.TEAM_SIDE

    def get(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Show them."""
        return self._page(request, case_id, LegalDemandForm(viewer=request.viewer))

    def post(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """File one and tell the organization's counsel, or say what to mend."""
        form = LegalDemandForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            try:
                row = file_demand(request.viewer, case_id, given=DemandGiven(**form.cleaned_data))
            except RuleBroken as error:
                form.reject(error)
            else:
                words = "Filed. The counsel of each organization at this team's table is told."
                if not row.told_agency_ids:
                    words = (
                        "Filed. No victim-service organization sits at this team's table, so "
                        "nobody is told: hand the paper to your agency's own counsel."
                    )
                messages.success(request, words)
                return HttpResponseRedirect(reverse("victims:legal_demands", args=[case_id]))
        return self._page(request, case_id, form, status=422)

    def _page(
        self, request: ViewerRequest, case_id: UUID, form: LegalDemandForm, status: int = 200
    ) -> HttpResponse:
        case, facts = access_case(request.viewer, case_id)
        context = {
            "form": form,
            "case_id": case_id,
            "case_number": show_number(request.viewer, case, facts),
            "demands": demands_of_case(request.viewer, case_id),
        }
        return render(request, "victims/legal_demand/list.html", context, status=status)
