"""The end of a record: asked by one advocate, carried out by another, with a certificate."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from casemgmt.core.errors import RuleBroken
from casemgmt.web.base import ViewerRequest
from teams.views.step_up import ask_again
from victims.confidential.forms.document import DestructionForm
from victims.confidential.selectors.client import open_client
from victims.confidential.selectors.destruction import list_destructions, open_destruction
from victims.confidential.services.destruction import (
    ask_destruction,
    destroy,
    withdraw_destruction,
)
from victims.confidential.views.base import ConfidentialView


class Grave(ConfidentialView, abstract=True):
    """What cannot be undone asks again who is there."""

    def dispatch(self, request: HttpRequest, *args: UUID, **kwargs: UUID) -> HttpResponseBase:
        """Serve the page, or send the person to confirm who is there first."""
        return ask_again(request) or super().dispatch(request, *args, **kwargs)


class DestructionAsk(Grave):
    """Asking that a record is destroyed."""

    def get(self, request: ViewerRequest, client_id: UUID) -> HttpResponse:
        """Show what it means."""
        return self._page(request, client_id, DestructionForm(viewer=request.viewer))

    def post(self, request: ViewerRequest, client_id: UUID) -> HttpResponse:
        """Ask, or say what to mend."""
        form = DestructionForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            try:
                because = form.cleaned_data["because"]
                ask_destruction(request.viewer, client_id, because=because)
            except RuleBroken as error:
                form.reject(error)
            else:
                messages.success(request, "Asked. A colleague has to carry it out.")
                return HttpResponseRedirect(reverse("victims:destruction_list"))
        return self._page(request, client_id, form, status=422)

    def _page(
        self, request: ViewerRequest, client_id: UUID, form: DestructionForm, status: int = 200
    ) -> HttpResponse:
        context = {"form": form, "client": open_client(request.viewer, client_id)}
        return render(request, "victims/destruction/ask.html", context, status=status)


class DestructionList(ConfidentialView):
    """What waits for a second person, and the certificates of what was destroyed."""

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show both."""
        context = {"destructions": list_destructions(request.viewer)}
        return render(request, "victims/destruction/list.html", context)


class DestructionDetail(Grave):
    """One request: carried out or taken back."""

    def get(self, request: ViewerRequest, destruction_id: UUID) -> HttpResponse:
        """Show whose record it is, and what will be gone."""
        return self._page(request, destruction_id)

    def post(self, request: ViewerRequest, destruction_id: UUID) -> HttpResponse:
        """Destroy, or take the request back."""
        try:
            if request.POST.get("act") == "withdraw":
                withdraw_destruction(request.viewer, destruction_id)
                messages.success(request, "Taken back. The record stays.")
            else:
                destroy(request.viewer, destruction_id)
                messages.success(request, "Destroyed. The certificate is below.")
        except RuleBroken as error:
            messages.error(request, str(error))
            return self._page(request, destruction_id, status=422)
        return HttpResponseRedirect(reverse("victims:destruction_list"))

    def _page(
        self, request: ViewerRequest, destruction_id: UUID, status: int = 200
    ) -> HttpResponse:
        context = {"destruction": open_destruction(request.viewer, destruction_id)}
        return render(request, "victims/destruction/detail.html", context, status=status)
