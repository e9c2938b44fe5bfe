"""Worksheet: three interests weighed before a decision that can do harm (S46; practice C.7)."""

from typing import ClassVar

from django.db import models

from casemgmt.models.base import CaseRecord, of
from casemgmt.models.review import Decision
from casemgmt.policy.categories import Category

INTERESTS = ("person", "victim", "community")
INTEREST_WORDS = {
    "person": "The person under supervision",
    "victim": "Victims, in general and as far as a release says",
    "community": "The community",
}
ASKED = ("benefit", "cost", "evidence", "speaker")
COLUMNS = tuple(f"{interest}_{asked}" for interest in INTERESTS for asked in ASKED)


class Worksheet(CaseRecord):
    """The person under supervision, those who were harmed or could be, and the community: what
    each gains, what it costs, what is known, and who spoke for it."""

    class Precedence(models.TextChoices):
        NONE = "none", "Nobody is in danger; the interests are weighed"
        VICTIM = "victim", "A victim could be in danger: that goes first"
        COMMUNITY = "community", "The community could be in danger: that goes first"

    CATEGORY: ClassVar[Category] = Category.TEAM_RECORD
    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(
        Category.TEAM_RECORD, *COLUMNS, "precedence", "safety_action", "balance", "decision_id"
    )

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="+")
    person_benefit = models.TextField(max_length=1000)
    person_cost = models.TextField(max_length=1000)
    person_evidence = models.TextField(max_length=1000, blank=True)
    person_speaker = models.CharField(max_length=120)
    victim_benefit = models.TextField(max_length=1000)
    victim_cost = models.TextField(max_length=1000)
    victim_evidence = models.TextField(max_length=1000, blank=True)
    victim_speaker = models.CharField(max_length=120)
    community_benefit = models.TextField(max_length=1000)
    community_cost = models.TextField(max_length=1000)
    community_evidence = models.TextField(max_length=1000, blank=True)
    community_speaker = models.CharField(max_length=120)
    precedence = models.CharField(max_length=10, choices=Precedence.choices)
    safety_action = models.TextField("what is done first", max_length=1000, blank=True)
    balance = models.TextField("how they were weighed", max_length=2000)

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return f"worksheet {self.pk}"

    def parts(self) -> frozenset[str]:
        """Return the part: items that the members took part in."""
        return frozenset({"own_items"})
