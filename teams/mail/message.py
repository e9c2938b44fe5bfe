"""One mail about one meeting: constant subject, a date, a blank link, a calendar entry."""

from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import formats

from casemgmt.core.walltime import wall_of
from teams.mail.calendar import entry_for
from teams.models import Meeting, Reminder
from teams.routes import MEETING_PAGE

SUBJECT = "You have a team appointment"


def message_for(reminder: Reminder) -> EmailMultiAlternatives:
    """Return the mail; raises ValueError for a person without an address."""
    address = reminder.recipient.email
    if not address:
        raise ValueError("no mail address")
    cancelled = reminder.kind == Reminder.Kind.CANCELLED
    message = EmailMultiAlternatives(
        subject=SUBJECT,
        body=_body(reminder.meeting, cancelled=cancelled),
        to=[address],
        headers={"Message-ID": f"<{reminder.pk}@{_host()}>", "Auto-Submitted": "auto-generated"},
    )
    method = "CANCEL" if cancelled else "REQUEST"
    calendar = entry_for(reminder.meeting, address, cancelled=cancelled, sequence=reminder.sequence)
    message.attach_alternative(calendar, f"text/calendar; method={method}")
    return message


def when_words(meeting: Meeting) -> str:
    """Return the day and hour as the people at the table read them, with their zone."""
    wall = wall_of(meeting.starts_at, meeting.zone)
    short = meeting.starts_at.astimezone(ZoneInfo(meeting.zone)).tzname()
    return f"{formats.date_format(wall, 'l, F j, Y, P')} {short} ({meeting.zone})"


def _body(meeting: Meeting, *, cancelled: bool) -> str:
    link = f"{settings.SITE_URL}{reverse(MEETING_PAGE, args=[meeting.pk])}"
    context = {
        "site_name": settings.SITE_NAME,
        "when": when_words(meeting),
        "link": link,
        "cancelled": cancelled,
    }
    return render_to_string("teams/mail/appointment.txt", context)


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
