"""NoticeTask and NoticeStep: what an advocate has to tell a victim, and each try to do so."""

from typing import ClassVar

from django.db import models

from casemgmt.models.base import of
from casemgmt.policy.categories import Category
from victims.confidential.models.base import Confidential
from victims.confidential.models.client import Client


class NoticeTask(Confidential):
    """One event for one victim. `event_ref` matches the event only for the holder of the key."""

    class Kind(models.TextChoices):
        TELL = "tell", "Tell"
        CONSIDER = "consider", "Consider outreach"

    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(
        Category.VICTIM_ADVOCACY, "kind", "content", "known_on", "due_on"
    )

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    event_ref = models.BinaryField(max_length=32)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    content = models.BinaryField()
    known_on = models.DateField()
    due_on = models.DateField()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["client", "event_ref", "kind"], name="notice_task_once")
        ]
        indexes = [models.Index(fields=["agency_id", "due_on"], name="notice_task_due")]

    def __str__(self) -> str:
        return f"notice task {self.pk}"


class NoticeStep(Confidential):
    """One try, or the end of it: told, not reached, stopped, left alone, or overtaken."""

    class Outcome(models.TextChoices):
        TOLD = "told", "The victim was told"
        FAILED = "failed", "Not reached"
        STOPPED = "stopped", "The victim wants no more notices"
        LEFT = "left", "Left alone, for the reason given"
        OVERTAKEN = "overtaken", "A correction took its place"

    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(
        Category.VICTIM_ADVOCACY, "outcome", "content", "happened_at", "author_name"
    )

    task = models.ForeignKey(NoticeTask, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    content = models.BinaryField()
    happened_at = models.DateTimeField()
    author_id = models.BigIntegerField()
    author_name = models.CharField(max_length=128)

    class Meta:
        ordering = ["happened_at", "id"]
        indexes = [models.Index(fields=["task", "happened_at"], name="notice_step_task")]

    def __str__(self) -> str:
        return f"notice step {self.pk}"
