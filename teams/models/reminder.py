"""Reminder: the outbox of mail about meetings; written with the meeting, sent by the due-scan,
never lost."""

import uuid

from django.conf import settings
from django.db import models

from casemgmt.core import clock
from teams.models.meeting import Meeting


class Reminder(models.Model):
    """One mail to one person about one meeting at one lead time; the text names nobody
    and no case."""

    class Kind(models.TextChoices):
        INVITATION = "invitation", "Invitation"
        LEAD_DAY = "lead_day", "The day before"
        LEAD_HOUR = "lead_hour", "The hour before"
        CANCELLED = "cancelled", "Cancellation"

    class State(models.TextChoices):
        PENDING = "pending", "Pending"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"
        SKIPPED = "skipped", "Not needed any more"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="reminders")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)
    sequence = models.PositiveIntegerField(default=0)  # of the meeting: once moved it invites anew
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    skipped_because = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["due_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "recipient", "kind", "sequence"], name="reminder_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="reminder_due",
                condition=models.Q(state__in=["pending", "sending"]),
            )
        ]

    def __str__(self) -> str:
        return f"reminder {self.pk}"
