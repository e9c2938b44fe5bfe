"""Reminder: the outbox of mail about meetings; written with the meeting, sent by the due-scan,
never lost."""

from django.db import models

from teams.models.meeting import Meeting
from teams.models.outbox import OutboxRow


class Reminder(OutboxRow):
    """One mail to one person about one meeting at one lead time; the text names nobody
    and no case."""

    class Kind(models.TextChoices):
        INVITATION = "invitation", "Invitation"
        LEAD_DAY = "lead_day", "The day before"
        LEAD_HOUR = "lead_hour", "The hour before"
        CANCELLED = "cancelled", "Cancellation"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    sequence = models.PositiveIntegerField(default=0)  # of the meeting: once moved it invites anew

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
