"""Reads meetings: which ones a person may know of, and what part in them is theirs."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from audit.services.record import Entry, record
from casemgmt.core.errors import NotAllowed, NotVisible
from casemgmt.policy.categories import Category
from casemgmt.policy.people import Viewer
from teams.models import Attendance, Meeting, Membership, Reminder, Team
from teams.selectors.memberships import current_memberships, members_of

CONDUCTING = (
    Membership.Role.COORDINATOR,
    Membership.Role.MODERATOR,
    Membership.Role.RECORDER,
)
HERE = (Attendance.Status.PRESENT, Attendance.Status.REMOTE)
# So long after its start an unopened meeting stands among the next ones.
STAYS_AHEAD = timedelta(hours=12)
PAGE = 25
LISTED = ("title", "starts_at", "place", "status")


@dataclass(frozen=True)
class OnlyFor:
    """Why someone who sees a meeting may not change it, in the shape of the refusal page."""

    reason_text: str
    because: str = "role"
    category: str = Category.TEAM_RECORD
    how_to_ask: str = "Ask the coordinator of the team."
    hidden: bool = False


@dataclass(frozen=True)
class PastPage:
    """One page of meetings that are over."""

    rows: list[Meeting]
    next_key: str = ""


def current(viewer: Viewer) -> Q:
    """Return the condition that a seat counts today."""
    return Q(starts__lte=viewer.today) & (Q(until__isnull=True) | Q(until__gte=viewer.today))


def access_meeting(viewer: Viewer, meeting_id: uuid.UUID | str, *, lock: bool = False) -> Meeting:
    """Return the meeting; raises NotVisible for who neither sits on its team nor is a guest."""
    rows = _known_to(viewer).filter(pk=meeting_id)
    rows = rows.select_for_update(of=("self",)) if lock else rows.select_related("planned_by")
    meeting = rows.select_related("team").first()
    if meeting is None:
        raise NotVisible("meeting", meeting_id)
    return meeting


def next_meetings(viewer: Viewer, *, limit: int = 10) -> list[Meeting]:
    """Return the meetings ahead and in session, the soonest first; the list is on the ledger."""
    rows = _known_to(viewer).filter(_ahead(viewer)).select_related("team")
    return _shown(viewer, rows.order_by("starts_at", "pk")[:limit])


def past_meetings(viewer: Viewer, *, after: str = "", limit: int = PAGE) -> PastPage:
    """Return a page of the meetings that are over, the latest first; the list is on the ledger."""
    rows = _known_to(viewer).exclude(_ahead(viewer)).select_related("team")
    moment, key = _key(after)
    if moment:
        rows = rows.filter(Q(starts_at__lt=moment) | Q(starts_at=moment, pk__lt=key))
    found = list(rows.order_by("-starts_at", "-pk")[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    next_key = f"{last.starts_at.isoformat()}~{last.pk}" if last else ""
    return PastPage(_shown(viewer, found[:limit]), next_key)


def meetings_between(viewer: Viewer, start: datetime, end: datetime) -> QuerySet[Meeting]:
    """Return the meetings that began or were to begin in a period, in any state."""
    return _known_to(viewer).filter(starts_at__gte=start, starts_at__lt=end)


def planned_teams(viewer: Viewer) -> list[Team]:
    """Return the teams whose meetings the viewer plans."""
    return list(Team.objects.filter(pk__in=viewer.coordinates, closed_on__isnull=True))


def may_plan(viewer: Viewer, team_id: int) -> bool:
    """Return whether the viewer plans the meetings of a team."""
    return team_id in viewer.coordinates


def may_conduct(viewer: Viewer, team_id: int) -> bool:
    """Return whether the viewer leads or records the meetings of a team."""
    if may_plan(viewer, team_id):
        return True
    seats = [seat for seat in current_memberships(viewer) if seat.team_id == team_id]
    roles = {seat.role_on(viewer.today) for seat in seats}
    return not roles.isdisjoint(CONDUCTING)


def moderator_of(viewer: Viewer, team_id: int) -> str:
    """Return who moderates a team today; nothing where nobody is elected, or the term is over."""
    seats = members_of(team_id, viewer)
    role = Membership.Role.MODERATOR
    return next((seat.user.name for seat in seats if seat.role_on(viewer.today) == role), "")


def require_planner(viewer: Viewer, meeting: Meeting) -> None:
    """Raise NotAllowed unless the viewer plans this team's meetings."""
    if not may_plan(viewer, meeting.team_id):
        raise NotAllowed(
            OnlyFor("Only the coordinator of this team changes its meetings."),
            "meeting",
            meeting.pk,
        )


def require_conductor(viewer: Viewer, meeting: Meeting) -> None:
    """Raise NotAllowed unless the viewer leads or records this team's meetings."""
    if not may_conduct(viewer, meeting.team_id):
        raise NotAllowed(
            OnlyFor(
                "Only the coordinator, moderator and recorder of this team write at its meetings."
            ),
            "meeting",
            meeting.pk,
        )


def attendances_of(meeting: Meeting) -> list[Attendance]:
    """Return who is invited, by name, with the agency."""
    return list(meeting.attendances.select_related("user__agency").order_by("user__name"))


def count_present(rows: Iterable[Attendance]) -> int:
    """Count who is in the room or on the link."""
    return sum(row.status in HERE for row in rows)


def unsent_reminders(meeting: Meeting) -> list[Reminder]:
    """Return the mails that failed, for the coordinator to reach these people another way."""
    failed = meeting.reminders.filter(state=Reminder.State.FAILED)
    return list(failed.select_related("recipient").order_by("recipient__name", "due_at"))


def _known_to(viewer: Viewer) -> QuerySet[Meeting]:
    """A seat that has ended knows nothing any more, even of meetings it was invited to."""
    if not viewer.active or not viewer.mfa or not viewer.has_caseload:
        return Meeting.objects.none()
    seats = Membership.objects.filter(current(viewer), user_id=viewer.user_id)
    ours = Meeting.objects.filter(team__in=seats.values("team"))
    guests = Attendance.objects.filter(user_id=viewer.user_id)
    guests = guests.exclude(capacity=Attendance.Capacity.MEMBER)
    # Keys first: the wall asks about each meeting that is looked at, and these are few.
    known = ours.order_by().values("pk").union(guests.order_by().values("meeting"))
    return Meeting.objects.filter(pk__in=known)


def _ahead(viewer: Viewer) -> Q:
    recent = Q(starts_at__gte=viewer.now - STAYS_AHEAD) & ~Q(status=Meeting.Status.CLOSED)
    return Q(status=Meeting.Status.OPEN) | recent


def _shown(viewer: Viewer, meetings: Iterable[Meeting]) -> list[Meeting]:
    found = list(meetings)
    entries = [
        Entry(
            kind="list", subject_kind="meeting", subject_id=str(meeting.pk),
            category=Category.TEAM_RECORD, fields=LISTED, authority="membership",
        )
        for meeting in found
    ]  # fmt: skip
    record(viewer, entries)
    return found


def _key(after: str) -> tuple[datetime | None, uuid.UUID]:
    """Return the key that a page starts after; what is no key starts at the beginning."""
    moment, _, key = after.partition("~")
    try:
        found = datetime.fromisoformat(moment)
        return (found, uuid.UUID(key)) if found.tzinfo else (None, uuid.UUID(int=0))
    except ValueError:
        return None, uuid.UUID(int=0)
