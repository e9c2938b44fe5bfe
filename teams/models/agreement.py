"""Agreement: what agencies have promised each other to share; once it has ended, nothing flows
between them that it covered."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from teams.models.agency import Agency


class Agreement(models.Model):
    """A written agreement between two or more agencies, on categories, from when until when."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=160)
    parties = models.ManyToManyField(Agency, related_name="agreements")
    covers = ArrayField(models.CharField(max_length=24))
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
                name="agreement_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return self.name
