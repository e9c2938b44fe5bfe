"""What an agency keeps of the accountings that it owes: requests, the steps of each, statements
that suspend, the making, and what was given. Rows are added, never changed; no foreign keys."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models


class AccountingRequest(models.Model):
    """Somebody asked for the list of disclosures of a person or a victim."""

    class About(models.TextChoices):
        PERSON = "person", "Person under supervision"
        VICTIM = "victim", "Victim"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    agency_id = models.BigIntegerField()
    agency_name = models.TextField()
    about = models.TextField(choices=About.choices)
    subject_id = models.TextField()
    case_ids = ArrayField(models.UUIDField())
    label = models.TextField()
    others = models.IntegerField(default=0)  # other victims on the case
    law = models.TextField()
    asked_by = models.TextField()
    asked_on = models.DateField()
    send_to = models.TextField()
    since = models.DateField()
    fee = models.TextField()
    by_id = models.BigIntegerField()
    by_name = models.TextField()
    at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "audit_accountingrequest"
        ordering = ["asked_on", "id"]

    def __str__(self) -> str:
        return f"accounting {self.pk}"


class AccountingStep(models.Model):
    """One thing that happened to a request: extended, made, given or withdrawn."""

    class Kind(models.TextChoices):
        EXTENDED = "extended", "Extended by 30 days"
        MADE = "made", "Made"
        GIVEN = "given", "Given"
        WITHDRAWN = "withdrawn", "Withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    request_id = models.UUIDField()
    agency_id = models.BigIntegerField()
    kind = models.TextField(choices=Kind.choices)
    words = models.TextField()
    on_day = models.DateField()
    digest = models.TextField()
    by_id = models.BigIntegerField()
    by_name = models.TextField()
    at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "audit_accountingstep"
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class SuspensionRow(models.Model):
    """A statement that accountings would impede, with its time (45 CFR 164.528(a)(2))."""

    class Kind(models.TextChoices):
        LAW_ENFORCEMENT = "law_enforcement", "Law enforcement"
        PROSECUTION = "prosecution", "Prosecution"
        OVERSIGHT = "oversight", "Health oversight agency"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    agency_id = models.BigIntegerField()
    case_id = models.UUIDField()
    case_label = models.TextField()
    kind = models.TextField(choices=Kind.choices)
    recipient_agency_id = models.BigIntegerField(null=True)
    recipient = models.TextField()
    starts = models.DateField()
    ends = models.DateField()
    statement = models.TextField()
    said_by = models.TextField()
    by_id = models.BigIntegerField()
    by_name = models.TextField()
    at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "audit_suspension"
        ordering = ["-ends", "id"]

    def __str__(self) -> str:
        return f"suspension {self.pk}"


class SuspensionEnd(models.Model):
    """A suspension that ended before its day, and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    suspension_id = models.UUIDField(unique=True)
    agency_id = models.BigIntegerField()
    on_day = models.DateField()
    words = models.TextField()
    by_id = models.BigIntegerField()
    by_name = models.TextField()
    at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "audit_suspensionend"

    def __str__(self) -> str:
        return f"end of suspension {self.suspension_id}"


class AccountingRun(models.Model):
    """One making of an accounting; a large ledger is read in the background, month by month."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waits"
        BUILDING = "building", "Being made"
        READY = "ready", "Ready"
        FAILED = "failed", "Failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    request_id = models.UUIDField()
    agency_id = models.BigIntegerField()
    state = models.TextField(choices=State.choices)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=1)
    lease_until = models.DateTimeField(null=True)
    by_id = models.BigIntegerField()
    by_name = models.TextField()
    at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = "audit_accountingrun"
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"run {self.pk}"

    @property
    def percent(self) -> int:
        """How much of it is done."""
        return 100 * self.done // max(self.total, 1)


class AccountingCopy(models.Model):
    """A file that was made: the person's copy as PDF and as CSV, and the officer's list."""

    class Form(models.TextChoices):
        PDF = "pdf", "PDF"
        CSV = "csv", "CSV"
        ROWS = "rows", "List with what is left out"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    run_id = models.UUIDField()
    request_id = models.UUIDField()
    agency_id = models.BigIntegerField()
    form = models.TextField(choices=Form.choices)
    content = models.BinaryField()
    digest = models.TextField()
    lines = models.IntegerField()
    at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "audit_accountingcopy"

    def __str__(self) -> str:
        return f"copy {self.pk}"
