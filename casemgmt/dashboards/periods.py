"""The periods that meetings and decisions are counted over, and those before them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from casemgmt.policy.people import Viewer

CHOICES = (30, 90, 365)
USUAL = 90


@dataclass(frozen=True)
class Period:
    """The last `days` days, today included, and the same length before them."""

    days: int
    today: date
    now: datetime

    @property
    def first(self) -> date:
        """Return the first day that counts."""
        return self.today - timedelta(days=self.days - 1)

    @property
    def first_before(self) -> date:
        """Return the first day of the period before."""
        return self.first - timedelta(days=self.days)

    @property
    def start(self) -> datetime:
        """Return the moment at which the period starts."""
        return _midnight(self.first)

    @property
    def start_before(self) -> datetime:
        """Return the moment at which the period before starts."""
        return _midnight(self.first_before)


def period_of(viewer: Viewer, asked: str) -> Period:
    """Return the period that an address asks for, or the usual one."""
    days = int(asked) if asked.isdecimal() and len(asked) < 4 else USUAL
    return Period(days if days in CHOICES else USUAL, viewer.today, viewer.now)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
