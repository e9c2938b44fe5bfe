"""The one place that knows what time it is, so that a test or a policy scenario can set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_frozen: ContextVar[datetime | None] = ContextVar("frozen_clock", default=None)


def now() -> datetime:
    """Return the current moment, aware, in UTC or as frozen."""
    return _frozen.get() or timezone.now()


def today() -> date:
    """Return the current day in the jurisdiction's zone."""
    return timezone.localdate(now())


@contextmanager
def frozen_at(moment: datetime) -> Iterator[None]:
    """Let the clock stand at `moment` inside the block."""
    token = _frozen.set(moment)
    try:
        yield
    finally:
        _frozen.reset(token)
