"""Agency and Unit: who employs the people at the table."""

import uuid

from django.db import models


class Agency(models.Model):
    """An organization with people at the table; `sovereign` says whose law it is under."""

    class Kind(models.TextChoices):
        SUPERVISION = "supervision", "Probation or parole"
        TREATMENT = "treatment", "Treatment center"
        POLYGRAPH = "polygraph", "Polygraph firm"
        VICTIM_SERVICE = "victim_service", "Victim-service organization"
        PROSECUTION = "prosecution", "Prosecutor's office"
        DEFENSE = "defense", "Defense"
        COURT = "court", "Court"
        LAW_ENFORCEMENT = "law_enforcement", "Police"
        CHILD_PROTECTION = "child_protection", "Child protection"
        SCHOOL = "school", "School"
        TRIBAL = "tribal", "Tribal agency"
        COMMUNITY = "community", "Community program"
        POLICY = "policy", "Policy council"
        EVALUATION = "evaluation", "Evaluation"

    class Sovereign(models.TextChoices):
        STATE = "state", "State"
        TRIBAL = "tribal", "Tribal"
        FEDERAL = "federal", "Federal"
        LOCAL = "local", "Local"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    sovereign = models.CharField(max_length=10, choices=Sovereign.choices, default=Sovereign.STATE)
    is_part2_program = models.BooleanField("42 CFR Part 2 program", default=False)
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "agencies"
        permissions = [("supervise_agency", "Supervises the cases of this agency")]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A part of an agency that carries a caseload."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="units")
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "name"], name="unit_name_once_in_agency")
        ]
        permissions = [("supervise_unit", "Supervises the cases of this unit")]

    def __str__(self) -> str:
        return self.name
