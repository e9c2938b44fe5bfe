"""ProgramPerson: somebody whom another program of the organization serves, for the check of
conflicts alone. Only keyed tokens of the name are kept: nobody reads from it who that is (T15)."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from casemgmt.models.base import of
from casemgmt.policy.categories import Category
from victims.confidential.models.base import Confidential


class ProgramPerson(Confidential):
    """A name that a program gave for the check; it finds, and is never shown."""

    class Program(models.TextChoices):
        SHELTER = "shelter", "Shelter"
        COUNSELING = "counseling", "Counseling"
        LEGAL = "legal", "Legal help"
        HOTLINE = "hotline", "Hotline"
        OTHER = "other", "Another program"

    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(Category.VICTIM_ADVOCACY, "program")

    program = models.CharField(max_length=12, choices=Program.choices)
    name_token = models.BinaryField(max_length=16)
    sound_tokens = ArrayField(models.BinaryField(max_length=8), default=list)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "id"]
        indexes = [
            models.Index(fields=["agency_id", "name_token"], name="program_name"),
            GinIndex(fields=["sound_tokens"], name="program_sounds"),
        ]

    def __str__(self) -> str:
        return f"program person {self.pk}"
