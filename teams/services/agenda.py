"""Writes the segments of an agenda that speak of no person: policy, procedure, local needs."""

from uuid import UUID

from django.db import transaction
from django.db.models import Max

from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.policy.people import Viewer
from teams.models import AgendaItem, Meeting, Minutes
from teams.selectors.meeting import access_meeting, require_conductor


def append(meeting: Meeting, *, kind: str, title: str) -> AgendaItem:
    """Put a segment at the end of an agenda."""
    last = meeting.items.aggregate(last=Max("position"))["last"] or 0
    item = AgendaItem(meeting=meeting, kind=kind, title=title, position=last + 1)
    item.full_clean(exclude=["meeting"])
    item.save(force_insert=True)
    return item


@transaction.atomic
def add_segment(viewer: Viewer, meeting_id: UUID | str, *, kind: str, title: str) -> AgendaItem:
    """Add a segment. Raises RuleBroken for a meeting that is over."""
    meeting = access_meeting(viewer, meeting_id, lock=True)
    require_conductor(viewer, meeting)
    refuse_if_over(meeting)
    return append(meeting, kind=kind, title=title)


@transaction.atomic
def remove_segment(viewer: Viewer, meeting_id: UUID | str, item_id: UUID | str) -> Meeting:
    """Take a segment off the agenda. Raises RuleBroken where something is written to it."""
    meeting = access_meeting(viewer, meeting_id, lock=True)
    require_conductor(viewer, meeting)
    refuse_if_over(meeting)
    item = meeting.items.filter(pk=item_id).first()
    if item is None:
        raise NotVisible("agenda item", item_id)
    if item.note:
        raise RuleBroken("Something is written to this segment already, so it stays on the agenda.")
    item.delete()
    return meeting


def refuse_if_over(meeting: Meeting) -> None:
    """Raise RuleBroken where the agenda of a meeting cannot change any more."""
    if meeting.status not in (Meeting.Status.PLANNED, Meeting.Status.OPEN):
        raise RuleBroken("The agenda changes only while the meeting is planned or in session.")


def refuse_if_locked(meeting: Meeting) -> None:
    """Raise RuleBroken where nothing can be written to a meeting any more, or not yet."""
    if meeting.status == Meeting.Status.PLANNED:
        raise RuleBroken("The meeting has not begun. Open it on its page, then write here.")
    if meeting.status == Meeting.Status.CANCELLED:
        raise RuleBroken("This meeting is cancelled. Nothing can be written to it.")
    if Minutes.objects.filter(meeting=meeting, approved_at__isnull=False).exists():
        raise RuleBroken(
            "The minutes are approved and locked. Add an addendum, or correct the decision itself."
        )
