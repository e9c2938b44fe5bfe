"""Meeting, Attendance, AgendaItem, Minutes: the team at the table.
Cases come in from above (casemgmt.CaseReview)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from casemgmt.core import clock
from teams.models.team import Team


class Meeting(models.Model):
    """A meeting of a team, kept as local wall time, zone and the moment that both mean."""

    class Status(models.TextChoices):
        PLANNED = "planned", "Planned"
        OPEN = "open", "In session"
        CLOSED = "closed", "Closed"
        CANCELLED = "cancelled", "Cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="meetings")
    title = models.CharField(max_length=120, default="Case review")
    local_start = models.DateTimeField(
        "starts (wall time)", help_text="Wall time, stored as if UTC."
    )
    zone = models.CharField(max_length=40, default="America/New_York")
    starts_at = models.DateTimeField()
    minutes_long = models.PositiveSmallIntegerField("length in minutes", default=90)
    place = models.CharField(max_length=120, blank=True)
    link = models.URLField("link to join", blank=True, max_length=300)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PLANNED)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    # Of the calendar entry: up with each move.
    sequence = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["-starts_at"]
        indexes = [models.Index(fields=["team", "starts_at"], name="meeting_team_start")]

    def __str__(self) -> str:
        return f"meeting {self.pk}"


class Attendance(models.Model):
    """One person invited to one meeting, and whether he came."""

    class Status(models.TextChoices):
        INVITED = "invited", "Invited"
        PRESENT = "present", "Present"
        REMOTE = "remote", "Present by link"
        EXCUSED = "excused", "Excused"
        ABSENT = "absent", "Absent"

    class Capacity(models.TextChoices):
        MEMBER = "member", "Member"
        DESIGNEE = "designee", "Designee"
        GUEST = "guest", "Guest"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=10, choices=Capacity.choices, default=Capacity.MEMBER)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.INVITED)
    marked_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["user__name"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "user"], name="attendance_once_a_person")
        ]

    def __str__(self) -> str:
        return f"attendance {self.pk}"


class AgendaItem(models.Model):
    """A segment that speaks of no person: policy, procedure, needs."""

    class Kind(models.TextChoices):
        POLICY = "policy", "Policy"
        PROCEDURE = "procedure", "Procedure"
        NEEDS = "needs", "Local needs"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=160)
    note = models.TextField(blank=True, max_length=4000)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "title"]

    def __str__(self) -> str:
        return f"agenda item {self.pk}"


class Minutes(models.Model):
    """The minutes of the segments that name nobody; approved minutes are locked,
    what is added is an addendum."""

    meeting = models.OneToOneField(
        Meeting, on_delete=models.CASCADE, related_name="minutes", primary_key=True
    )
    general = models.TextField("what was said in general", blank=True, max_length=20000)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name_plural = "minutes"
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="minutes_approved_by_someone",
            )
        ]

    def __str__(self) -> str:
        return f"minutes {self.pk}"


class Addendum(models.Model):
    """What a member adds to approved minutes."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="addenda")
    text = models.TextField(max_length=4000)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["written_at"]
        verbose_name_plural = "addenda"

    def __str__(self) -> str:
        return f"addendum {self.pk}"
