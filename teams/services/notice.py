"""The outbox of notices about access: written in the act's transaction, sent by the due-scan, never
lost, never doubled; the text says no name, no number, nothing of a case."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from audit.models import Kind as EventKind
from audit.models import Outcome
from audit.services.record import Entry, record
from casemgmt.core import clock
from teams.mail.notice import message_for
from teams.models import Notice
from teams.services.outbox import UNSENT, Outbox

Kind, State = Notice.Kind, Notice.State


@transaction.atomic
def notify(
    kind: str, recipient_ids: Iterable[int | None], *, about: str, due_at: datetime | None = None
) -> None:
    """Write one notice to each person, once a kind and thing; what was taken back waits again.

    Raises ValueError for a kind that does not exist.
    """
    kind, due = Kind(kind), due_at or clock.now()
    people = sorted({key for key in recipient_ids if key is not None})
    taken_back = Notice.objects.filter(
        kind=kind, about=about, recipient_id__in=people, state=State.SKIPPED
    )
    taken_back.update(state=State.PENDING, due_at=due, attempt=0, skipped_because="")
    rows = [Notice(kind=kind, recipient_id=key, about=about, due_at=due) for key in people]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)


def withdraw_notices(*, about: str, because: str, kinds: Iterable[str] = ()) -> None:
    """Take back what is not sent yet about a thing: all of it, or of some kinds."""
    rows = Notice.objects.filter(about=about, state__in=UNSENT)
    rows = rows.filter(kind__in=list(kinds)) if kinds else rows
    rows.update(state=State.SKIPPED, skipped_because=because[:60], lease_until=None)


def send_due_notices(limit: int = 100) -> int:
    """Send what is due, one by one; return how many. Any number of workers may run it."""
    return _outbox().send_due(limit)


def _outbox() -> Outbox:
    return Outbox(
        rows=Notice, related=("recipient",), why_not=_why_not, message_for=message_for,
        keep_on_ledger=lambda notice: record(None, [_event(notice)]),
    )  # fmt: skip


def _why_not(notice: Notice) -> str:
    return "" if notice.recipient.is_active else "account disabled"


def _event(notice: Notice) -> Entry:
    return Entry(
        kind=EventKind.MAIL, outcome=Outcome.DONE, subject_kind="notice",
        subject_id=str(notice.pk), recipient=str(notice.recipient_id),
        owner_agency_id=notice.recipient.agency_id,
        detail={"mail": notice.kind, "attempt": notice.attempt},
    )  # fmt: skip
