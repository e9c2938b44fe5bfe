"""SavedSearch: a search of the ledger that one person keeps for himself."""

import uuid

from django.db import models


class SavedSearch(models.Model):
    """One search by its name; the database shows it to nobody else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user_id = models.BigIntegerField()
    name = models.CharField(max_length=80)
    terms = models.JSONField(default=dict)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "audit_savedsearch"
        ordering = ["name"]

    def __str__(self) -> str:
        return f"saved search {self.pk}"
