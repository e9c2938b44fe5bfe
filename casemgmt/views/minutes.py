"""Pages of minutes: each viewer's measure of them, writing, approving, adding."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from casemgmt.core.errors import RuleBroken
from casemgmt.policy.purposes import Purpose
from casemgmt.selectors.agenda import (
    MeetingPage,
    refuse_if_rewritten,
    show_meeting,
    show_minutes,
)
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest
from teams.forms.meeting import AddendumForm, MinutesForm
from teams.services.minutes import add_addendum, approve_minutes, may_approve, write_minutes


class MinutesDetail(GuardedView):
    """The minutes as this viewer may read them; they write themselves from the items."""

    access = rules.CASE_PEOPLE
    purpose = Purpose.MEETING

    def get(self, request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
        """Show them."""
        return _page(request, meeting_id, AddendumForm(viewer=request.viewer))


class MinutesWrite(GuardedView):
    """What concerns no case: in general, and to each segment."""

    access = rules.CASE_PEOPLE
    purpose = Purpose.MEETING

    def get(self, request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
        """Show what is written."""
        page = show_meeting(request.viewer, meeting_id)
        minutes = page.minutes
        initial = {
            "general": minutes.general if minutes else "",
            "version": minutes.version if minutes else 0,
        }
        form = MinutesForm(segments=page.segments, initial=initial, viewer=request.viewer)
        return self._page(request, page, form)

    def post(self, request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
        """Save it."""
        page = show_meeting(request.viewer, meeting_id)
        form = MinutesForm(request.POST, segments=page.segments, viewer=request.viewer)
        if form.is_valid():
            yours = {"In general": form.cleaned_data["general"], **form.notes()}
            refuse_if_rewritten(page, form.cleaned_data["version"], yours)
            try:
                write_minutes(
                    request.viewer,
                    meeting_id,
                    general=form.cleaned_data["general"],
                    notes=form.notes(),
                    version=form.cleaned_data["version"],
                )
            except RuleBroken as error:
                form.reject(error)
            else:
                messages.success(request, "Saved.")
                return redirect("casemgmt:minutes", meeting_id)
        return self._page(request, page, form, status=422)

    def _page(
        self, request: ViewerRequest, page: MeetingPage, form: MinutesForm, status: int = 200
    ) -> HttpResponse:
        context = {"page": page, "meeting": page.meeting, "form": form}
        return render(request, "casemgmt/review/minutes_write.html", context, status=status)


class MinutesApprove(GuardedView):
    """Approving locks the minutes; the page asks first."""

    access = rules.CASE_PEOPLE
    purpose = Purpose.MEETING

    def get(self, request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
        """Ask."""
        page = show_meeting(request.viewer, meeting_id)
        context = {"meeting": page.meeting, "page": page}
        return render(request, "casemgmt/review/approve.html", context)

    def post(self, request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
        """Approve them."""
        approve_minutes(request.viewer, meeting_id)
        messages.success(request, "The minutes are approved and locked.")
        return redirect("casemgmt:minutes", meeting_id)


class AddendumAdd(GuardedView):
    """Adding to approved minutes."""

    access = rules.CASE_PEOPLE
    purpose = Purpose.MEETING

    def post(self, request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
        """Add it, or show what to mend."""
        form = AddendumForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            add_addendum(request.viewer, meeting_id, text=form.cleaned_data["text"])
            messages.success(request, "The addendum is added.")
            return redirect("casemgmt:minutes", meeting_id)
        return _page(request, meeting_id, form, status=422)


def _page(
    request: ViewerRequest, meeting_id: UUID, form: AddendumForm, status: int = 200
) -> HttpResponse:
    page = show_minutes(request.viewer, meeting_id)
    context = {
        "page": page,
        "meeting": page.meeting,
        "form": form,
        "may_approve": may_approve(request.viewer, page.meeting.team_id),
    }
    return render(request, "casemgmt/review/minutes.html", context, status=status)
