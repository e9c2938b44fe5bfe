"""Perspective: the advocate's input on victims in general.

It names and places nobody, and tells nothing of any victim.
"""

from typing import ClassVar

from django.db import models

from casemgmt.models.base import CaseRecord, of
from casemgmt.policy.categories import Category
from victims.models.advocate import kind_of_advocate


class Perspective(CaseRecord):
    """Input for one case's item.

    The dynamics of harm, services, general safety concerns (B-VAWA-15).
    """

    CATEGORY: ClassVar[Category] = Category.TEAM_RECORD
    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(
        Category.TEAM_RECORD, "text", "given_on", "author_name", "author_kind"
    )

    text = models.TextField(max_length=4000)
    given_on = models.DateField()

    class Meta:
        ordering = ["-given_on", "-created_at"]
        indexes = [models.Index(fields=["case", "-given_on"], name="perspective_case_day")]

    def __str__(self) -> str:
        return f"perspective {self.pk}"

    def parts(self) -> frozenset[str]:
        """Return the part: items that the members took part in."""
        return frozenset({"own_items"})

    @property
    def author_name(self) -> str:
        """Return the advocate's name."""
        return self.author.name if self.author else ""

    @property
    def author_kind(self) -> str:
        """Return which kind of advocate spoke, as what binds the two differs (B-VAWA-16)."""
        return kind_of_advocate(self.author)
