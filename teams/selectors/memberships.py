"""Who sits on which team, on a day."""

from django.db.models import Q

from casemgmt.policy.people import Viewer
from teams.models import Membership


def current_memberships(viewer: Viewer) -> list[Membership]:
    """Return the viewer's seats that count today."""
    return list(
        Membership.objects.filter(user_id=viewer.user_id, starts__lte=viewer.today)
        .filter(Q(until__isnull=True) | Q(until__gte=viewer.today))
        .select_related("team")
        .order_by("starts")
    )


def members_of(team_id: int, viewer: Viewer) -> list[Membership]:
    """Return who sits on a team today, by name."""
    return list(
        Membership.objects.filter(team_id=team_id, starts__lte=viewer.today, user__is_active=True)
        .filter(Q(until__isnull=True) | Q(until__gte=viewer.today))
        .select_related("user__agency")
        .order_by("user__name")
    )
