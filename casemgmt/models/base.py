"""CaseRecord: what every row of a case shares; who may know that it exists follows the case."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from casemgmt.core.models import Record
from casemgmt.models.case import Case
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import RecordFacts
from casemgmt.policy.people import Viewer


class CaseRecord(Record):
    """A row of one case, written by one person of one agency; its fields carry its category."""

    CATEGORY: ClassVar[Category]
    FIELD_CATEGORY: ClassVar[dict[str, Category]]

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey("teams.User", on_delete=models.PROTECT, related_name="+", null=True)
    owner_agency = models.ForeignKey("teams.Agency", on_delete=models.PROTECT, related_name="+")
    # Laws that bind the row beside its category's own ("part2": 42 CFR Part 2); they travel with
    # quoted text (B-ENG-2).
    regimes = ArrayField(models.CharField(max_length=12), default=list, blank=True, editable=False)
    sealed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def visibility(cls, viewer: Viewer) -> Q:
        """Rows, but sealed ones, of cases on which the viewer stands; the category is decided
        row by row in reveal()."""
        stands = Q(case__in=Case.objects.visible_to(viewer).order_by().values("pk"))
        return stands & Q(sealed_at__isnull=True)

    def record_facts(self) -> RecordFacts:
        """Return what rules need to know of this row."""
        return RecordFacts(
            parts=self.parts(),
            author_id=self.author_id,
            owner_agency_id=self.owner_agency_id,
            regimes=frozenset(self.regimes),
            sealed=self.sealed_at is not None,
        )

    def parts(self) -> frozenset[str]:
        """Return the named parts of its category that this row belongs to."""
        return frozenset()


def of(category: Category, *names: str) -> dict[str, Category]:
    """Return a FIELD_CATEGORY in which each of `names` is of `category`."""
    return dict.fromkeys(names, category)


def everything(model: type[Any]) -> list[str]:
    """Return the names of a model's concrete fields, for the guard tests."""
    return [field.name for field in model._meta.concrete_fields]
