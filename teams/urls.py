"""Addresses of meetings as far as they know no case."""

from django.urls import path

from teams.views import meeting, meeting_room

State = meeting.MeetingState

app_name = "teams"
urlpatterns = [
    path("meetings/", meeting.MeetingList.as_view(), name="meeting_list"),
    path(
        "meetings/<uuid:meeting_id>/calendar.ics",
        meeting.MeetingCalendar.as_view(),
        name="meeting_calendar",
    ),
    path("meetings/<uuid:meeting_id>/move/", meeting.MeetingMove.as_view(), name="meeting_move"),
    path(
        "meetings/<uuid:meeting_id>/cancel/",
        meeting.MeetingCancel.as_view(),
        name="meeting_cancel",
    ),
    path(
        "meetings/<uuid:meeting_id>/invited/",
        meeting_room.Invited.as_view(),
        name="meeting_invited",
    ),
    path(
        "meetings/<uuid:meeting_id>/attendance/<uuid:user_key>/",
        meeting_room.Mark.as_view(),
        name="attendance_mark",
    ),
    path(
        "meetings/<uuid:meeting_id>/attendance/<uuid:user_key>/left/",
        meeting_room.Left.as_view(),
        name="attendance_left",
    ),
    path(
        "meetings/<uuid:meeting_id>/guests/",
        meeting_room.GuestInvite.as_view(),
        name="guest_invite",
    ),
    path(
        "meetings/<uuid:meeting_id>/segments/<uuid:item_id>/remove/",
        meeting_room.SegmentRemove.as_view(),
        name="segment_remove",
    ),
    path("meetings/<uuid:meeting_id>/open/", State.as_view(act="open"), name="meeting_open"),
    path("meetings/<uuid:meeting_id>/close/", State.as_view(act="close"), name="meeting_close"),
    path("meetings/<uuid:meeting_id>/reopen/", State.as_view(act="reopen"), name="meeting_reopen"),
]
