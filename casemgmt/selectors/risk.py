"""Reads what a case's assessments say at its head: the newest level, the first date due."""

import re
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Exists, OuterRef

from casemgmt.models import Assessment, Case
from casemgmt.policy.people import Viewer


@dataclass(frozen=True)
class HeadOfRisk:
    """What the assessments of a case say together."""

    level: str
    band: int | None
    due_on: date | None


def head_of_risk(viewer: Viewer, case: Case) -> HeadOfRisk:
    """Return level, band and next date from the assessments that no newer one corrects."""
    rows = Assessment.objects.visible_to(viewer).filter(case=case)
    newer = Assessment.objects.visible_to(viewer).filter(corrects=OuterRef("pk"))
    valid = rows.filter(~Exists(newer.order_by())).order_by("-scored_on", "-created_at")
    newest: dict[str, Assessment] = {}
    for row in valid:
        newest.setdefault(row.instrument, row)
    levels = [row for row in newest.values() if row.instrument in settings.INSTRUMENTS_OF_HEAD]
    top = max(levels, key=lambda row: (row.scored_on, row.created_at), default=None)
    dates = [row.due_on for row in newest.values() if row.due_on]
    return HeadOfRisk(
        level=top.label if top else "",
        band=band_of(top.level) if top else None,
        due_on=min(dates, default=None),
    )


def band_of(level: str) -> int | None:
    """Return the band of a level label by the site's table, None for a label that is not in it."""
    words = re.sub(r"^\s*level\s+", "", level, flags=re.IGNORECASE).strip().lower()
    for beginning in sorted(settings.RISK_BANDS, key=len, reverse=True):
        if re.match(rf"{re.escape(beginning.lower())}\b", words):
            return settings.RISK_BANDS[beginning]
    return None
