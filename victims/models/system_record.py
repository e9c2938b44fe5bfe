"""SystemRecord and NoContactTerm.

What court, police, prosecution and probation themselves know of a victim.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from casemgmt.models.base import CaseRecord, of
from casemgmt.policy.categories import Category
from victims.ladder import REACHING


class SystemRecord(CaseRecord):
    """A victim as the system knows him or her; where it came from never changes (B-VAWA-11)."""

    class Source(models.TextChoices):
        COURT = "court", "Court"
        POLICE = "police", "Police"
        PROSECUTION = "prosecution", "Prosecution"
        PROBATION = "probation", "Probation"

    CATEGORY: ClassVar[Category] = Category.VICTIM_SYSTEM
    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(
        Category.VICTIM_SYSTEM,
        "given_name",
        "family_name",
        "relation",
        "is_minor",
        "contact",
        "source",
        "note",
        "address_program",
    )

    given_name = models.CharField(max_length=128)
    family_name = models.CharField(max_length=128)
    relation = models.CharField(
        "relation to the person under supervision", max_length=80, blank=True
    )
    is_minor = models.BooleanField(default=False)
    contact = models.CharField("how the system reaches the victim", max_length=200, blank=True)
    source = models.CharField("came from", max_length=12, choices=Source.choices)
    note = models.TextField(blank=True, max_length=2000)
    # The address is kept secret by a program (address confidentiality): a substitute stands here,
    # the true one nowhere in this database (B-VR-5).
    address_program = models.BooleanField(default=False)

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["case"], name="system_record_case")]

    def __str__(self) -> str:
        return f"system record {self.pk}"


class NoContactTerm(CaseRecord):
    """A term that keeps the person away from a victim; it names and places nobody."""

    CATEGORY: ClassVar[Category] = Category.VICTIM_SYSTEM
    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(
        Category.VICTIM_SYSTEM, "text", "ordered_on", "ends_on", "areas", "allows", "allowed_under"
    )

    text = models.TextField(max_length=1000)
    ordered_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    # Coarse ones alone, with others beside them that mean nothing (victims/areas.py).
    areas = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    # Steps that a later order of the court leaves open, and that order; empty: all is forbidden.
    allows = ArrayField(models.CharField(max_length=20, choices=REACHING), default=list, blank=True)
    allowed_under = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-ordered_on", "id"]
        indexes = [models.Index(fields=["case"], name="no_contact_case")]

    def __str__(self) -> str:
        return f"no-contact term {self.pk}"

    def parts(self) -> frozenset[str]:
        """Return the part that treatment providers receive."""
        return frozenset({"no_contact"})
