"""The hours in which an agency works, as a site writes them: `mo-fr 07:00-19:00`."""

from dataclasses import dataclass
from datetime import time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
HOW = "Write working hours like this: mo-fr 07:00-19:00, and a time zone after them if you like."


class BadHours(ValueError):
    """The words are no working hours; the message says how they read."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Working hours: days by their ISO number, from and until, in a time zone."""

    days: str
    begins: time
    ends: time
    zone: str

    @property
    def words(self) -> str:
        """Say them as people do."""
        first, last = DAYS[int(self.days[0]) - 1], DAYS[int(self.days[-1]) - 1]
        return (
            f"{first.capitalize()} to {last.capitalize()}, {self.begins:%H:%M} to {self.ends:%H:%M}"
        )


def read_hours(words: str, zone: str) -> Hours:
    """Return the hours of a setting; raises BadHours."""
    parts = words.split()
    if len(parts) not in (2, 3):
        raise BadHours(f"{words!r}: {HOW}")
    first, _, last = parts[0].lower().partition("-")
    begins, _, ends = parts[1].partition("-")
    try:
        numbers = range(DAYS.index(first), DAYS.index(last or first) + 1)
        found = Hours(
            "".join(str(number + 1) for number in numbers), _time(begins), _time(ends),
            parts[2] if len(parts) == 3 else zone,
        )  # fmt: skip
        ZoneInfo(found.zone)
    except (ValueError, ZoneInfoNotFoundError) as error:
        raise BadHours(f"{words!r}: {HOW}") from error
    if not found.days or found.begins >= found.ends:
        raise BadHours(f"{words!r}: {HOW}")
    return found


def _time(words: str) -> time:
    return time.max if words == "24:00" else time.fromisoformat(words)
