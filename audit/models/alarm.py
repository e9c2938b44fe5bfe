"""Alarm: that a part of the ledger's own work stopped, and that it goes on again. Append-only."""

from django.db import models


class Alarm(models.Model):
    """One turn of one trouble; the newest of a kind tells how it stands."""

    class State(models.TextChoices):
        """Whether it began or is over."""

        BEGAN = "began", "began"
        OVER = "over", "over"

    id = models.BigIntegerField(primary_key=True)
    kind = models.TextField()
    by = models.TextField()
    state = models.TextField(choices=State.choices)
    since = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "audit_alarm"

    def __str__(self) -> str:
        return f"alarm {self.pk}"


class Watch(models.Model):
    """When the watcher over the ledger's work looked last: one row."""

    id = models.SmallIntegerField(primary_key=True)
    at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "audit_watch"

    def __str__(self) -> str:
        return f"watched {self.at}"


class JournalWait(models.Model):
    """A process whose lines wait for the journal, since when, and when it tried last."""

    process = models.TextField(primary_key=True)
    since = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "audit_journalwait"

    def __str__(self) -> str:
        return f"journal waits in {self.process}"
