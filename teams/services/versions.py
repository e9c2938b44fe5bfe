"""Two people changing the same meeting: the second learns it, and neither version is lost."""

from datetime import datetime
from typing import Protocol

from casemgmt.core.errors import ChangedMeanwhile
from casemgmt.core.walltime import wall_of
from teams.models import Meeting


class When(Protocol):
    """What a meeting and an appointment share."""

    @property
    def title(self) -> str: ...  # noqa: D102

    @property
    def starts_at(self) -> datetime: ...  # noqa: D102

    @property
    def zone(self) -> str: ...  # noqa: D102

    @property
    def minutes_long(self) -> int: ...  # noqa: D102

    @property
    def place(self) -> str: ...  # noqa: D102

    @property
    def link(self) -> str: ...  # noqa: D102


def keep(meeting: Meeting, *fields: str) -> None:
    """Save fields of a meeting and count the version up."""
    meeting.version += 1
    meeting.save(update_fields=[*fields, "version"])


def refuse_if_changed(meeting: Meeting, version: int, yours: dict[str, object]) -> None:
    """Raise ChangedMeanwhile with both versions when someone saved the meeting first."""
    if meeting.version != version:
        state = {"State": meeting.get_status_display()}
        raise ChangedMeanwhile(words_of(meeting) | state, yours)


def words_of(appointment: When) -> dict[str, object]:
    """Return what an appointment says, for the page that shows both versions."""
    wall = wall_of(appointment.starts_at, appointment.zone)
    return {
        "Title": appointment.title,
        "Day and time": f"{wall:%B %-d, %Y %H:%M} {appointment.zone}",
        "Length": f"{appointment.minutes_long} minutes",
        "Place": appointment.place,
        "Link": appointment.link,
    }
