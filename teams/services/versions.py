"""Two people saving the same row: the second learns it, and neither version is lost."""

from typing import Any

from casemgmt.core.errors import ChangedMeanwhile, RuleBroken
from django.db import IntegrityError, transaction
from django.db.models import Model
from teams.selectors.administration import state_of


def refuse_if_changed(row: Any, seen: str, yours: dict[str, object]) -> None:
    """Raise ChangedMeanwhile with both versions when `row` is no longer what the person had open."""
    if state_of(row, tuple(yours)) != seen:
        theirs = {_label(row, name): getattr(row, name) for name in yours}
        raise ChangedMeanwhile(theirs, {_label(row, name): yours[name] for name in yours})


def save_once(row: Model) -> None:
    """Insert a row that was checked; raises RuleBroken where someone else was faster with the same name."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise RuleBroken("Someone else saved the same a moment ago. Look at the list first.") from error


def _label(row: Any, name: str) -> str:
    return str(row._meta.get_field(name).verbose_name).capitalize()
