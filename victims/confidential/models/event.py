"""AdvocacyEvent: one row of the organization's own ledger.

Append-only, made and walled by the migration's SQL.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from casemgmt.core.scoping import ScopedModel
from casemgmt.policy.people import Viewer


class Kind(models.TextChoices):
    """What happened."""

    VIEW = "view", "opened"
    LIST = "list", "was shown in a list"
    SEARCH = "search", "searched by name"
    CHECK = "check", "compared a text with"
    ADD = "add", "added"
    AMEND = "amend", "corrected"
    RELEASE = "release", "released to the team"
    WITHDRAW = "withdraw", "withdrew"
    LEDGER = "ledger", "read the organization's ledger"
    REFUSAL = "refusal", "was refused"
    ROTATE = "rotate", "wrapped anew the keys of"
    DESTROY = "destroy", "destroyed"
    HOLD = "hold", "held or let go"
    DISCLOSE = "disclose", "disclosed under an order"
    EXPORT = "export", "handed out"


class Outcome(models.TextChoices):
    """How it ended."""

    SHOWN = "shown", "shown"
    DONE = "done", "done"
    REFUSED = "refused", "refused"


class AdvocacyEvent(ScopedModel):
    """Who did what, when, why and how it ended; names of fields, never values."""

    id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    page_id = models.UUIDField(null=True)
    actor_id = models.BigIntegerField()
    actor_name = models.TextField()
    agency_id = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    subject_kind = models.TextField()
    subject_id = models.UUIDField(null=True)
    client_id = models.UUIDField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    because = models.TextField()
    reason = models.TextField()
    fields = ArrayField(models.TextField())

    class Meta:
        managed = False
        db_table = "advocacy_event"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"advocacy event {self.id}"

    @classmethod
    def visibility(cls, viewer: Viewer) -> Q:
        """Events of the viewer's own organization, for its advocates."""
        return Q(agency_id=viewer.agency_id) if viewer.is_advocate else Q(pk__in=[])
