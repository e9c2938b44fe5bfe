"""The gates of a case: all of them, one of them on paper, and taking one back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from casemgmt.core.errors import RuleBroken
from casemgmt.forms.release import PaperForm, RevokeForm
from casemgmt.models import Release
from casemgmt.selectors.case import access_case, show_number
from casemgmt.selectors.file import standing_of
from casemgmt.selectors.release import (
    STATES,
    access_release,
    access_revocable,
    list_releases,
    show_release,
)
from casemgmt.selectors.release_ending import list_ending
from casemgmt.selectors.release_rights import kinds_for, may_file
from casemgmt.services.paper import attach_paper, hand_out_paper
from casemgmt.services.release import revoke_release
from casemgmt.services.release_draft import steps_of
from casemgmt.views.record import tell
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest

OF_VICTIMS = "victims:release_withdraw"


class ReleaseList(GuardedView):
    """Releases, authorizations, consents and orders from or to the viewer's agency."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Show them by their state, those in force first."""
        viewer = request.viewer
        case, facts = access_case(viewer, case_id)
        rows = list_releases(viewer, case, facts)
        kinds = kinds_for(viewer, facts)
        context = {
            "groups": [(state, [row for row in rows if row.state == state]) for state in STATES],
            "may_add": bool(kinds),
            "has_draft": bool(kinds and steps_of(viewer, case)),
            "case_id": case_id,
            "case_number": show_number(viewer, case, facts),
            "standing": standing_of(viewer, case, facts),
        }
        return render(request, "casemgmt/release/list.html", context)


class ReleaseDetail(GuardedView):
    """One gate in words, as it is printed, with the form that was signed."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest, case_id: UUID, release_id: UUID) -> HttpResponse:
        """Show it."""
        return self._page(request, case_id, release_id, PaperForm(viewer=request.viewer))

    def post(self, request: ViewerRequest, case_id: UUID, release_id: UUID) -> HttpResponse:
        """File the scan of the signed form."""
        form = PaperForm(request.POST, request.FILES, viewer=request.viewer)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                attach_paper(
                    request.viewer, case_id, release_id, name=file.name, content=file.read()
                )
            except RuleBroken as error:
                tell(form, error)
            else:
                messages.success(request, "The form is filed with it.")
                return HttpResponseRedirect(request.path)
        return self._page(request, case_id, release_id, form, status=422)

    def _page(
        self, request: ViewerRequest, case_id: UUID, release_id: UUID, form: PaperForm,
        status: int = 200,
    ) -> HttpResponse:  # fmt: skip
        viewer = request.viewer
        row, case, facts = access_release(viewer, case_id, release_id)
        context = {
            "form": form if may_file(viewer, facts, row) else None,
            "release": show_release(viewer, row, facts),
            "case_id": case_id,
            "case_number": show_number(viewer, case, facts),
        }
        return render(request, "casemgmt/release/detail.html", context, status=status)


class PaperDownload(GuardedView):
    """The form that was signed, as a file; that it was handed out is on the ledger."""

    access = rules.CASE_PEOPLE

    def get(
        self, request: ViewerRequest, case_id: UUID, release_id: UUID, paper_id: UUID
    ) -> HttpResponse:
        """Send it as an attachment: a browser neither shows nor guesses it."""
        file = hand_out_paper(request.viewer, case_id, release_id, paper_id)
        response = HttpResponse(file.content, content_type=file.content_type)
        response["Content-Disposition"] = f'attachment; filename="{file.name}"'
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response


class ReleaseRevoke(GuardedView):
    """Taking a gate back: it opens nothing from now on."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest, case_id: UUID, release_id: UUID) -> HttpResponse:
        """Show what ends, and ask how it was said; the layer above keeps whose release it is."""
        row, _, _ = access_revocable(request.viewer, case_id, release_id)
        if row.kind == Release.Kind.VICTIM_RELEASE and request.viewer.is_advocate:
            return HttpResponseRedirect(reverse(OF_VICTIMS, args=[release_id]))
        return self._page(request, case_id, release_id, RevokeForm(viewer=request.viewer))

    def post(self, request: ViewerRequest, case_id: UUID, release_id: UUID) -> HttpResponse:
        """Take it back."""
        form = RevokeForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            try:
                row = revoke_release(
                    request.viewer, case_id, release_id, **form.cleaned_data
                )  # fmt: skip
            except RuleBroken as error:
                tell(form, error)
            else:
                stops_at = row.facts().stops_at
                said = "It is taken back and opens nothing from now on."
                if stops_at is not None and stops_at > request.viewer.now:
                    said = "That it was taken back is kept. It binds until the moment that it says."
                if row.revoked_how == "spoken":
                    said += " Note in writing what was said, and when."
                messages.success(request, said)
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


class ReleaseEnding(GuardedView):
    """What ends soon, over all cases of the viewer."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show what ends within a month, the first first."""
        rows, has_more = list_ending(request.viewer)
        context = {"rows": rows, "has_more": has_more}
        return render(request, "casemgmt/release/ending.html", context)
