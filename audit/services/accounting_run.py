"""The making of an accounting as a row: waits, is being made, is ready or failed. Its progress is
no act of anybody."""

import uuid
from datetime import datetime, timedelta

from django.db import connection, transaction

from audit.models import AccountingRequest, AccountingRun
from audit.services.accounting import signed_by
from casemgmt.core import clock
from casemgmt.policy.people import Viewer


def start_run(viewer: Viewer, row: AccountingRequest, *, waits: bool) -> AccountingRun:
    """Write that a list is being made, or waits for the background."""
    state = AccountingRun.State.WAITING if waits else AccountingRun.State.BUILDING
    run = AccountingRun(
        request_id=row.pk, agency_id=viewer.agency_id, state=state, at=viewer.now,
        **signed_by(viewer),
    )  # fmt: skip
    run.save(force_insert=True)
    return run


def claim_run(until: datetime) -> tuple[uuid.UUID, int] | None:
    """Take one that waits under a lease; return its key and whose it is."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounting_claim(%s, %s)", [clock.now(), until])
        found = cursor.fetchone()
    return (uuid.UUID(str(found[0])), found[1]) if found else None


def fail_run(run_id: uuid.UUID) -> None:
    """Write that a making failed, also where the officer for whom it ran is none any more."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT accounting_fail(%s)", [str(run_id)])


def move_run(
    run: AccountingRun,
    state: str,
    *,
    done: int | None = None,
    total: int | None = None,
    lease: timedelta | None = None,
) -> None:
    """Write how far it is."""
    run.state = state
    run.done = run.done if done is None else done
    run.total = run.total if total is None else total
    run.lease_until = clock.now() + lease if lease else None
    over = state in (AccountingRun.State.READY, AccountingRun.State.FAILED)
    run.finished_at = clock.now() if over else None
    run.save(update_fields=["state", "done", "total", "lease_until", "finished_at"])
