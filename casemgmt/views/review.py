"""Pages of a meeting with its cases: plan it, the meeting, its agenda, one item."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.forms.review import WINDOWS, AgendaForm, ItemForm, PlanForm
from casemgmt.policy.purposes import Purpose
from casemgmt.selectors.agenda import ItemPage, show_item, show_meeting
from casemgmt.selectors.designation import may_name, show_designations
from casemgmt.selectors.review import due_cases
from casemgmt.selectors.room import show_room
from casemgmt.services.review import (
    add_cases,
    case_by_number,
    plan_case_review,
    take_off_agenda,
    write_item,
)
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest
from teams.forms.meeting import SegmentForm
from teams.models import Team
from teams.selectors.meeting import moderator_of, planned_teams
from teams.selectors.memberships import members_of
from teams.services.agenda import add_segment
from teams.services.attendance import members_by_key
from teams.views.meeting_room import MARKS

DEFAULT_WINDOW = 14


class MeetingPlan(GuardedView):
    """Planning a meeting: when, where, who, which cases."""

    access = rules.COORDINATORS

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show the form with everyone invited and the cases due on the agenda."""
        team = _team(request)
        return self._page(request, team, _plan_form(request, team))

    def post(self, request: ViewerRequest) -> HttpResponse:
        """Plan it, or show what to mend with everything typed still there."""
        team = _team(request)
        form = _plan_form(request, team)
        if form.is_valid():
            try:
                meeting = plan_case_review(
                    request.viewer,
                    team,
                    appointment=form.appointment(),
                    invited=members_by_key(request.viewer, team.pk, form.cleaned_data["members"]),
                    case_ids=form.cleaned_data["cases"],
                    segments=form.segments(),
                )
            except RuleBroken as error:
                form.reject(error)
            else:
                messages.success(request, "The meeting is planned. Invitations go out now.")
                return redirect("casemgmt:meeting_detail", meeting.pk)
        return self._page(request, team, form, status=422)

    def _page(
        self, request: ViewerRequest, team: Team, form: PlanForm, status: int = 200
    ) -> HttpResponse:
        context = {
            "form": form,
            "team": team,
            "teams": planned_teams(request.viewer),
            "windows": WINDOWS,
            "window": _window(request),
        }
        return render(request, "casemgmt/review/plan.html", context, status=status)


class MeetingDetail(GuardedView):
    """A meeting: its agenda as far as this viewer may know it, who is there, its minutes."""

    access = rules.CASE_PEOPLE
    purpose = Purpose.MEETING

    def get(self, request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
        """Show the meeting."""
        page = show_meeting(request.viewer, meeting_id)
        context = {
            "page": page,
            "meeting": page.meeting,
            "attendances": page.attendances,
            "conducts": page.conducts,
            "present": page.present,
            "marks": MARKS,
            "moderator": moderator_of(request.viewer, page.meeting.team_id),
            "designations": show_designations(request.viewer, page.meeting),
            "may_name_designee": may_name(request.viewer, page.meeting),
        }
        return render(request, "casemgmt/review/meeting.html", context)


class Agenda(GuardedView):
    """Changing an agenda: cases and other items, on and off."""

    access = rules.CASE_PEOPLE
    purpose = Purpose.MEETING

    def get(self, request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
        """Show what is on it and what can be added."""
        return self._page(request, meeting_id)

    def post(self, request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
        """Add cases or a segment, whichever form was sent."""
        if "title" in request.POST:
            segment = SegmentForm(request.POST, viewer=request.viewer)
            return self._add(request, meeting_id, segment, "segment_form")
        due = self._due(request, meeting_id)
        cases = AgendaForm(request.POST, due=due, viewer=request.viewer)
        return self._add(request, meeting_id, cases, "form")

    def _add(
        self, request: ViewerRequest, meeting_id: UUID, form: AgendaForm | SegmentForm, name: str
    ) -> HttpResponse:
        if form.is_valid():
            try:
                _add_to_agenda(request, meeting_id, form)
            except RuleBroken as error:
                form.reject(error)
            else:
                messages.success(request, "The agenda is changed.")
                return redirect("casemgmt:agenda", meeting_id)
        return self._page(request, meeting_id, status=422, **{name: form})

    def _due(self, request: ViewerRequest, meeting_id: UUID) -> list:
        page = show_meeting(request.viewer, meeting_id)
        until = request.viewer.today + timedelta(days=_window(request))
        return due_cases(
            request.viewer, page.meeting.team_id, until=until, meeting_id=page.meeting.pk
        )

    def _page(
        self, request: ViewerRequest, meeting_id: UUID, status: int = 200, **forms: object
    ) -> HttpResponse:
        page = show_meeting(request.viewer, meeting_id)
        if not page.conducts:
            raise NotVisible("agenda", meeting_id)
        due = self._due(request, meeting_id)
        context = {
            "page": page,
            "meeting": page.meeting,
            "form": AgendaForm(due=due, viewer=request.viewer),
            "segment_form": SegmentForm(viewer=request.viewer),
        } | forms
        return render(request, "casemgmt/review/agenda.html", context, status=status)


class ReviewRemove(GuardedView):
    """Taking a case off the agenda."""

    access = rules.CASE_PEOPLE
    purpose = Purpose.MEETING

    def post(self, request: ViewerRequest, review_id: UUID) -> HttpResponse:
        """Take it off and go back to the agenda."""
        meeting = take_off_agenda(request.viewer, review_id)
        messages.success(request, "The case is off the agenda.")
        return redirect("casemgmt:agenda", meeting.pk)


class ReviewDetail(GuardedView):
    """One case at one meeting: the advocate's input first."""

    access = rules.CASE_PEOPLE
    purpose = Purpose.MEETING

    def get(self, request: ViewerRequest, review_id: UUID) -> HttpResponse:
        """Show the item."""
        page = show_item(request.viewer, review_id)
        initial = {name: page.review[name] for name in ("question", "minutes")}
        form = ItemForm(
            initial=initial | {"version": page.review.row_version}, viewer=request.viewer
        )
        return self._page(request, page, form)

    def post(self, request: ViewerRequest, review_id: UUID) -> HttpResponse:
        """Save the question and what was said."""
        form = ItemForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            try:
                write_item(request.viewer, review_id, **form.cleaned_data)
            except RuleBroken as error:
                form.reject(error)
            else:
                messages.success(request, "Saved.")
                return redirect("casemgmt:review_detail", review_id)
        return self._page(request, show_item(request.viewer, review_id), form, status=422)

    def _page(
        self, request: ViewerRequest, page: ItemPage, form: ItemForm, status: int = 200
    ) -> HttpResponse:
        room = show_room(request.viewer, page.review.id)
        context = {"page": page, "meeting": page.meeting, "form": form, "room": room}
        return render(request, "casemgmt/review/detail.html", context, status=status)


def _team(request: ViewerRequest) -> Team:
    """Return the team that is planned for: the one of the address, or the first that is mine."""
    teams = planned_teams(request.viewer)
    wanted = request.POST.get("team") or request.GET.get("team", "")
    found = [team for team in teams if not wanted or str(team.key) == wanted]
    if not found:
        raise NotVisible("team", wanted)
    return found[0]


def _window(request: ViewerRequest) -> int:
    """Return how many days ahead a review may be due; only the windows that are offered."""
    typed = request.POST.get("window") or request.GET.get("window", "")
    return int(typed) if typed in map(str, WINDOWS) else DEFAULT_WINDOW


def _plan_form(request: ViewerRequest, team: Team) -> PlanForm:
    until = request.viewer.today + timedelta(days=_window(request))
    return PlanForm(
        request.POST if request.method == "POST" else None,
        seats=members_of(team.pk, request.viewer),
        due=due_cases(request.viewer, team.pk, until=until),
        viewer=request.viewer,
    )


def _add_to_agenda(
    request: ViewerRequest, meeting_id: UUID, form: AgendaForm | SegmentForm
) -> None:
    values = form.cleaned_data
    if isinstance(form, SegmentForm):
        add_segment(request.viewer, meeting_id, kind=values["kind"], title=values["title"])
        return
    keys = list(values.get("cases") or [])
    if values["number"]:
        keys.append(str(case_by_number(request.viewer, values["number"]).pk))
    add_cases(request.viewer, meeting_id, case_ids=keys)
