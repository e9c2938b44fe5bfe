"""Acts in the room that concern no case: who is invited, who came, segments."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from casemgmt.core.errors import RuleBroken
from casemgmt.policy.purposes import Purpose
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest
from casemgmt.web.htmx import is_part
from teams.forms.meeting import GuestForm, InvitedForm
from teams.models import Attendance, Meeting
from teams.routes import MEETING_PAGE
from teams.selectors.meeting import (
    access_meeting,
    attendances_of,
    count_present,
    may_conduct,
    require_conductor,
    require_planner,
)
from teams.selectors.memberships import members_of
from teams.services.agenda import remove_segment
from teams.services.attendance import (
    change_invited,
    invite_guest,
    mark_attendance,
    mark_left,
)

MARKS = (
    Attendance.Status.PRESENT,
    Attendance.Status.REMOTE,
    Attendance.Status.EXCUSED,
    Attendance.Status.ABSENT,
)


class Invited(GuardedView):
    """Who of the team is invited."""

    access = rules.COORDINATORS

    def get(self, request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
        """Show the members, those invited ticked."""
        meeting = self._meeting(request, meeting_id)
        invited = [str(row.user.key) for row in attendances_of(meeting)]
        initial = {"members": invited, "version": meeting.version}
        return self._page(request, meeting, self._form(request, meeting, initial=initial))

    def post(self, request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
        """Invite and uninvite; both are mailed."""
        meeting = self._meeting(request, meeting_id)
        form = self._form(request, meeting, data=request.POST)
        if form.is_valid():
            values = form.cleaned_data
            keys, version = values["members"], values["version"] or 0
            try:
                change_invited(request.viewer, meeting_id, keys=keys, version=version)
            except RuleBroken as error:
                form.reject(error)
            else:
                messages.success(request, "The invitations are changed and mailed.")
                return redirect(MEETING_PAGE, meeting_id)
        return self._page(request, meeting, form, status=422)

    def _meeting(self, request: ViewerRequest, meeting_id: UUID) -> Meeting:
        meeting = access_meeting(request.viewer, meeting_id)
        require_planner(request.viewer, meeting)
        return meeting

    def _form(self, request: ViewerRequest, meeting: Meeting, **options: object) -> InvitedForm:
        seats = members_of(meeting.team_id, request.viewer)
        return InvitedForm(seats=seats, viewer=request.viewer, **options)

    def _page(
        self, request: ViewerRequest, meeting: Meeting, form: InvitedForm, status: int = 200
    ) -> HttpResponse:
        context = {"form": form, "meeting": meeting}
        return render(request, "teams/meeting/invited.html", context, status=status)


class Mark(GuardedView):
    """One click says whether someone came."""

    access = rules.CASE_PEOPLE
    purpose = Purpose.MEETING

    def post(self, request: ViewerRequest, meeting_id: UUID, user_key: UUID) -> HttpResponse:
        """Mark it; answer the list alone to htmx, the meeting to everyone else."""
        status = request.POST.get("status", "")
        mark_attendance(request.viewer, meeting_id, user_key, status=status)
        if not is_part(request):
            return redirect(f"/meetings/{meeting_id}/#attendance")
        meeting = access_meeting(request.viewer, meeting_id)
        rows = attendances_of(meeting)
        context = {
            "meeting": meeting,
            "attendances": rows,
            "present": count_present(rows),
            "conducts": may_conduct(request.viewer, meeting.team_id),
            "marks": MARKS,
        }
        return render(request, "teams/meeting/_attendance.html", context)


class Left(GuardedView):
    """Somebody left the room."""

    access = rules.CASE_PEOPLE
    purpose = Purpose.MEETING

    def post(self, request: ViewerRequest, meeting_id: UUID, user_key: UUID) -> HttpResponse:
        """Write the time."""
        row = mark_left(request.viewer, meeting_id, user_key)
        messages.success(request, f"{row.user.name} has left the room.")
        return redirect(f"/meetings/{meeting_id}/#attendance")


class GuestInvite(GuardedView):
    """Inviting somebody from outside the team."""

    access = rules.CASE_PEOPLE
    purpose = Purpose.MEETING

    def get(self, request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
        """Show the form."""
        return self._page(request, meeting_id, GuestForm(viewer=request.viewer))

    def post(self, request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
        """Invite, or say what to mend."""
        form = GuestForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            try:
                invite_guest(request.viewer, meeting_id, form.cleaned_data["sign_in"])
            except RuleBroken as error:
                form.reject(error, "sign_in")
            else:
                messages.success(request, "The guest is on the list.")
                return redirect(MEETING_PAGE, meeting_id)
        return self._page(request, meeting_id, form, status=422)

    def _page(
        self, request: ViewerRequest, meeting_id: UUID, form: GuestForm, status: int = 200
    ) -> HttpResponse:
        meeting = access_meeting(request.viewer, meeting_id)
        require_conductor(request.viewer, meeting)
        context = {"form": form, "meeting": meeting}
        return render(request, "teams/meeting/guest.html", context, status=status)


class SegmentRemove(GuardedView):
    """Taking a segment off the agenda."""

    access = rules.CASE_PEOPLE
    purpose = Purpose.MEETING

    def post(self, request: ViewerRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
        """Take it off and go back to the agenda."""
        remove_segment(request.viewer, meeting_id, item_id)
        messages.success(request, "The item is off the agenda.")
        return redirect("casemgmt:agenda", meeting_id)
