"""Pages of a victim's request for her own record: written down, answered with a copy."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from casemgmt.core.errors import RuleBroken
from casemgmt.web.base import ViewerRequest
from teams.views.step_up import ask_again
from victims.confidential.forms.own_request import OwnRequestForm
from victims.confidential.selectors.client import open_client
from victims.confidential.selectors.own_request import list_own_requests
from victims.confidential.services.own_request import ask_own_record, copy_own_record
from victims.confidential.views.base import ConfidentialView


class OwnRequests(ConfidentialView):
    """What she asked for, and the form that writes it down."""

    def get(self, request: ViewerRequest, client_id: UUID) -> HttpResponse:
        """Show them."""
        return self._page(request, client_id, OwnRequestForm(viewer=request.viewer))

    def post(self, request: ViewerRequest, client_id: UUID) -> HttpResponse:
        """Write it down, or say what to mend."""
        form = OwnRequestForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            try:
                ask_own_record(request.viewer, client_id, **form.cleaned_data)
            except RuleBroken as error:
                form.reject(error, "asked_on")
            else:
                messages.success(request, "Written down. Nobody outside your organization knows.")
                return HttpResponseRedirect(reverse("victims:own_requests", args=[client_id]))
        return self._page(request, client_id, form, status=422)

    def _page(
        self, request: ViewerRequest, client_id: UUID, form: forms.Form, status: int = 200
    ) -> HttpResponse:
        context = {
            "form": form,
            "client": open_client(request.viewer, client_id),
            "requests": list_own_requests(request.viewer, client_id),
        }
        return render(request, "victims/own_request/list.html", context, status=status)


class OwnCopy(ConfidentialView):
    """The copy, as a download; asks again who is there."""

    def dispatch(self, request: HttpRequest, *args: UUID, **kwargs: UUID) -> HttpResponseBase:
        """Serve the page, or send the person to confirm who is there first."""
        return ask_again(request) or super().dispatch(request, *args, **kwargs)

    def get(self, request: ViewerRequest, client_id: UUID, request_id: UUID) -> HttpResponse:
        """Show the requests: the copy itself is an act, after the confirmation of who is there."""
        return HttpResponseRedirect(reverse("victims:own_requests", args=[client_id]))

    def post(self, request: ViewerRequest, client_id: UUID, request_id: UUID) -> HttpResponse:
        """Make the copy and give it."""
        try:
            content = copy_own_record(request.viewer, client_id, request_id)
        except RuleBroken as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(reverse("victims:own_requests", args=[client_id]))
        response = HttpResponse(content, content_type="application/octet-stream")
        response["Content-Disposition"] = 'attachment; filename="record.zip"'
        response["X-Content-Type-Options"] = "nosniff"
        return response
