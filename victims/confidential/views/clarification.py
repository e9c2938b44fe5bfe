"""A victim's own ladder: what she asked for, the next step, and stopping in two clicks."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.web.base import ViewerRequest
from victims.confidential.forms.clarification import AskForm, StopForm
from victims.confidential.selectors.clarification import ladder_of
from victims.confidential.selectors.client import open_client
from victims.confidential.services.clarification import ask_for_victim, stop_for_victim
from victims.confidential.views.base import ConfidentialView


class ClientLadder(ConfidentialView):
    """The steps of one victim."""

    def get(self, request: ViewerRequest, client_id: UUID) -> HttpResponse:
        """Show them and what can be asked for."""
        return self._page(request, client_id)

    def post(self, request: ViewerRequest, client_id: UUID) -> HttpResponse:
        """Ask for a step, or say what is missing with everything typed still there."""
        ladder, _ = ladder_of(request.viewer, client_id)
        form = AskForm(request.POST, ladder=ladder, viewer=request.viewer)
        if form.is_valid():
            try:
                ask_for_victim(request.viewer, client_id, **form.step())
            except RuleBroken as error:
                form.reject(error)
            else:
                messages.success(request, "Asked for. It can be stopped at any time.")
                return HttpResponseRedirect(reverse("victims:client_ladder", args=[client_id]))
        return self._page(request, client_id, form, status=422)

    def _page(
        self,
        request: ViewerRequest,
        client_id: UUID,
        form: AskForm | None = None,
        status: int = 200,
    ) -> HttpResponse:
        ladder, out_of_reach = ladder_of(request.viewer, client_id)
        context = {
            "client": open_client(request.viewer, client_id),
            "ladder": ladder,
            "out_of_reach": out_of_reach,
            "may_ask": any(one.releases for one in ladder),
            "form": form or AskForm(ladder=ladder, viewer=request.viewer),
        }
        return render(request, "victims/clarification/client.html", context, status=status)


class ClientStepStop(ConfidentialView):
    """Stopping a step: one click to get here, one to do it, and no reason."""

    def get(self, request: ViewerRequest, client_id: UUID, clarification_id: UUID) -> HttpResponse:
        """Ask how it was said."""
        return self._page(request, client_id, clarification_id)

    def post(self, request: ViewerRequest, client_id: UUID, clarification_id: UUID) -> HttpResponse:
        """Stop it."""
        form = StopForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            how = form.cleaned_data["how"]
            stop_for_victim(request.viewer, client_id, clarification_id, how=how)
            messages.success(request, "Stopped. Its release has ended, and its recipient is told.")
            return HttpResponseRedirect(reverse("victims:client_ladder", args=[client_id]))
        return self._page(request, client_id, clarification_id, status=422)

    def _page(
        self, request: ViewerRequest, client_id: UUID, clarification_id: UUID, status: int = 200
    ) -> HttpResponse:
        ladder, _ = ladder_of(request.viewer, client_id)
        steps = {step.id: step for one in ladder for step in one.steps}
        if str(clarification_id) not in steps:
            raise NotVisible("clarificationstep", clarification_id)
        context = {
            "client": open_client(request.viewer, client_id),
            "step": steps[str(clarification_id)],
        }
        return render(request, "victims/clarification/stop.html", context, status=status)
