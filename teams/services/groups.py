"""Keeps Django's group rows equal to the seats that count today; seats that begin or end by date
change overnight."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from teams.models import Membership, Team, User


@transaction.atomic
def tidy_groups(today: date) -> tuple[int, int]:
    """Return how many group rows were added and taken away; a second run changes nothing."""
    current = Membership.objects.filter(starts__lte=today).filter(
        Q(until__isnull=True) | Q(until__gte=today)
    )
    wanted = set(current.values_list("user_id", "team__group_id"))
    through = User.groups.through
    rows = through.objects.filter(group_id__in=Team.objects.values("group_id"))
    there = {(row.user_id, row.group_id): row.pk for row in rows}
    missing = sorted(wanted - there.keys())
    through.objects.bulk_create(
        [through(user_id=user, group_id=group) for user, group in missing], ignore_conflicts=True
    )
    stale = [pk for pair, pk in there.items() if pair not in wanted]
    through.objects.filter(pk__in=stale).delete()
    return len(missing), len(stale)
