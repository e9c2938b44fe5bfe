"""Two people saving the same account, agency, team or seat: the second learns it, and neither
version is lost."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model

from casemgmt.core.errors import ChangedMeanwhile, RuleBroken
from teams.selectors.administration import state_of


def refuse_if_changed(row: Any, seen: str, yours: dict[str, object]) -> None:
    """Raise ChangedMeanwhile with both versions when `row` is no longer what the person had
    open."""
    if state_of(row, tuple(yours)) != seen:
        theirs = {name: getattr(row, name) for name in yours}
        raise ChangedMeanwhile(_in_words(row, theirs), _in_words(row, yours))


def save_once(row: Model) -> None:
    """Insert a row that was checked; raises RuleBroken where someone else was faster with the
    same name."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise RuleBroken(
            "Someone else saved the same a moment ago. Look at the list first."
        ) from error


def _in_words(row: Model, values: dict[str, object]) -> dict[str, object]:
    """Return the values as the page of both versions shows them."""
    shown: dict[str, object] = {}
    for name, value in values.items():
        field = row._meta.get_field(name)
        words = dict(getattr(field, "flatchoices", ())).get(value, value)
        if isinstance(words, bool):
            words = "Yes" if words else "No"
        shown[str(getattr(field, "verbose_name", name)).capitalize()] = (
            "" if words is None else str(words)
        )
    return shown
