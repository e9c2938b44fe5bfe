"""What victims may be told of a case, and what a victim asked to know."""

from collections.abc import Collection
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.web.base import ViewerRequest
from victims.confidential.forms.information import AskedForm, ToldForm
from victims.confidential.selectors.client import open_client
from victims.confidential.selectors.information import (
    TopicAnswer,
    answers_on,
    list_requests,
    open_request,
)
from victims.confidential.services.information import keep_request, note_told
from victims.confidential.views.base import ConfidentialView
from victims.confidential.views.case import open_case
from victims.information import in_force
from victims.services.inquiry import put_inquiry


class Information(ConfidentialView):
    """What may be told on a case to a victim who asks; any advocate of the case opens it."""

    def get(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Show each topic as it stands today."""
        case = open_case(request.viewer, case_id)
        context = {
            "case_id": case_id,
            "head": case.head,
            "answers": answers_on(request.viewer, case.row, case.facts, case.head),
        }
        return render(request, "victims/information/case.html", context)

    def post(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Put one topic to the table, in the name of the victims' side."""
        try:
            put_inquiry(request.viewer, case_id, topic=request.POST.get("topic", ""))
        except RuleBroken as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "Asked. The answer stands here when it is given.")
        return HttpResponseRedirect(reverse("victims:information", args=[case_id]))


class AskedList(ConfidentialView):
    """What one victim asked to know."""

    def get(self, request: ViewerRequest, client_id: UUID) -> HttpResponse:
        """Show the requests."""
        topics = in_force().topics
        rows = [
            (row, [topics[key].label for key in row.topics if key in topics])
            for row in list_requests(request.viewer, client_id)
        ]
        context = {"client": open_client(request.viewer, client_id), "rows": rows}
        return render(request, "victims/information/list.html", context)


class AskedAdd(ConfidentialView):
    """A new request of a victim."""

    def get(self, request: ViewerRequest, client_id: UUID) -> HttpResponse:
        """Show the form."""
        return self._page(request, client_id, AskedForm(viewer=request.viewer))

    def post(self, request: ViewerRequest, client_id: UUID) -> HttpResponse:
        """Keep it and show the answers, or show what to mend with everything typed still there."""
        form = AskedForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            try:
                asked_id = keep_request(request.viewer, client_id, words=form.words())
            except RuleBroken as error:
                form.reject(error)
            else:
                messages.success(request, "Kept. Only your organization can read it.")
                return HttpResponseRedirect(reverse("victims:asked", args=[client_id, asked_id]))
        return self._page(request, client_id, form, status=422)

    def _page(
        self, request: ViewerRequest, client_id: UUID, form: AskedForm, status: int = 200
    ) -> HttpResponse:
        context = {"form": form, "client": open_client(request.viewer, client_id)}
        return render(request, "victims/information/add.html", context, status=status)


class Asked(ConfidentialView):
    """One request with what may be told today, and the form that closes it."""

    def get(self, request: ViewerRequest, client_id: UUID, asked_id: UUID) -> HttpResponse:
        """Show it."""
        return self._page(request, client_id, asked_id, ToldForm(viewer=request.viewer))

    def post(self, request: ViewerRequest, client_id: UUID, asked_id: UUID) -> HttpResponse:
        """Note that it was told, or show what to mend."""
        form = ToldForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            try:
                note_told(request.viewer, client_id, asked_id, **form.cleaned_data)
            except RuleBroken as error:
                form.reject(error)
            else:
                messages.success(request, "Noted. The request is closed.")
                return HttpResponseRedirect(reverse("victims:asked_list", args=[client_id]))
        return self._page(request, client_id, asked_id, form, status=422)

    def _page(
        self,
        request: ViewerRequest,
        client_id: UUID,
        asked_id: UUID,
        form: ToldForm,
        status: int = 200,
    ) -> HttpResponse:
        asked = open_request(request.viewer, client_id, asked_id)
        client = open_client(request.viewer, client_id)
        answers = _answers(request, client.case_id, asked.topics)
        context = {
            "form": form,
            "client": client,
            "asked": asked,
            "answers": answers or [],
            "out_of_reach": answers is None,
            "case_id": client.case_id,
        }
        return render(request, "victims/information/asked.html", context, status=status)


def _answers(
    request: ViewerRequest, case_id: str, topics: Collection[str]
) -> list[TopicAnswer] | None:
    """Return what may be told today; None where no seat opens the case: the request stays the
    victim's own, and a refusal would leave on the main ledger whose case she is of."""
    try:
        case = open_case(request.viewer, case_id)
    except NotVisible:
        return None
    found = answers_on(request.viewer, case.row, case.facts, case.head)
    return [one for one in found if one.key in topics]
