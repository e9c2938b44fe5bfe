"""StoredAnchor and HeadMail: heads as others stamped or co-signed them, and the outbox of heads."""

from django.db import models


class StoredAnchor(models.Model):
    """A head that a time-stamp authority stamped or a witness co-signed. Append-only."""

    class Kind(models.TextChoices):
        """Who vouches for it."""

        STAMP = "stamp", "time stamp (RFC 3161)"
        WITNESS = "witness", "co-signature of a witness"

    id = models.BigIntegerField(primary_key=True)
    kind = models.TextField(choices=Kind.choices)
    size = models.BigIntegerField()
    at = models.DateTimeField()
    by = models.TextField()
    note = models.TextField()
    body = models.BinaryField()

    class Meta:
        managed = False
        db_table = "audit_anchor"

    def __str__(self) -> str:
        return f"{self.kind} of {self.size}"


class HeadMail(models.Model):
    """One head that goes to one address by mail; the text is the signed note and nothing else."""

    id = models.BigIntegerField(primary_key=True)
    size = models.BigIntegerField()
    address = models.TextField()
    due_at = models.DateTimeField()
    attempt = models.SmallIntegerField()
    sent_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "audit_headmail"

    def __str__(self) -> str:
        return f"mail of head {self.size}"
