"""VictimKey and Client: a victim whom the organization serves, under a key of his or her own."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from casemgmt.models.base import of
from casemgmt.policy.categories import Category
from victims.confidential.models.base import Confidential


class VictimKey(Confidential):
    """One victim's data key, wrapped by the organization's.

    Once it is destroyed, nothing of the victim opens again.
    """

    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(Category.VICTIM_ADVOCACY, "wrapped")

    wrapped = models.BinaryField(max_length=64)
    key_version = models.PositiveSmallIntegerField(default=1)

    def __str__(self) -> str:
        return f"victim key {self.pk}"


class Client(Confidential):
    """A victim. What identifies is encrypted.

    `case_ref` matches a case only for the holder of the organization's key.
    """

    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(
        Category.VICTIM_ADVOCACY, "name", "case_words", "relation", "contact", "safe_contact"
    )

    key = models.OneToOneField(VictimKey, on_delete=models.PROTECT, related_name="+")
    case_ref = models.BinaryField(max_length=32)
    name_token = models.BinaryField(max_length=16)
    family_token = models.BinaryField(max_length=16)
    # How each part of the name sounds, as keyed tokens.
    sound_tokens = ArrayField(models.BinaryField(max_length=8), default=list)
    name = models.BinaryField()
    case_words = models.BinaryField()
    relation = models.BinaryField()
    contact = models.BinaryField()
    safe_contact = models.BinaryField()
    advocate_id = models.BigIntegerField()
    advocate_name = models.CharField(max_length=128)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    # Its key is gone: the row is a stub, so that counts of what was destroyed hold.
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="client_closes_after_opening",
            )
        ]
        indexes = [
            models.Index(fields=["agency_id", "advocate_id", "-opened_on"], name="client_advocate"),
            models.Index(fields=["agency_id", "case_ref"], name="client_case"),
            models.Index(fields=["agency_id", "name_token"], name="client_name"),
            models.Index(fields=["agency_id", "family_token"], name="client_family"),
            GinIndex(fields=["sound_tokens"], name="client_sounds"),
        ]

    def __str__(self) -> str:
        return f"client {self.pk}"


class EarlierDetails(Confidential):
    """Details before a correction, still under the place that they were encrypted for."""

    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(
        Category.VICTIM_ADVOCACY, "name", "relation", "contact", "safe_contact"
    )

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    name = models.BinaryField()
    relation = models.BinaryField()
    contact = models.BinaryField()
    safe_contact = models.BinaryField()
    replaced_by = models.CharField(max_length=128)

    class Meta:
        ordering = ["-created_at", "id"]

    def __str__(self) -> str:
        return f"earlier details {self.pk}"
