"""FindingMark and WeeklyReview: what the readers of a ledger made of its week. Append-only."""

import uuid

from django.db import models


class FindingMark(models.Model):
    """One answer to something unusual; the newest version of a key counts."""

    class State(models.TextChoices):
        """What was done about it."""

        LOOKED = "looked", "Looked at: nothing to ask"
        EXPLAINED = "explained", "Explained"
        FOLLOWED = "followed", "Followed up"

    id = models.BigIntegerField(primary_key=True)
    agency_id = models.BigIntegerField()
    key = models.TextField()
    version = models.IntegerField()
    state = models.TextField(choices=State.choices)
    words = models.TextField()
    about_id = models.BigIntegerField()
    by_id = models.BigIntegerField()
    by_name = models.TextField()
    at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "audit_findingmark"

    def __str__(self) -> str:
        return f"mark {self.pk}"


class WeeklyReview(models.Model):
    """An agency's week of the ledger, reviewed and signed by a person with a name (CJIS AU-6)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    agency_id = models.BigIntegerField()
    week = models.DateField()
    by_id = models.BigIntegerField()
    by_name = models.TextField()
    note = models.TextField()
    summary = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "audit_weeklyreview"

    def __str__(self) -> str:
        return f"review of the week of {self.week}"
