"""The gates of a case: which are in force, recording an authorization, taking one back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from casemgmt.core.errors import RuleBroken
from casemgmt.forms.release import AuthorizationForm, RevokeForm
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts
from casemgmt.selectors.case import access_case, show_number
from casemgmt.selectors.file import standing_of
from casemgmt.selectors.release import (
    access_revocable,
    list_releases,
    may_authorize,
    recipients_of,
    show_release,
)
from casemgmt.services.release import record_authorization, revoke_release
from casemgmt.views.record import RecordAdd, tell
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest


class ReleaseList(GuardedView):
    """Releases, authorizations, consents and orders from or to the viewer's agency."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Show those in force first, then those that are over."""
        viewer = request.viewer
        case, facts = access_case(viewer, case_id)
        rows = list_releases(viewer, case, facts)
        context = {
            "in_force": [row for row in rows if row.is_in_force],
            "others": [row for row in rows if not row.is_in_force],
            "may_authorize": may_authorize(viewer, facts),
            "case_id": case_id,
            "case_number": show_number(viewer, case, facts),
            "standing": standing_of(viewer, case, facts),
        }
        return render(request, "casemgmt/release/list.html", context)


class AuthorizationAdd(RecordAdd):
    """The form of a signed authorization."""

    category, kind = Category.TREATMENT_SUMMARY, "release"
    form_class = AuthorizationForm
    template = "casemgmt/release/add.html"
    done = "The authorization is recorded. It opens the record from its first day."

    def choices(self, request: ViewerRequest, case: Any, facts: CaseFacts) -> dict[str, Any]:
        """Offer the agencies at the table."""
        found = recipients_of(request.viewer, case)
        return {"recipients": [(str(agency.key), agency.name) for agency in found]}

    def save(
        self, request: ViewerRequest, case_id: UUID, form: Any, corrects: str, **keys: UUID
    ) -> None:
        """Record it."""
        record_authorization(request.viewer, case_id, words=form.words())

    def way_back(self, case_id: UUID, form: Any) -> str:
        """Return the list of releases."""
        return reverse("casemgmt:release_list", args=[case_id])


class ReleaseRevoke(GuardedView):
    """Taking a gate back: it opens nothing from now on."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest, case_id: UUID, release_id: UUID) -> HttpResponse:
        """Show what ends, and ask how it was said."""
        return self._page(request, case_id, release_id, RevokeForm(viewer=request.viewer))

    def post(self, request: ViewerRequest, case_id: UUID, release_id: UUID) -> HttpResponse:
        """Take it back."""
        form = RevokeForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            try:
                revoke_release(request.viewer, case_id, release_id, how=form.cleaned_data["how"])
            except RuleBroken as error:
                tell(form, error)
            else:
                messages.success(request, "It is taken back and opens nothing from now on.")
                return HttpResponseRedirect(reverse("casemgmt:release_list", args=[case_id]))
        return self._page(request, case_id, release_id, form, status=422)

    def _page(
        self,
        request: ViewerRequest,
        case_id: UUID,
        release_id: UUID,
        form: RevokeForm,
        status: int = 200,
    ) -> HttpResponse:
        row, case, facts = access_revocable(request.viewer, case_id, release_id)
        context = {
            "form": form,
            "release": show_release(request.viewer, row, facts),
            "case_id": case_id,
            "case_number": show_number(request.viewer, case, facts),
        }
        return render(request, "casemgmt/release/revoke.html", context, status=status)
