"""Writes, approves and supplements the minutes; what is approved is locked."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from casemgmt.core import clock
from casemgmt.core.errors import ChangedMeanwhile, NotAllowed, RuleBroken
from casemgmt.policy.people import Viewer
from teams.models import Addendum, Meeting, Membership, Minutes
from teams.selectors.meeting import OnlyFor, access_meeting, require_conductor
from teams.selectors.memberships import current_memberships
from teams.services import agenda
from teams.services.events import record_act

APPROVING = (Membership.Role.COORDINATOR, Membership.Role.MODERATOR)


def may_approve(viewer: Viewer, team_id: int) -> bool:
    """Return whether the viewer approves a team's minutes: its coordinator and moderator do."""
    seats = current_memberships(viewer)
    return any(
        seat.team_id == team_id and seat.role_on(viewer.today) in APPROVING for seat in seats
    )


@transaction.atomic
def write_minutes(
    viewer: Viewer,
    meeting_id: UUID | str,
    *,
    general: str,
    notes: Mapping[str, str],
    version: int,
) -> Minutes:
    """Write what concerns no case. Raises ChangedMeanwhile, RuleBroken."""
    meeting = access_meeting(viewer, meeting_id, lock=True)
    require_conductor(viewer, meeting)
    agenda.refuse_if_locked(meeting)
    minutes = Minutes.objects.filter(meeting=meeting).first()
    if minutes is None:
        minutes = Minutes(meeting=meeting, written_by_id=viewer.user_id, version=0)
    if minutes.version != version:
        raise ChangedMeanwhile({"In general": minutes.general}, {"In general": general, **notes})
    minutes.general = general
    minutes.written_by_id = viewer.user_id
    minutes.version += 1
    minutes.save()
    for item in meeting.items.filter(pk__in=notes):
        item.note = notes[str(item.pk)]
        item.save(update_fields=["note"])
    record_act(viewer, meeting, "write minutes", ("general", "note"))
    return minutes


@transaction.atomic
def approve_minutes(viewer: Viewer, meeting_id: UUID | str) -> Minutes:
    """Approve and lock the minutes of a closed meeting; twice is the same. Raises RuleBroken."""
    meeting = access_meeting(viewer, meeting_id, lock=True)
    if not may_approve(viewer, meeting.team_id):
        words = "Only the coordinator and the moderator of this team approve its minutes."
        raise NotAllowed(OnlyFor(words), "minutes", meeting.pk)
    if meeting.status != Meeting.Status.CLOSED:
        raise RuleBroken("Close the meeting first; then its minutes can be approved.")
    minutes, _ = Minutes.objects.get_or_create(
        meeting=meeting, defaults={"written_by_id": viewer.user_id}
    )
    if minutes.approved_at is None:
        minutes.approved_at = clock.now()
        minutes.approved_by_id = viewer.user_id
        minutes.save(update_fields=["approved_at", "approved_by"])
        record_act(viewer, meeting, "approve minutes", ("approved_at",))
    return minutes


@transaction.atomic
def add_addendum(viewer: Viewer, meeting_id: UUID | str, *, text: str) -> Addendum:
    """Add to approved minutes; who sees the meeting may. Raises RuleBroken for a draft."""
    meeting = access_meeting(viewer, meeting_id)
    minutes = Minutes.objects.filter(meeting=meeting, approved_at__isnull=False).first()
    if minutes is None:
        raise RuleBroken("These minutes are still a draft. Tell the recorder what to change.")
    addendum = Addendum(minutes=minutes, text=text, written_by_id=viewer.user_id)
    addendum.full_clean(exclude=["minutes", "written_by"])
    addendum.save(force_insert=True)
    record_act(viewer, meeting, "add addendum", ("text",))
    return addendum
