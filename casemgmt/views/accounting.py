"""Accountings of disclosures: what is asked and due, one request with its list, its files."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify

from audit.models import AccountingCopy, AccountingRun
from audit.services.accounting import (
    download_copy,
    extend,
    give,
    keeps,
    read_accounting,
    read_accountings,
    withdraw,
)
from casemgmt.core.errors import RuleBroken
from casemgmt.forms.accounting import PersonForm, StepForm
from casemgmt.policy.people import Office
from casemgmt.selectors.accounting import laws_of
from casemgmt.services.accounting import ask_for_person, make
from casemgmt.views.record import tell
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest
from casemgmt.web.step_up import RecentSignInView

TYPES = {"pdf": "application/pdf", "csv": "text/csv; charset=utf-8"}
STEPS = {
    "extend": ("Take 30 days more", "Reason, as the person was told in writing, with the new day"),
    "give": ("Say that it was given", "How it was given, and to whom"),
    "withdraw": ("End the request", "Why it was taken back"),
}
DONE = {
    "extend": "Extended by 30 days. The person has to have it in writing within the first sixty.",
    "give": "It is on record as given.",
    "withdraw": "The request is ended.",
}


class AccountingList(GuardedView):
    """What is asked, what is due, what is suspended."""

    access = rules.LEDGER_READERS

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show it, what is due first."""
        asked, suspended = read_accountings(request.viewer)
        context = {
            "open": [one for one in asked if one.end is None],
            "ended": [one for one in asked if one.end is not None],
            "suspended": suspended,
            "keeps": may_keep(request),
        }
        return render(request, "casemgmt/accounting/list.html", context)


class AccountingAdd(GuardedView):
    """Taking a request about a person under supervision."""

    access = rules.LEDGER_READERS

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show the form to the privacy officer."""
        keeps(request.viewer)
        return self._page(request, self._form(request))

    def post(self, request: ViewerRequest) -> HttpResponse:
        """Take it, or say what to mend."""
        keeps(request.viewer)
        form = self._form(request, request.POST)
        if form.is_valid():
            try:
                row = ask_for_person(request.viewer, form.cleaned_data["number"], form.terms())
            except RuleBroken as error:
                tell(form, error)
            else:
                messages.success(request, "The request is taken. The sixty days run.")
                return HttpResponseRedirect(reverse("casemgmt:accounting_detail", args=[row.pk]))
        return self._page(request, form, status=422)

    def _form(self, request: ViewerRequest, data: Any = None) -> PersonForm:
        return PersonForm(data, viewer=request.viewer, laws=laws_of(request.viewer))

    def _page(self, request: ViewerRequest, form: PersonForm, status: int = 200) -> HttpResponse:
        context = {"form": form}
        return render(request, "casemgmt/accounting/add.html", context, status=status)


class AccountingDetail(GuardedView):
    """One request: where it stands, and the list that was made last with what it leaves out."""

    access = rules.LEDGER_READERS

    def get(self, request: ViewerRequest, accounting_id: UUID) -> HttpResponse:
        """Show it."""
        return detail(request, accounting_id)

    def post(self, request: ViewerRequest, accounting_id: UUID) -> HttpResponse:
        """Make the list."""
        try:
            run = make(request.viewer, accounting_id)
        except RuleBroken as error:
            messages.error(request, str(error))
        else:
            waits = run.state == AccountingRun.State.WAITING
            words = "It is being made. Come back in a minute." if waits else "The list is made."
            messages.success(request, words)
        return HttpResponseRedirect(reverse("casemgmt:accounting_detail", args=[accounting_id]))


class AccountingStepAdd(RecentSignInView):
    """Extending, giving or ending a request."""

    access = rules.LEDGER_READERS

    def get(self, request: ViewerRequest, accounting_id: UUID, step: str) -> HttpResponse:
        """Show the form."""
        return self._page(request, accounting_id, step, self._form(request, step))

    def post(self, request: ViewerRequest, accounting_id: UUID, step: str) -> HttpResponse:
        """Do it, or say what stands against it."""
        form = self._form(request, step, request.POST)
        if form.is_valid():
            try:
                self._do(request, accounting_id, step, form.cleaned_data["words"])
            except RuleBroken as error:
                tell(form, error)
            else:
                messages.success(request, DONE[step])
                address = reverse("casemgmt:accounting_detail", args=[accounting_id])
                return HttpResponseRedirect(address)
        return self._page(request, accounting_id, step, form, status=422)

    def _do(self, request: ViewerRequest, accounting_id: UUID, step: str, words: str) -> None:
        if step == "extend":
            extend(request.viewer, accounting_id, reason=words)
        elif step == "give":
            give(request.viewer, accounting_id, way=words)
        else:
            withdraw(request.viewer, accounting_id, reason=words)

    def _form(self, request: ViewerRequest, step: str, data: Any = None) -> StepForm:
        keeps(request.viewer)
        form = StepForm(data, viewer=request.viewer)
        form.fields["words"].label = STEPS[step][1]
        return form

    def _page(
        self,
        request: ViewerRequest,
        accounting_id: UUID,
        step: str,
        form: StepForm,
        status: int = 200,
    ) -> HttpResponse:
        asked, _ = read_accounting(request.viewer, accounting_id)
        context = {"asked": asked, "form": form, "title": STEPS[step][0], "step": step}
        return render(request, "casemgmt/accounting/step.html", context, status=status)


class AccountingFile(RecentSignInView):
    """A file of a list that was made, as it was made."""

    access = rules.LEDGER_READERS

    def get(self, request: ViewerRequest, accounting_id: UUID, copy_id: UUID) -> HttpResponse:
        """Send it."""
        copy = download_copy(request.viewer, accounting_id, copy_id)
        form = copy.form if copy.form in TYPES else "json"
        response = HttpResponse(
            bytes(copy.content), content_type=TYPES.get(copy.form, "application/json")
        )
        name = slugify(f"accounting {copy.at:%Y %m %d} {str(copy.request_id)[:8]}")
        response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
        return response


def detail(request: ViewerRequest, accounting_id: UUID) -> HttpResponse:
    """Show one request."""
    asked, held = read_accounting(request.viewer, accounting_id)
    lines = json.loads(bytes(held.content)) if held else []
    context = {
        "asked": asked,
        "made": held,
        "given": [line for line in lines if not line["mark"]],
        "left_out": [line for line in lines if line["mark"]],
        "files": [copy for copy in asked.copies if copy.form != AccountingCopy.Form.ROWS],
        "is_being_made": asked.run and asked.run.state in ("waiting", "building"),
        "keeps": may_keep(request) and asked.end is None,
    }
    return render(request, "casemgmt/accounting/detail.html", context)


def may_keep(request: ViewerRequest) -> bool:
    """Whether the viewer is the privacy officer, who acts where auditors read."""
    return request.viewer.office == Office.PRIVACY_OFFICER
