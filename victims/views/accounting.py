"""Taking a victim's request for the list of disclosures; the rest of it is as a person's."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from audit.services.accounting import keeps
from casemgmt.core.errors import RuleBroken
from casemgmt.selectors.accounting import laws_of
from casemgmt.views.record import tell
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest
from victims.forms.accounting import VictimRequestForm
from victims.services.accounting import ask_for_victim


class AccountingAdd(GuardedView):
    """The form, for the privacy officer."""

    access = rules.LEDGER_READERS

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show it."""
        return self._page(request, self._form(request))

    def post(self, request: ViewerRequest) -> HttpResponse:
        """Take the request, or say what to mend."""
        form = self._form(request, request.POST)
        if form.is_valid():
            held = form.cleaned_data
            names = (held["number"], held["given_name"], held["family_name"])
            try:
                row = ask_for_victim(request.viewer, *names, form.terms())
            except RuleBroken as error:
                tell(form, error)
            else:
                messages.success(request, "The request is taken. The sixty days run.")
                return HttpResponseRedirect(reverse("casemgmt:accounting_detail", args=[row.pk]))
        return self._page(request, form, status=422)

    def _form(self, request: ViewerRequest, data: Any = None) -> VictimRequestForm:
        keeps(request.viewer)
        return VictimRequestForm(data, viewer=request.viewer, laws=laws_of(request.viewer))

    def _page(
        self, request: ViewerRequest, form: VictimRequestForm, status: int = 200
    ) -> HttpResponse:
        context = {"form": form, "is_victim": True}
        return render(request, "casemgmt/accounting/add.html", context, status=status)
