"""Team and Membership: who sits together, from when until when."""

import uuid
from datetime import date

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import F, Q

from teams.models.agency import Unit


class Team(models.Model):
    """A team; its group holds the team's cases as guardian rows, one row a case
    however many members."""

    class Level(models.TextChoices):
        CASE = "case", "Case management"
        LOCAL_POLICY = "local_policy", "Local policy"
        STATEWIDE_POLICY = "statewide_policy", "Statewide policy"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120, unique=True)
    level = models.CharField(max_length=20, choices=Level.choices, default=Level.CASE)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="teams"
    )
    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="+", editable=False)
    vision = models.TextField(blank=True)
    designees_allowed = models.BooleanField(default=False)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A seat at the table in whole days; `until` is the last day that counts,
    and the next request knows it."""

    class Role(models.TextChoices):
        MEMBER = "member", "Member"
        COORDINATOR = "coordinator", "Coordinator"
        MODERATOR = "moderator", "Moderator"
        RECORDER = "recorder", "Recorder"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.MEMBER)
    # The last day of a role that is elected for a time; afterwards the seat is a member's (T21).
    role_until = models.DateField(null=True, blank=True)
    starts = models.DateField("from")
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["user__name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("starts")),
                name="membership_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["user", "team"], name="membership_user_team")]

    def __str__(self) -> str:
        return f"membership {self.pk}"

    def role_on(self, day: date) -> str:
        """Return the role that counts on a day: a member's once a term is over."""
        over = self.role_until is not None and self.role_until < day
        return self.Role.MEMBER if over else self.role
