"""Seals: set on a case or a record under an order, and lifted by a second person."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from casemgmt.core.errors import RuleBroken
from casemgmt.forms.seal import WHOLE, LiftForm, SealForm
from casemgmt.selectors.case import show_number
from casemgmt.selectors.seal import access_sealing, access_stub, list_stubs, sealable
from casemgmt.services.seal import seal_case, seal_record, unseal
from casemgmt.views.record import tell
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest
from teams.views.step_up import RecentSignInView, ask_again


class CaseSeal(GuardedView):
    """Sealing a case or one record of it; asks again who is there, those who may seal it alone."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Show the form to the officer and the supervisor."""
        return self._page(request, case_id)

    def post(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Seal it, or say what is missing."""
        return self._page(request, case_id, request.POST)

    def _page(self, request: ViewerRequest, case_id: UUID, typed: object = None) -> HttpResponse:
        viewer = request.viewer
        case, facts = access_sealing(viewer, case_id)
        if again := ask_again(request):
            return again
        form = SealForm(typed, viewer=viewer, records=sealable(viewer, case, facts))
        context = {
            "form": form,
            "case_id": case_id,
            "case_number": show_number(viewer, case, facts),
        }
        if form.is_valid():
            try:
                return self._seal(request, case_id, **form.cleaned_data)
            except RuleBroken as error:
                tell(form, error)
        status = 422 if form.is_bound else 200
        return render(request, "casemgmt/seal/add.html", context, status=status)

    def _seal(
        self, request: ViewerRequest, case_id: UUID, *, what: str, order: str, confirmed: bool
    ) -> HttpResponse:
        if what == WHOLE:
            seal_case(request.viewer, case_id, order=order)
            messages.success(request, "Sealed. It is nowhere any more.")
            return HttpResponseRedirect(reverse("casemgmt:case_list"))
        kind, _, record_id = what.partition(":")
        seal_record(request.viewer, case_id, kind, record_id, order=order)
        messages.success(request, "The record is sealed, with what hangs on it.")
        return HttpResponseRedirect(reverse("casemgmt:case_detail", args=[case_id]))


class SealList(GuardedView):
    """The stubs of what is sealed in the agency."""

    access = rules.SEAL_LIFTERS

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show them."""
        return render(request, "casemgmt/seal/list.html", {"stubs": list_stubs(request.viewer)})


class SealLift(RecentSignInView):
    """Lifting a seal under an order; never by who set it."""

    access = rules.SEAL_LIFTERS

    def get(self, request: ViewerRequest, kind: str, subject_id: UUID) -> HttpResponse:
        """Show the stub and ask for the order."""
        return self._page(request, kind, subject_id, LiftForm(viewer=request.viewer))

    def post(self, request: ViewerRequest, kind: str, subject_id: UUID) -> HttpResponse:
        """Lift it."""
        form = LiftForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            try:
                unseal(request.viewer, kind, subject_id, order=form.cleaned_data["order"])
            except RuleBroken as error:
                tell(form, error)
            else:
                messages.success(request, "The seal is lifted. Access is what it was before.")
                return HttpResponseRedirect(reverse("casemgmt:seal_list"))
        return self._page(request, kind, subject_id, form, status=422)

    def _page(
        self, request: ViewerRequest, kind: str, subject_id: UUID, form: LiftForm, status: int = 200
    ) -> HttpResponse:
        context = {"form": form, "stub": access_stub(request.viewer, kind, subject_id)}
        return render(request, "casemgmt/seal/lift.html", context, status=status)
