"""Act: what was done about a release or a coming of age, one after the other, never changed."""

from typing import ClassVar

from django.db import models

from casemgmt.models.base import of
from casemgmt.policy.categories import Category
from victims.confidential.models.base import Confidential
from victims.confidential.models.client import Client
from victims.confidential.models.released import Released


class Act(Confidential):
    """One step in the life of a release; its words are encrypted with the victim's key."""

    class Kind(models.TextChoices):
        WITHDRAWN = "withdrawn", "Taken back"
        NOTED = "noted", "Withdrawal written down"
        COPY = "copy", "Copy to the victim"
        BORN = "born", "Day of birth"
        OF_AGE = "of_age", "Spoken with after the 18th birthday"

    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(
        Category.VICTIM_ADVOCACY, "kind", "words", "happened_on", "author_name"
    )

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    released = models.ForeignKey(Released, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    words = models.BinaryField()
    happened_on = models.DateField()
    author_id = models.BigIntegerField()
    author_name = models.CharField(max_length=128)

    class Meta:
        ordering = ["-created_at", "id"]
        indexes = [models.Index(fields=["client", "kind"], name="act_client_kind")]

    def __str__(self) -> str:
        return f"act {self.pk}"
