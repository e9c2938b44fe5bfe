"""CaseEvent: what happens to a case and its person from outside: a release, a hearing, a move."""

from typing import ClassVar

from django.db import models

from casemgmt.models.base import CaseRecord, of
from casemgmt.policy.categories import Category

OF_COMPLIANCE = frozenset({"violation", "abscond"})


class CaseEvent(CaseRecord):
    """An event that happened or is set; never changed, a newer one says which one it corrects."""

    class Kind(models.TextChoices):
        RELEASE = "release", "Release from custody"
        RELEASE_REVIEW = "release_review", "Review of a release"
        TRANSFER = "transfer", "Transfer"
        MOVE = "move", "Move to another home"
        HEARING = "hearing", "Hearing"
        PETITION = "petition", "Petition to change or to end supervision"
        REGISTRY = "registry", "Petition on registration"
        VIOLATION = "violation", "Violation or arrest"
        ABSCOND = "abscond", "Whereabouts unknown or escape"
        DEATH = "death", "Death"
        END = "end", "End of supervision"

    CATEGORY: ClassVar[Category] = Category.SUPERVISION
    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(
        Category.SUPERVISION, "kind", "happens_at", "place", "note", "author_name", "corrects_id"
    )
    # Of the status that advocates and police receive, the officer's own words are none.
    WHOLE_ONLY: ClassVar[frozenset[str]] = frozenset({"note"})

    kind = models.CharField(max_length=16, choices=Kind.choices)
    happens_at = models.DateTimeField("when")
    place = models.CharField("court, facility or area", max_length=120, blank=True)
    note = models.TextField(max_length=2000, blank=True)
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-happens_at", "id"]
        indexes = [models.Index(fields=["case", "-happens_at"], name="case_event_time")]

    def __str__(self) -> str:
        return f"case event {self.pk}"

    def parts(self) -> frozenset[str]:
        """Return the parts of supervision that an event belongs to."""
        parts = {"status"}
        if self.kind in OF_COMPLIANCE:
            parts |= {"conditions", "violations"}
        return frozenset(parts)

    @property
    def author_name(self) -> str:
        """Return who recorded it."""
        return self.author.name if self.author else ""
