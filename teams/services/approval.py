"""Tells the coordinators of a person's teams that an approval has lapsed (T05)."""

from datetime import timedelta

from django.db.models import Q

from casemgmt.core import clock
from teams.models import Membership, User
from teams.services.notice import notify

LOOK_BACK = timedelta(days=14)  # a scan that stood still for days still tells it


def tell_lapsed_approvals() -> int:
    """Write the notices of approvals that lapsed of late, once each; return of how many people."""
    today = clock.today()
    lapsed = User.objects.filter(
        is_active=True, approval_until__lt=today, approval_until__gte=today - LOOK_BACK
    )
    for person in lapsed:
        about = f"approval:{person.key}:{person.approval_until:%Y-%m-%d}"
        notify("approval_lapsed", _coordinators_of(person), about=about)
    return len(lapsed)


def _coordinators_of(person: User) -> list[int]:
    today = clock.today()
    current = Membership.objects.filter(starts__lte=today).filter(
        Q(until__isnull=True) | Q(until__gte=today)
    )
    teams = current.filter(user=person).values("team")
    seats = current.filter(team__in=teams, role=Membership.Role.COORDINATOR, user__is_active=True)
    return sorted(set(seats.exclude(user=person).values_list("user_id", flat=True)))
