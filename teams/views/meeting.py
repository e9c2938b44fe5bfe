"""Pages of meetings that know no case: the list, the calendar entry, moving, opening, closing."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import urlencode

from casemgmt.core.errors import RuleBroken
from casemgmt.policy.purposes import Purpose
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest
from casemgmt.web.htmx import render_part
from teams.forms.meeting import CancelForm, MoveForm
from teams.mail.calendar import download_for
from teams.models import Meeting
from teams.routes import MEETING_PAGE
from teams.selectors.meeting import access_meeting, next_meetings, past_meetings, require_planner
from teams.services.meeting import (
    cancel_meeting,
    close_meeting,
    move_meeting,
    open_meeting,
    reopen_meeting,
)


class MeetingList(GuardedView):
    """The next meetings of my teams, and those that are over."""

    access = rules.CASE_PEOPLE
    purpose = Purpose.MEETING

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show what is ahead on the first page; further pages go back in time."""
        after = request.GET.get("after", "")
        past = past_meetings(request.viewer, after=after)
        context = {
            "ahead": [] if after else next_meetings(request.viewer, limit=20),
            "past": past.rows,
            "after": after,
            "next_url": f"?{urlencode({'after': past.next_key})}" if past.next_key else "",
            "may_plan": request.viewer.is_coordinator,
        }
        return render_part(request, "teams/meeting/list.html", "teams/meeting/_list.html", context)


class MeetingCalendar(GuardedView):
    """The calendar entry of one meeting; it says when, and nothing else."""

    access = rules.CASE_PEOPLE
    purpose = Purpose.MEETING

    def get(self, request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
        """Send the file."""
        meeting = access_meeting(request.viewer, meeting_id)
        response = HttpResponse(download_for(meeting), content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="appointment.ics"'
        return response


class MeetingMove(GuardedView):
    """When, where, how long: the form of a planned meeting."""

    access = rules.COORDINATORS

    def get(self, request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
        """Show it as it is."""
        meeting = _to_change(request, meeting_id)
        initial = MoveForm.initial_of(meeting) | {"version": meeting.version}
        form = MoveForm(initial=initial, zone=meeting.zone, viewer=request.viewer)
        return self._page(request, meeting, form)

    def post(self, request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
        """Save it, or show what to mend."""
        meeting = _to_change(request, meeting_id)
        form = MoveForm(request.POST, zone=meeting.zone, viewer=request.viewer)
        if form.is_valid():
            try:
                moved = move_meeting(
                    request.viewer,
                    meeting_id,
                    appointment=form.appointment(),
                    version=form.cleaned_data["version"],
                )
            except RuleBroken as error:
                form.reject(error)
            else:
                told = moved.sequence != meeting.sequence
                words = "The new time is mailed to everyone invited." if told else ""
                messages.success(request, f"The meeting is changed. {words}".strip())
                return redirect(MEETING_PAGE, meeting_id)
        return self._page(request, meeting, form, status=422)

    def _page(
        self, request: ViewerRequest, meeting: Meeting, form: MoveForm, status: int = 200
    ) -> HttpResponse:
        context = {"form": form, "meeting": meeting}
        return render(request, "teams/meeting/move.html", context, status=status)


class MeetingCancel(GuardedView):
    """Cancelling a planned meeting, after a reason."""

    access = rules.COORDINATORS

    def get(self, request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
        """Ask for the reason."""
        meeting = _to_change(request, meeting_id)
        form = CancelForm(initial={"version": meeting.version}, viewer=request.viewer)
        return render(request, "teams/meeting/cancel.html", {"form": form, "meeting": meeting})

    def post(self, request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
        """Cancel it, and mail that to everyone invited."""
        meeting = _to_change(request, meeting_id)
        form = CancelForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            try:
                cancel_meeting(request.viewer, meeting_id, **form.cleaned_data)
            except RuleBroken as error:
                form.reject(error)
            else:
                messages.success(request, "The meeting is cancelled. Everyone invited is told.")
                return redirect(MEETING_PAGE, meeting_id)
        context = {"form": form, "meeting": meeting}
        return render(request, "teams/meeting/cancel.html", context, status=422)


class MeetingState(GuardedView):
    """Beginning, ending and reopening a meeting, each by one button."""

    access = rules.CASE_PEOPLE
    purpose = Purpose.MEETING
    act = ""
    ACTS = {
        "open": (open_meeting, "The meeting is in session. Mark who is here, then take the items."),
        "close": (close_meeting, "The meeting is closed. Its minutes can be read and approved."),
        "reopen": (reopen_meeting, "The meeting is in session again."),
    }

    def post(self, request: ViewerRequest, meeting_id: UUID) -> HttpResponseRedirect:
        """Do it and go back to the meeting."""
        service, words = self.ACTS[self.act]
        service(request.viewer, meeting_id)
        messages.success(request, words)
        return redirect(MEETING_PAGE, meeting_id)


def _to_change(request: ViewerRequest, meeting_id: UUID) -> Meeting:
    meeting = access_meeting(request.viewer, meeting_id)
    require_planner(request.viewer, meeting)
    if meeting.status != Meeting.Status.PLANNED:
        raise RuleBroken("Only a meeting that is still planned can be changed or cancelled.")
    return meeting
