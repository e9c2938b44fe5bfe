"""Free words about a meeting, with the names and numbers of what was sealed since put out of
sight."""

from collections.abc import Iterable, Sequence

from django.db import connection

from casemgmt.policy.people import Viewer
from teams.models import AgendaItem, Meeting, Minutes

SEALED = "[sealed]"


def put_out_of_sight(
    meeting: Meeting, segments: Sequence[AgendaItem], minutes: Minutes | None
) -> int:
    """Change the words in memory alone; return how many items of the meeting are sealed."""
    places: list[tuple[object, str]] = [(s, name) for s in segments for name in ("title", "note")]
    if minutes is not None:
        places += [(minutes, "general"), *((one, "text") for one in minutes.addenda.all())]
    words = [getattr(row, name) for row, name in places]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT meeting_sealed(%s), meeting_without_sealed(%s, %s::text[])",
            [str(meeting.pk), str(meeting.pk), words],
        )
        count, shown = cursor.fetchone()
    for (row, name), text in zip(places, shown, strict=True):
        setattr(row, name, text)
    return count


def sealed_among(viewer: Viewer, case_ids: Iterable[str]) -> frozenset[str]:
    """Return which of these cases are sealed, of those on whose team the viewer's agency sits."""
    keys = sorted(set(case_ids))
    if not keys:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute("SELECT unnest(case_sealed_among(%s::uuid[], %s))", [keys, viewer.today])
        return frozenset(str(row[0]) for row in cursor.fetchall())
