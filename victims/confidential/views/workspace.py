"""The advocate's workspace.

Her victims and the search by exact name.
"""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from casemgmt.web.base import ViewerRequest
from victims.confidential.forms.client import NameForm
from victims.confidential.selectors.child_report import list_child_reports
from victims.confidential.selectors.client import (
    ClientRow,
    clients_of_case,
    find_clients,
    list_clients,
)
from victims.confidential.selectors.demand import list_demands
from victims.confidential.selectors.information import requests_ahead
from victims.confidential.selectors.notice import notices_ahead
from victims.confidential.selectors.released import voices_of
from victims.confidential.selectors.sheet import tasks_ahead
from victims.confidential.selectors.waiting import waiting_for
from victims.confidential.services.notice import take_in_events
from victims.confidential.views.base import ConfidentialView
from victims.confidential.views.case import open_case
from victims.selectors.events import events_of_my_cases
from victims.selectors.parts import perspectives_part
from victims.selectors.question import questions_part
from victims.selectors.released import list_released


class Workspace(ConfidentialView):
    """The organization's victims, the advocate's own first."""

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show the lists."""
        viewer = request.viewer
        take_in_events(viewer, events_of_my_cases(viewer))
        context = {
            "workspace": list_clients(viewer),
            "tasks": tasks_ahead(viewer),
            "waiting": waiting_for(viewer),
            "asked": requests_ahead(viewer),
            "notices": notices_ahead(viewer),
            "reports": [one for one in list_child_reports(viewer) if one.waits],
        }
        if viewer.is_counsel:
            context["demands"] = list_demands(viewer)[0]
        return render(request, "victims/workspace/index.html", context)


class Search(ConfidentialView):
    """Search by exact name.

    The name travels in the body, never in an address that a log or a browser keeps.
    """

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show the empty search."""
        return render(
            request, "victims/workspace/search.html", {"form": NameForm(viewer=request.viewer)}
        )

    def post(self, request: ViewerRequest) -> HttpResponse:
        """Show whom the name finds."""
        form = NameForm(request.POST, viewer=request.viewer)
        found = _found(request, form.cleaned_data) if form.is_valid() else None
        status = 422 if found is None else 200
        context = {"form": form, "found": found}
        return render(request, "victims/workspace/search.html", context, status=status)


def _found(request: ViewerRequest, asked: dict[str, Any]) -> list[ClientRow]:
    return find_clients(request.viewer, asked["q"], sounds_like=asked["sounds_like"])


class AdvocateCase(ConfidentialView):
    """A case from the advocate's side: her victims on it, her input, what is released on it."""

    def get(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Show the page."""
        viewer = request.viewer
        case = open_case(viewer, case_id)
        clients = clients_of_case(viewer, case_id)
        context = {
            "case_id": case_id,
            "head": case.head,
            "clients": clients,
            "voices": voices_of(viewer, clients),
            "released": list_released(viewer, case.row, case.facts),
            "perspectives": perspectives_part(viewer, case.row, case.facts),
            "questions": questions_part(viewer, case.row, case.facts),
        }
        return render(request, "victims/workspace/case.html", context)
