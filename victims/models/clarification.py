"""Clarification: a step that the victim's side asks for, and what the team has ready for any.

A step is there under a release and opens to the recipient whom that release names. Readiness and
clearance are of the person under supervision, the same with a victim in contact and with none.
"""

from dataclasses import replace
from typing import ClassVar

from django.db import models
from django.db.models import Q

from casemgmt.models import Decision, Release
from casemgmt.models.base import CaseRecord, of
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import RecordFacts
from casemgmt.policy.people import Viewer
from victims.ladder import CHOICES


class ClarificationStep(CaseRecord):
    """One step of one victim, under one release to one recipient."""

    class State(models.TextChoices):
        ASKED = "asked", "Asked for"
        UNDER_WAY = "under_way", "Under way"
        DONE = "done", "Took place"

    CATEGORY: ClassVar[Category] = Category.VICTIM_STATEMENT
    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(
        Category.VICTIM_STATEMENT, "rung", "state", "asked_at", "begun_at", "done_at", "ends_at"
    )

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+")
    rung = models.CharField(max_length=20, choices=CHOICES)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "id"]
        indexes = [models.Index(fields=["case"], name="clarification_case")]

    def __str__(self) -> str:
        return f"clarification step {self.pk}"

    @classmethod
    def visibility(cls, viewer: Viewer) -> Q:
        """Steps of the viewer's cases; one that was stopped is there for its organization alone."""
        own = Q(stopped_at__isnull=True) | Q(owner_agency_id=viewer.agency_id)
        return super().visibility(viewer) & own

    def record_facts(self) -> RecordFacts:
        """Return what rules need: the release that the step is under."""
        return replace(
            super().record_facts(),
            release_id=str(self.release_id or ""),
            items=frozenset(self.release.items) if self.release_id else frozenset(),
        )

    @property
    def ends_at(self) -> object:
        """Return when the release ends."""
        return self.release.ends_at


class Readiness(CaseRecord):
    """What treatment says of the person: ready for a step, or not yet; the newest counts."""

    class Word(models.TextChoices):
        READY = "ready", "Ready"
        NOT_YET = "not_yet", "Not yet"

    CATEGORY: ClassVar[Category] = Category.TREATMENT_SUMMARY
    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(
        Category.TREATMENT_SUMMARY, "rung", "word", "said_on", "author_name"
    )

    rung = models.CharField(max_length=20, choices=CHOICES)
    word = models.CharField(max_length=10, choices=Word.choices)
    said_on = models.DateField()

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["case"], name="readiness_case")]

    def __str__(self) -> str:
        return f"readiness {self.pk}"

    @property
    def author_name(self) -> str:
        """Return who said it."""
        return self.author.name if self.author else ""


class Clearance(CaseRecord):
    """A decision under which a step may begin until a day, if the victim's side asks for it."""

    CATEGORY: ClassVar[Category] = Category.TEAM_RECORD
    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(
        Category.TEAM_RECORD, "rung", "ends_on", "decision_id"
    )

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+")
    rung = models.CharField(max_length=20, choices=CHOICES)
    ends_on = models.DateField()

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["case"], name="clearance_case")]

    def __str__(self) -> str:
        return f"clearance {self.pk}"

    def parts(self) -> frozenset[str]:
        """Return the part: items that the members took part in."""
        return frozenset({"own_items"})
