"""ExamReferral and ExamResult: what an examiner is asked, and what came of it.
A result alone sanctions nobody."""

from typing import ClassVar

from django.db import models

from casemgmt.models.base import CaseRecord, of
from casemgmt.policy.categories import Category


class ExamReferral(CaseRecord):
    """The referral sheet: type, areas, suitability; the examiner's whole view of the person."""

    class Kind(models.TextChoices):
        INSTANT_OFFENSE = "instant_offense", "Instant offense"
        PRIOR_ALLEGATION = "prior_allegation", "Prior allegation"
        SEXUAL_HISTORY = "sexual_history", "Sexual history"
        MAINTENANCE = "maintenance", "Maintenance"
        MONITORING = "monitoring", "Sex-offense monitoring"
        SPECIFIC_ISSUE = "specific_issue", "Specific issue"

    CATEGORY: ClassVar[Category] = Category.POLYGRAPH_REFERRAL
    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(
        Category.POLYGRAPH_REFERRAL,
        "kind", "areas", "suitability", "period", "examiner_name", "scheduled_on", "author_name",
    )  # fmt: skip

    kind = models.CharField(max_length=16, choices=Kind.choices)
    areas = models.TextField("areas to ask about", max_length=2000)
    suitability = models.TextField("facts on suitability", blank=True, max_length=2000)
    period = models.CharField("period covered", max_length=80, blank=True)
    examiner = models.ForeignKey("teams.User", on_delete=models.PROTECT, related_name="+")
    scheduled_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-scheduled_on", "id"]
        indexes = [models.Index(fields=["case", "examiner"], name="referral_case_examiner")]

    def __str__(self) -> str:
        return f"exam referral {self.pk}"

    @property
    def examiner_name(self) -> str:
        """Return the examiner's name."""
        return self.examiner.name

    @property
    def author_name(self) -> str:
        """Return who referred."""
        return self.author.name if self.author else ""


class ExamResult(CaseRecord):
    """The examiner's report to the team."""

    class Result(models.TextChoices):
        SIGNIFICANT = "significant", "Significant reactions"
        NOT_SIGNIFICANT = "not_significant", "No significant reactions"
        INCONCLUSIVE = "inconclusive", "Inconclusive"
        NOT_TESTED = "not_tested", "Not tested: unsuitable"
        STOPPED = "stopped", "Stopped for administrative reasons"

    CATEGORY: ClassVar[Category] = Category.POLYGRAPH_RESULT
    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(
        Category.POLYGRAPH_RESULT,
        "kind_text", "result", "examined_on", "statements", "author_name", "corrects_id",
    )  # fmt: skip

    referral = models.ForeignKey(ExamReferral, on_delete=models.PROTECT, related_name="+")
    result = models.CharField(max_length=16, choices=Result.choices)
    examined_on = models.DateField()
    statements = models.TextField(
        "statements before and after the test", blank=True, max_length=6000
    )
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-examined_on", "id"]
        indexes = [models.Index(fields=["case", "-examined_on"], name="result_case_day")]

    def __str__(self) -> str:
        return f"exam result {self.pk}"

    @property
    def kind_text(self) -> str:
        """Return the kind of exam in words."""
        return self.referral.get_kind_display()

    @property
    def author_name(self) -> str:
        """Return the examiner's name."""
        return self.author.name if self.author else ""
