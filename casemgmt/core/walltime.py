"""Wall time: what people mean by a day and an hour in a zone, also when the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone


def moments_of(wall: datetime, zone: str) -> list[datetime]:
    """Return the moments that a wall time means: none or two where the clocks change."""
    place = ZoneInfo(zone)
    found = {wall.replace(tzinfo=place, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sorted(moment for moment in found if wall_of(moment, zone) == wall)


def wall_of(moment: datetime, zone: str) -> datetime:
    """Return the wall time of a moment in a zone, without a zone of its own."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def start_of(day: date) -> datetime:
    """Return the moment at which a day begins in the jurisdiction's zone."""
    return timezone.make_aware(datetime.combine(day, time.min))


def end_of(day: date) -> datetime:
    """Return the moment at which a day is over in the jurisdiction's zone."""
    return start_of(day + timedelta(days=1))


def last_day_of(moment: datetime) -> date:
    """Return the last day that counts before a moment: midnight ends the day before it."""
    local = timezone.localtime(moment)
    is_midnight = local.time() == time.min
    return local.date() - timedelta(days=1) if is_midnight else local.date()
