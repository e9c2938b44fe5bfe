"""Event: one row of the disclosure ledger. Append-only, partitioned by month; no foreign keys,
so that seals outlive rows."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Kind(models.TextChoices):
    """What happened, as the sentence says it."""

    VIEW = "view", "viewed"
    LIST = "list", "was shown in a list"
    SEARCH = "search", "searched"
    COUNT = "count", "was shown a number"
    EXPORT = "export", "exported"
    PRINT = "print", "printed"
    DOWNLOAD = "download", "downloaded"
    API = "api", "read by API"
    MAIL = "mail", "was mailed"
    SPOKEN = "spoken", "told"
    REFUSAL = "refusal", "was refused"
    CHANGE = "change", "changed"
    SIGN_IN = "sign_in", "signed in"
    SIGN_IN_FAILED = "sign_in_failed", "failed to sign in"
    PERMISSION = "permission", "changed a permission"
    LEDGER = "ledger", "read the ledger"
    BREAK_GLASS = "break_glass", "used emergency access"
    CONFLICT = "conflict", "put a conflict on record"
    SEALED = "sealed", "sealed"
    UNSEALED = "unsealed", "lifted a seal"


class Outcome(models.TextChoices):
    """Whether it was shown."""

    SHOWN = "shown", "shown"
    REFUSED = "refused", "refused"
    DONE = "done", "done"


class Event(models.Model):
    """Who was shown which record, when, why and by what authority; names of fields,
    never values."""

    id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.TextField()
    actor_role = models.TextField()
    actor_agency_id = models.BigIntegerField(null=True)
    actor_agency = models.TextField()
    session = models.TextField()
    request_id = models.TextField()
    page_id = models.TextField()
    route = models.TextField()
    channel = models.TextField()
    purpose = models.TextField()
    reason = models.TextField()
    authority = models.TextField()
    authority_ref = models.TextField()
    because = models.TextField()
    policy_version = models.TextField()
    subject_kind = models.TextField()
    subject_id = models.TextField()
    case_id = models.UUIDField(null=True)
    case_label = models.TextField()
    owner_agency_id = models.BigIntegerField(null=True)
    category = models.TextField()
    part = models.TextField()
    fields = ArrayField(models.TextField())
    recipient = models.TextField()
    total = models.IntegerField(null=True)
    detail = models.JSONField(default=dict)

    class Meta:
        managed = False
        db_table = "audit_event"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"event {self.id}"
