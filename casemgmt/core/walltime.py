"""Wall time: what people mean by a day and an hour in a zone, also when the clocks change."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def moments_of(wall: datetime, zone: str) -> list[datetime]:
    """Return the moments that a wall time means: none or two where the clocks change."""
    place = ZoneInfo(zone)
    found = {wall.replace(tzinfo=place, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sorted(moment for moment in found if wall_of(moment, zone) == wall)


def wall_of(moment: datetime, zone: str) -> datetime:
    """Return the wall time of a moment in a zone, without a zone of its own."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
