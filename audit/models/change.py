"""ChangeEntry: django-auditlog's entry, append-only and with values of sensitive fields masked."""

import hashlib
import hmac
from collections.abc import Iterable
from typing import Any

from auditlog.models import AbstractLogEntry, LogEntryManager
from django.conf import settings
from django.db import models

from casemgmt.core.context import current_request_id

REDACTED = "[redacted]"


def redacted(value: object) -> str:
    """Return the mask of a sensitive value: the same for every value,
    so that equality tells nothing."""
    return REDACTED


def keyed(value: object) -> str:
    """Return a keyed hash: shows that two values are equal and nothing else."""
    digest = hmac.new(settings.SECRET_KEY.encode(), str(value).encode(), hashlib.sha256)
    return f"h:{digest.hexdigest()[:16]}"


def request_id() -> str:
    """Return the correlation id for auditlog: ours, never one from a client's header."""
    return current_request_id.get()


class ChangeEntryManager(LogEntryManager):
    """Writes ids where django-auditlog would write the text of rows, which holds names."""

    def log_create(
        self,
        instance: models.Model,
        force_log: bool = False,  # noqa: FBT001, FBT002  # the shape of django-auditlog's own
        **kwargs: object,
    ) -> models.Model | None:
        """Write an entry whose object_repr is the kind and key, never str(instance)."""
        kwargs["object_repr"] = f"{instance._meta.label}:{instance.pk}"
        kwargs.pop("serialized_data", None)
        return super().log_create(instance, force_log=force_log, **kwargs)

    def log_m2m_changes(
        self,
        changed_queryset: Iterable[models.Model],
        instance: models.Model,
        operation: str,
        field_name: str,
        **kwargs: Any,
    ) -> models.Model | None:
        """Write keys of related rows, never their text."""
        objects = [str(row.pk) for row in changed_queryset]
        if not objects:
            return None
        changes = {field_name: {"type": "m2m", "operation": operation, "objects": objects}}
        kwargs.setdefault("changes", changes)
        kwargs.setdefault("action", self.model.Action.UPDATE)
        return self.log_create(instance, force_log=True, **kwargs)


class ChangeEntry(AbstractLogEntry):
    """One change of one row: names of fields, values only where they are not sensitive."""

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    content_type = models.ForeignKey(
        "contenttypes.ContentType", on_delete=models.PROTECT, related_name="+"
    )
    objects = ChangeEntryManager()

    class Meta(AbstractLogEntry.Meta):
        abstract = False
        verbose_name = "change"
        verbose_name_plural = "changes"

    def __str__(self) -> str:
        return self.object_repr
