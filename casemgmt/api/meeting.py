"""Meetings by API: those ahead or over, and one with the items of its agenda that the caller may
read."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from casemgmt.api.base import FileViewSet, RevealedSerializer
from casemgmt.api.case import CaseHead
from casemgmt.models import CaseReview
from casemgmt.policy.purposes import Purpose
from casemgmt.selectors.agenda import MeetingPage, show_meeting
from casemgmt.web import rules
from casemgmt.web.described import AFTER, described, page_of
from casemgmt.web.rest import Query
from teams.models import AgendaItem, Attendance, Meeting
from teams.selectors.meeting import next_meetings, past_meetings

MOST_AHEAD = 100
WHEN = (("ahead", "Planned or in session"), ("past", "Over"))


class MeetingHead(serializers.Serializer):
    """A meeting in a list."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    team_name = serializers.CharField(source="team.name")
    starts_at = serializers.DateTimeField()
    status = serializers.ChoiceField(Meeting.Status.choices)


class Invited(serializers.Serializer):
    """Somebody at the table."""

    name = serializers.CharField(source="user.name")
    agency = serializers.CharField(source="user.agency.name")
    capacity = serializers.ChoiceField(Attendance.Capacity.choices)
    status = serializers.ChoiceField(Attendance.Status.choices)


class Segment(serializers.Serializer):
    """A segment that speaks of no person."""

    kind = serializers.ChoiceField(AgendaItem.Kind.choices)
    title = serializers.CharField()
    note = serializers.CharField()


class ReviewItem(RevealedSerializer):
    """A case on the agenda, numbered as the caller counts them."""

    number = serializers.IntegerField()
    case = CaseHead()
    question = serializers.CharField(required=False)
    status = serializers.ChoiceField(CaseReview.Status.choices, required=False)


class MeetingDetail(MeetingHead):
    """A meeting with its agenda as the caller may read it."""

    zone = serializers.CharField()
    minutes_long = serializers.IntegerField()
    place = serializers.CharField()
    link = serializers.CharField()
    attendances = Invited(many=True)
    segments = Segment(many=True)
    items = ReviewItem(
        many=True, help_text="Cases on which you do not stand are not there, nor counted."
    )

    def to_representation(self, instance: MeetingPage) -> dict[str, Any]:
        """Return the meeting and what its page composes for this caller."""
        meeting = instance.meeting
        plain = (
            "id",
            "title",
            "team_name",
            "starts_at",
            "status",
            "zone",
            "minutes_long",
            "place",
            "link",
        )
        shown = {
            name: self.fields[name].to_representation(self.fields[name].get_attribute(meeting))
            for name in plain
        }
        return {
            **shown,
            "attendances": Invited(instance.attendances, many=True).data,
            "segments": Segment(instance.segments, many=True).data,
            "items": ReviewItem(instance.items, many=True).data,
        }


class MeetingQuery(Query):
    """Which meetings."""

    when = serializers.ChoiceField(WHEN, default="ahead")


class MeetingViews(FileViewSet):
    """Meetings of the caller's teams, and those to which the caller is invited."""

    access = rules.CASE_PEOPLE
    purpose = Purpose.MEETING
    query_class = MeetingQuery

    @described(
        "List meetings",
        page_of(MeetingHead),
        refusals=(422,),
        parameters=[MeetingQuery, AFTER],
        operation_id="meeting_list",
    )
    def list(self, request: Request) -> Response:
        """Those ahead, the soonest first; or those that are over, the latest first."""
        if self.asked()["when"] == "past":
            past = past_meetings(self.viewer, after=self.after)
            return self.page(MeetingHead(past.rows, many=True).data, past.next_key)
        ahead = next_meetings(self.viewer, limit=MOST_AHEAD)
        return self.page(MeetingHead(ahead, many=True).data, "")

    @described("Read a meeting", MeetingDetail, operation_id="meeting_read")
    def retrieve(self, request: Request, meeting_id: UUID) -> Response:
        """One meeting: who is invited, and the items of its agenda that you may read."""
        return Response(MeetingDetail(show_meeting(self.viewer, meeting_id)).data)
