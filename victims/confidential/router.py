"""Keeps the advocacy tables in the advocacy database, and everything else out of it."""

from typing import Any

from django.db import models

LABEL = ALIAS = "advocacy"


class AdvocacyRouter:
    """Routes by app label; a relation across the two databases is refused."""

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str | None:
        """Return the database to read from."""
        return ALIAS if model._meta.app_label == LABEL else "default"

    def db_for_write(self, model: type[models.Model], **hints: Any) -> str | None:
        """Return the database to write to."""
        return self.db_for_read(model)

    def allow_relation(self, one: models.Model, other: models.Model, **hints: Any) -> bool:
        """Allow a relation only on one side of the wall."""
        return (one._meta.app_label == LABEL) == (other._meta.app_label == LABEL)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Allow each table in its own database only."""
        return (app_label == LABEL) == (db == ALIAS)
