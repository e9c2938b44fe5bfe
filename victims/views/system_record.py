"""Adding what the system knows of a victim, and terms of no contact."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from casemgmt.core.errors import RuleBroken
from casemgmt.services.faults import Fault
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest
from casemgmt.web.forms import Form
from victims.forms.system_record import NoContactTermForm, SystemRecordForm
from victims.services.system_record import (
    SystemDetails,
    add_no_contact_term,
    add_system_record,
    may_write,
)


class SystemRecordAdd(GuardedView):
    """A victim as the system knows one."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Show the empty form."""
        return _page(request, case_id, SystemRecordForm(viewer=request.viewer), "system_record")

    def post(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Add the record, or show what to mend."""
        form = SystemRecordForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            details = SystemDetails(**form.cleaned_data)
            try:
                add_system_record(request.viewer, case_id, details=details)
            except Fault as error:
                form.reject(error, error.field)
            else:
                return _done(request, case_id, "The record is added.")
        return _page(request, case_id, form, "system_record", status=422)


class NoContactTermAdd(GuardedView):
    """A term that keeps the person away from a victim."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Show the empty form."""
        return _page(request, case_id, NoContactTermForm(viewer=request.viewer), "no_contact")

    def post(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Add the term, or show what to mend."""
        form = NoContactTermForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            try:
                add_no_contact_term(request.viewer, case_id, **form.cleaned_data)
            except RuleBroken as error:
                form.reject(error, "text")
            else:
                return _done(request, case_id, "The term is added.")
        return _page(request, case_id, form, "no_contact", status=422)


def _done(request: ViewerRequest, case_id: UUID, words: str) -> HttpResponse:
    messages.success(request, words)
    return HttpResponseRedirect(reverse("victims:panel", args=[case_id]))


def _page(
    request: ViewerRequest, case_id: UUID, form: Form, name: str, status: int = 200
) -> HttpResponse:
    case, _ = may_write(request.viewer, case_id)
    context = {"form": form, "case_id": case_id, "case_number": case.number}
    return render(request, f"victims/{name}/add.html", context, status=status)
