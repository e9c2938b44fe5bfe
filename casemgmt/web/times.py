"""Days and moments in words, so that each page says them the same way."""

from datetime import date, datetime, timedelta

from django.utils import formats, timezone

from casemgmt.core.clock import now, today

DAY_FORMAT = "M j, Y"
MOMENT_FORMAT = "M j, Y, P"
MONTH, YEAR = 30.44, 365.25


def counted(number: int, noun: str) -> str:
    """Return "1 day" or "3 days"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def span(days: int) -> str:
    """Return a number of days in the unit that people would say."""
    if days < 60:
        return counted(days, "day")
    if days < 2 * YEAR:
        return counted(round(days / MONTH), "month")
    return counted(round(days / YEAR), "year")


def day_words(day: date) -> str:
    """Return how far a day is from today: "today", "in 5 days", "3 months ago"."""
    away = (day - today()).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if away in near:
        return near[away]
    return f"in {span(away)}" if away > 0 else f"{span(-away)} ago"


def moment_words(moment: datetime) -> str:
    """Return how far a moment is from now: "just now", "12 minutes ago", "in 3 hours"."""
    away = moment - now()
    ahead = away > timedelta(0)
    seconds = abs(away).total_seconds()
    if seconds < 60:
        return "in a moment" if ahead else "just now"
    if seconds >= 24 * 3600:
        return day_words(timezone.localtime(moment).date())
    minutes = round(seconds / 60)
    size = counted(minutes, "minute") if minutes < 60 else counted(round(seconds / 3600), "hour")
    return f"in {size}" if ahead else f"{size} ago"


def due_words(due_on: date, done_on: date | None = None) -> tuple[str, str]:
    """Return the state in words and the kind of badge: never by colour alone."""
    if done_on is not None:
        return f"Done {formats.date_format(done_on, DAY_FORMAT)}", "success"
    away = (due_on - today()).days
    if away < 0:
        return f"Overdue by {span(-away)}", "error"
    if away == 0:
        return "Due today", "warning"
    return f"Due in {span(away)}", "neutral"
