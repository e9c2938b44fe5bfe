"""Keeps the advocacy tables in the advocacy databases, and everything else out of them."""

from typing import Any

from django.db import models

from victims.confidential.database import SHARED, aliases, here

LABEL = "advocacy"
ALIAS = SHARED


class AdvocacyRouter:
    """Routes by app label, and there to the database of the organization that is bound.

    A relation across two databases is refused.
    """

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str | None:
        """Return the database to read from; raises NotBound."""
        return here() if model._meta.app_label == LABEL else "default"

    def db_for_write(self, model: type[models.Model], **hints: Any) -> str | None:
        """Return the database to write to; raises NotBound."""
        return self.db_for_read(model)

    def allow_relation(self, one: models.Model, other: models.Model, **hints: Any) -> bool:
        """Allow a relation only on one side of the wall, and there in one organization's."""
        kept = {row._state.db for row in (one, other)} - {None}
        same_side = (one._meta.app_label == LABEL) == (other._meta.app_label == LABEL)
        return same_side and len(kept) < 2

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Allow each table in its own databases only."""
        return (app_label == LABEL) == (db in aliases())
