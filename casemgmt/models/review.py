"""CaseReview: a case on a team's agenda. Decision, Position, Step: what the team decided,
who does what until when."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from casemgmt.models.base import CaseRecord, of
from casemgmt.policy.categories import Category
from teams.models import Meeting


class CaseReview(CaseRecord):
    """A case on an agenda; the meeting knows nothing of it, so an agenda shows each attendee
    his own measure."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Not discussed yet"
        DISCUSSED = "discussed", "Discussed"
        DEFERRED = "deferred", "Put off to a later meeting"

    CATEGORY: ClassVar[Category] = Category.TEAM_RECORD
    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(
        Category.TEAM_RECORD,
        "question", "status", "minutes", "position", "author_name", "started_at",
    )  # fmt: skip

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    question = models.CharField("question to the team", max_length=300, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    minutes = models.TextField("what was said", blank=True, max_length=8000)
    started_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "case"], name="case_once_on_an_agenda")
        ]

    def __str__(self) -> str:
        return f"case review {self.pk}"

    def parts(self) -> frozenset[str]:
        """Return the part: items that the members took part in."""
        return frozenset({"own_items"})

    @property
    def author_name(self) -> str:
        """Return who put it on the agenda."""
        return self.author.name if self.author else ""


class Decision(CaseRecord):
    """A decision of the team; the victim-perspective slot is never empty,
    so that silence tells nothing (S3)."""

    class Outcome(models.TextChoices):
        CONSENSUS = "consensus", "Consensus"
        DEFERRED = "deferred", "Put off"
        ESCALATED = "escalated", "Taken to a higher body"

    class Perspective(models.TextChoices):
        GENERAL = "general", "Victims' perspective in general was heard"
        STATEMENT = "statement", "This victim's own words were heard, under a release"
        NONE_SHARED = "none_shared", "Considered, none shared"

    class Touches(models.TextChoices):
        CONTACT = "contact", "Contact with a victim, a child or the family"
        RESIDENCE = "residence", "Where the person lives"
        NOTIFICATION = "notification", "Who is told"
        REUNIFICATION = "reunification", "Living together again"
        DISCHARGE = "discharge", "The end of treatment or of supervision"

    CATEGORY: ClassVar[Category] = Category.TEAM_RECORD
    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(
        Category.TEAM_RECORD,
        "question", "text", "outcome", "victim_perspective", "victim_perspective_note", "dissent",
        "decided_on", "review_on", "author_name", "replaces_id", "touches",
    )  # fmt: skip

    review = models.ForeignKey(CaseReview, on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=300)
    text = models.TextField("decision", max_length=4000)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    victim_perspective = models.CharField(
        "victim perspective", max_length=12, choices=Perspective.choices
    )
    victim_perspective_note = models.TextField("how it was weighed", blank=True, max_length=2000)
    dissent = models.TextField(blank=True, max_length=2000)
    # What it changes that can do harm: each asks for the harm-prevention worksheet (S46).
    touches = ArrayField(
        models.CharField(max_length=14, choices=Touches.choices), default=list, blank=True
    )
    decided_on = models.DateField()
    review_on = models.DateField("look at it again on", null=True, blank=True)
    # A correction: the old decision stays as it was written.
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-decided_on", "-created_at"]
        indexes = [models.Index(fields=["case", "-decided_on"], name="decision_case_day")]

    def __str__(self) -> str:
        return f"decision {self.pk}"

    def parts(self) -> frozenset[str]:
        """Return the part: items that the members took part in."""
        return frozenset({"own_items"})

    @property
    def author_name(self) -> str:
        """Return who wrote it down."""
        return self.author.name if self.author else ""


class Step(CaseRecord):
    """An action from a decision: one owner, one date."""

    CATEGORY: ClassVar[Category] = Category.TEAM_RECORD
    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(
        Category.TEAM_RECORD, "text", "assigned_to_name", "due_on", "done_on", "outcome_note"
    )

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+")
    text = models.CharField("action", max_length=300)
    assigned_to = models.ForeignKey("teams.User", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    outcome_note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["assigned_to", "due_on"], name="step_owner_due")]

    def __str__(self) -> str:
        return f"step {self.pk}"

    def parts(self) -> frozenset[str]:
        """Return the part: items that the members took part in."""
        return frozenset({"own_items"})

    @property
    def assigned_to_name(self) -> str:
        """Return the owner's name."""
        return self.assigned_to.name
