"""The calendar entry of a meeting: when, and nothing else; calendars are copied to clouds."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress

from casemgmt.core import clock
from teams.models import Meeting

SUMMARY = "Team appointment"


def entry_for(
    meeting: Meeting, address: str, *, cancelled: bool = False, sequence: int | None = None
) -> str:
    """Return the iCalendar text for one recipient: a request, or its taking back (RFC 5546)."""
    event = _event(meeting, cancelled=cancelled)
    event.add("sequence", meeting.sequence if sequence is None else sequence)
    event.add("organizer", vCalAddress(f"mailto:{settings.DEFAULT_FROM_EMAIL}"))
    event.add("attendee", vCalAddress(f"mailto:{address}"))
    return _text(event, meeting, "CANCEL" if cancelled else "REQUEST")


def download_for(meeting: Meeting) -> str:
    """Return the iCalendar text that a signed-in person takes into their own calendar."""
    event = _event(meeting, cancelled=meeting.status == Meeting.Status.CANCELLED)
    event.add("sequence", meeting.sequence)
    return _text(event, meeting, "PUBLISH")


def _event(meeting: Meeting, *, cancelled: bool) -> Event:
    start = meeting.starts_at.astimezone(ZoneInfo(meeting.zone))
    end = (meeting.starts_at + timedelta(minutes=meeting.minutes_long)).astimezone(start.tzinfo)
    event = Event()
    event.add("uid", str(meeting.pk))
    event.add("dtstamp", clock.now())
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", SUMMARY)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    return event


def _text(event: Event, meeting: Meeting, method: str) -> str:
    calendar = Calendar()
    calendar.add("prodid", "-//casemgmt//team appointments//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    day = meeting.starts_at.date()
    calendar.add_missing_timezones(day - timedelta(days=1), day + timedelta(days=1))
    return calendar.to_ical().decode()
