"""NoticeDuty and NoticeSent: whom the agency owes notice by registration, and what came of it.

The person under supervision, the defense, treatment and examiners never learn that there is one
(B-VR-2). Which events, which language and which way are known to whoever sends, not here.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from casemgmt.models import CaseEvent
from casemgmt.models.base import CaseRecord, of
from casemgmt.policy.categories import Category
from victims.models.system_record import SystemRecord


class NoticeDuty(CaseRecord):
    """A victim whom the system knows has registered for notices; it ends when she says so."""

    class Sender(models.TextChoices):
        VICTIM_UNIT = "victim_unit", "The agency's victim specialist"
        PROSECUTION = "prosecution", "The prosecutor's victim services"
        STATE_OFFICE = "state_office", "The state's office of victim services"
        CORRECTION = "correction", "The victim unit of the department of correction"

    CATEGORY: ClassVar[Category] = Category.VICTIM_SYSTEM
    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(
        Category.VICTIM_SYSTEM, "victim_name", "sender", "registered_on", "stopped_at"
    )

    system_record = models.ForeignKey(SystemRecord, on_delete=models.PROTECT, related_name="+")
    sender = models.CharField(max_length=14, choices=Sender.choices)
    registered_on = models.DateField()
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["registered_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["system_record", "sender"],
                condition=Q(stopped_at__isnull=True),
                name="notice_duty_once",
            ),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True) | Q(stopped_at__date__gte=F("registered_on")),
                name="notice_duty_stops_after",
            ),
        ]

    def __str__(self) -> str:
        return f"notice duty {self.pk}"

    @property
    def victim_name(self) -> str:
        """Return the name as the system knows it."""
        return f"{self.system_record.given_name} {self.system_record.family_name}"


class NoticeSent(CaseRecord):
    """One try of the agency to tell of one event; no text of it is kept here."""

    class Outcome(models.TextChoices):
        TOLD = "told", "Told"
        FAILED = "failed", "Not reached"

    CATEGORY: ClassVar[Category] = Category.VICTIM_SYSTEM
    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(
        Category.VICTIM_SYSTEM, "outcome", "author_name"
    )

    duty = models.ForeignKey(NoticeDuty, on_delete=models.PROTECT, related_name="+")
    event = models.ForeignKey(CaseEvent, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=8, choices=Outcome.choices)

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["duty", "event"], name="notice_sent_duty")]

    def __str__(self) -> str:
        return f"notice sent {self.pk}"

    @property
    def author_name(self) -> str:
        """Return who tried."""
        return self.author.name if self.author else ""
