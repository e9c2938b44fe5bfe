"""Two people saving the same row: the second learns it, and neither text is lost."""

from typing import Any

from casemgmt.core.errors import ChangedMeanwhile


def refuse_if_changed(row: Any, version: int, yours: dict[str, object]) -> None:
    """Raise ChangedMeanwhile with both texts when `row` is no longer what the person had open."""
    if row.version != version:
        raise ChangedMeanwhile({name: getattr(row, name) for name in yours}, yours)
