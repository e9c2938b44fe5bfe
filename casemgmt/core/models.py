"""Bases of the tables that grow: an unguessable key, who and when,
a version against silent overwrites."""

import uuid

from django.conf import settings
from django.db import models

from casemgmt.core import clock
from casemgmt.core.scoping import ScopedModel


def this_jurisdiction() -> int:
    """Return the jurisdiction that new rows belong to."""
    return settings.JURISDICTION_ID


class Keyed(models.Model):
    """An unguessable key, and the jurisdiction by which a large installation is sharded."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jurisdiction_id = models.SmallIntegerField(default=this_jurisdiction, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True


class Record(Keyed, ScopedModel):
    """Something of a case, a person or a victim: sealed until someone says who is looking."""

    created_by_id = models.BigIntegerField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True
