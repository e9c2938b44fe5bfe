"""Sheet: what the advocate keeps of a victim beside notes: each kind with its own questions,
encrypted as one, never changed; a newer one replaces an older one."""

from typing import ClassVar

from django.db import models

from casemgmt.models.base import of
from casemgmt.policy.categories import Category
from victims.confidential.models.base import Confidential
from victims.confidential.models.client import Client


class Sheet(Confidential):
    """One page of the record; its answers are one encrypted text."""

    class Kind(models.TextChoices):
        CONTACT_RULE = "contact_rule", "Safe contact"
        FAMILY = "family", "Family and others close"
        SAFETY_PLAN = "safety_plan", "Safety plan"
        WISH = "wish", "Wishes"
        SERVICE = "service", "Services and contacts"
        REFERRAL = "referral", "Referrals"
        NOTICE = "notice", "Notices"
        TASK = "task", "Tasks"

    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(
        Category.VICTIM_ADVOCACY, "kind", "answers", "happened_on", "author_name"
    )

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    answers = models.BinaryField()
    happened_on = models.DateField()
    # Of a task, so that the workspace can sort what waits without opening anything.
    due_on = models.DateField(null=True, blank=True)
    is_done = models.BooleanField(default=False)
    author_id = models.BigIntegerField()
    author_name = models.CharField(max_length=128)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-happened_on", "-created_at", "id"]
        indexes = [
            models.Index(fields=["client", "kind", "-happened_on"], name="sheet_client_kind"),
            models.Index(
                fields=["agency_id", "due_on"],
                name="sheet_due",
                condition=models.Q(due_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"sheet {self.pk}"
