"""Pages of one victim: identity, what the team can read, details before a correction.

Adding and correcting.
"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from casemgmt.core.errors import RuleBroken
from casemgmt.web.base import ViewerRequest
from victims.confidential.forms.client import ClientForm, details_of
from victims.confidential.questions import KINDS
from victims.confidential.selectors.client import ClientFile, list_earlier, open_client
from victims.confidential.selectors.note import count_notes
from victims.confidential.selectors.released import releases_of_client
from victims.confidential.selectors.sheet import count_sheets
from victims.confidential.selectors.signing import of_age_on
from victims.confidential.services.client import CaseWords, add_client, correct_client, take_over
from victims.confidential.views.base import ConfidentialView
from victims.confidential.views.case import open_case


class ClientDetail(ConfidentialView):
    """One victim: who it is, how to reach her without harm; notes stay closed until asked for."""

    def get(self, request: ViewerRequest, client_id: UUID) -> HttpResponse:
        """Show the page."""
        client = open_client(request.viewer, client_id)
        counts = count_sheets(request.viewer, client_id)
        context = {
            "client": client,
            "released": [
                one
                for one in releases_of_client(request.viewer, client_id)
                if one.is_open or one.note_is_due
            ],
            "of_age_on": of_age_on(request.viewer, client_id),
            "notes_count": count_notes(request.viewer, client_id),
            "sheets": [
                (kind.heading, name.replace("_", "-"), counts[name]) for name, kind in KINDS.items()
            ],
        }
        return render(request, "victims/client/detail.html", context)


class ClientTakeOver(ConfidentialView):
    """Becoming the advocate of a colleague's record."""

    def post(self, request: ViewerRequest, client_id: UUID) -> HttpResponse:
        """Take it over."""
        take_over(request.viewer, client_id)
        messages.success(request, "You are the advocate of this record now.")
        return HttpResponseRedirect(reverse("victims:client", args=[client_id]))


class ClientAdd(ConfidentialView):
    """Opening a record for a victim on a case on which the advocate stands."""

    def get(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Show the empty form."""
        case = open_case(request.viewer, case_id)
        return self._page(request, case_id, case.head, ClientForm(viewer=request.viewer))

    def post(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Open the record, or show what to mend with everything typed still there."""
        case = open_case(request.viewer, case_id)
        form = ClientForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            words = CaseWords(case_id, case.head["number"], case.head["person_name"])
            client_id = add_client(request.viewer, words, details=details_of(form))
            messages.success(request, "The record is open. Only your organization can read it.")
            return HttpResponseRedirect(reverse("victims:client", args=[client_id]))
        return self._page(request, case_id, case.head, form, status=422)

    def _page(
        self,
        request: ViewerRequest,
        case_id: UUID,
        head: object,
        form: ClientForm,
        status: int = 200,
    ) -> HttpResponse:
        context = {"form": form, "case_id": case_id, "head": head}
        return render(request, "victims/client/add.html", context, status=status)


class ClientCorrect(ConfidentialView):
    """Correcting a victim's details; what they were is kept."""

    def get(self, request: ViewerRequest, client_id: UUID) -> HttpResponse:
        """Show the form with the details as they stand."""
        client = open_client(request.viewer, client_id)
        names = ("given_name", "family_name", "relation", "contact", "safe_contact", "version")
        initial = {name: getattr(client, name) for name in names}
        return self._page(request, client, ClientForm(viewer=request.viewer, initial=initial))

    def post(self, request: ViewerRequest, client_id: UUID) -> HttpResponse:
        """Correct them, or show what to mend."""
        form = ClientForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            version = form.cleaned_data["version"] or 0
            try:
                correct_client(request.viewer, client_id, details=details_of(form), version=version)
            except RuleBroken as error:
                form.reject(error)
            else:
                messages.success(request, "Corrected. The earlier details are kept.")
                return HttpResponseRedirect(reverse("victims:client", args=[client_id]))
        return self._page(request, open_client(request.viewer, client_id), form, status=422)

    def _page(
        self, request: ViewerRequest, client: ClientFile, form: ClientForm, status: int = 200
    ) -> HttpResponse:
        context = {"form": form, "client": client}
        return render(request, "victims/client/correct.html", context, status=status)


class ClientEarlier(ConfidentialView):
    """The details that corrections replaced."""

    def get(self, request: ViewerRequest, client_id: UUID) -> HttpResponse:
        """Show them, newest first."""
        client = open_client(request.viewer, client_id)
        context = {"client": client, "earlier": list_earlier(request.viewer, client_id)}
        return render(request, "victims/client/earlier.html", context)


class ClientReleased(ConfidentialView):
    """What the team can read of this victim today, with the end of each release."""

    def get(self, request: ViewerRequest, client_id: UUID) -> HttpResponse:
        """Show the releases in force, then those that ended."""
        client = open_client(request.viewer, client_id)
        found = releases_of_client(request.viewer, client_id)
        context = {
            "client": client,
            "in_force": [one for one in found if one.is_open],
            "ended": [one for one in found if not one.is_open],
        }
        return render(request, "victims/client/released.html", context)
