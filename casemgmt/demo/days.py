"""Days and moments of the demonstration, all counted from one day that stands for today."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

HISTORY_DAYS = 730


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """Return the moment of a wall time of the jurisdiction."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def wall(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a wall time as the meeting table keeps it: as if it were UTC."""
    return datetime.combine(day, time(hour, minute), tzinfo=timezone.get_fixed_timezone(0))


def workday(day: date) -> date:
    """Return the day itself, or the Friday before it when it is a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def long(day: date) -> str:
    """Return a day as labels write it: Mar 3, 2026."""
    return f"{day:%b} {day.day}, {day.year}"
