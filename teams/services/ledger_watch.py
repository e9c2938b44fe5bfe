"""Tells the readers of the ledger what they must know without looking: that a part of its work has
stopped (CJIS AU-5), and that the review of a week waits or is late (CJIS AU-6)."""

from collections.abc import Iterable

from audit.selectors.weekly_review import unsigned_agencies
from audit.services.alarm import watch
from casemgmt.core import clock
from casemgmt.policy.people import Office
from teams.models import Notice, User
from teams.services.notice import notify

READERS = (Office.PRIVACY_OFFICER, Office.AUDITOR)
Kind = Notice.Kind


def tell_alarms() -> int:
    """Look at the ledger's work and tell its readers once what has stopped and once that it goes
    on; return how many alarms began. Run by the due-scan, which is not what it watches."""
    seen = watch()
    readers = _readers()
    for number in seen.began:
        notify(Kind.LEDGER_ALARM, readers, about=f"alarm:{number}")
    for number in seen.over:
        notify(Kind.LEDGER_ALARM_OVER, readers, about=f"alarm:{number}")
    return len(seen.began)


def remind_of_reviews() -> int:
    """Remind the readers of each agency of the newest week without a signature: once when it is
    over and once when it is late; return of how many agencies."""
    today = clock.today()
    agencies = User.objects.filter(is_active=True, office__in=READERS, agency__isnull=False)
    people = User.objects.filter(agency__in=agencies.values("agency_id"))
    pairs = list(people.values_list("agency_id", "pk"))
    monday, due, waiting = unsigned_agencies(today, pairs)
    for agency_id in waiting:
        about, readers = f"ledgerreview:{agency_id}:{monday}", _readers([agency_id])
        notify(Kind.LEDGER_REVIEW_DUE, readers, about=about)
        if today > due:
            notify(Kind.LEDGER_REVIEW_LATE, readers, about=about)
    return len(waiting)


def _readers(agency_ids: Iterable[int] | None = None) -> list[int]:
    people = User.objects.filter(is_active=True, office__in=READERS)
    if agency_ids is not None:
        people = people.filter(agency_id__in=agency_ids)
    return list(people.values_list("pk", flat=True))
