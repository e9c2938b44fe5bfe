"""Reads how an organization makes its releases: its own days within the jurisdiction's."""

from dataclasses import dataclass
from datetime import datetime

from casemgmt.policy.people import Viewer
from victims.confidential.models import Practice
from victims.services.terms import Limits, limits_of_site


@dataclass(frozen=True)
class PracticeShown:
    """The rules in force, and who set them when; the jurisdiction's where nobody did."""

    limits: Limits
    call: str
    set_by: str = ""
    set_at: datetime | None = None


def practice_of(viewer: Viewer) -> PracticeShown:
    """Return the organization's rules; the jurisdiction's days go before longer ones."""
    site = limits_of_site()
    row = Practice.objects.visible_to(viewer).order_by("-created_at").first()
    if row is None:
        return PracticeShown(site, "")
    most = min(row.most_days, site.most)
    limits = Limits(min(row.usual_days, most), min(row.long_days, most), most)
    return PracticeShown(limits, row.call, row.set_by_name, row.created_at)
