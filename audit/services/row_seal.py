"""Seals the traces of row changes: now and then an event holds the digest of those since the last.

The event is sealed like any other, so a trace that is changed, taken out or put in later no longer
gives the digest that the tree holds.
"""

from dataclasses import dataclass
from time import monotonic

from django.db import connection, transaction

from audit.models import Event, Kind
from audit.services.own_act import Act, record_act
from audit.services.report import Report

COMMAND = "manage.py ledger seal"
THING, THING_ID = "rows", "row changes"
EVERY = 60.0  # seconds
LOCK = 7_305_448_211  # any number: one process at a time goes on from the last digest


@dataclass(frozen=True, slots=True)
class Mark:
    """How far numbers were given out at a moment, and the transactions that could hold some."""

    last: int
    holders: frozenset[str]


class RowSeals:
    """One sealer's look at the row changes, from step to step."""

    def __init__(self) -> None:
        self._mark: Mark | None = None
        self._due = 0.0

    def step(self, *, now: bool = False) -> int:
        """Write the digest of what is settled, if it is due; return how many rows it covers."""
        if not now and monotonic() < self._due:
            return 0
        before, self._mark = self._mark, _mark()
        if not self._mark.holders:  # nobody writes: all is settled
            settled = self._mark.last
        elif before and not before.holders & self._mark.holders:
            settled = before.last
        else:
            return 0
        self._due = monotonic() + EVERY
        return _write(settled)


def check_rows(report: Report) -> None:
    """Compare each digest on the ledger with the rows that it covers, and look for gaps."""
    above = 0
    events = Event.objects.filter(kind=Kind.LEDGER, subject_kind=THING, subject_id=THING_ID)
    for number, detail, total in events.order_by("id").values_list("id", "detail", "total"):
        first, upto = int(detail["above"]), int(detail["upto"])
        where = f"row changes {first + 1} to {upto} (event {number})"
        if first != above:
            words = f"The digest before ends with row change {above}."
            report.add("ROWS-GAP", where, words)
        many, digest = _digest(first, upto)
        if many != total:
            words = f"There are {many} of {total}: some were taken out or put in."
            report.add("ROWS-COUNT", where, words)
        elif digest != detail["digest"]:
            report.add("ROWS-ALTERED", where, "They are not what was sealed.")
        report.rows += many
        above = upto


@transaction.atomic
def _write(upto: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    newest = Event.objects.filter(subject_id=THING_ID, kind=Kind.LEDGER, subject_kind=THING)
    detail = newest.order_by("-at", "-id").values_list("detail", flat=True).first()
    above = int(detail["upto"]) if detail else 0
    if upto <= above:
        return 0
    many, digest = _digest(above, upto)
    if many:
        said: dict[str, object] = {"above": above, "upto": upto, "digest": digest}
        record_act(Act(COMMAND, thing=THING, thing_id=THING_ID, total=many, detail=said))
    return many


def _digest(above: int, upto: int) -> tuple[int, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM audit_row_digest(%s, %s)", [above, upto])
        return cursor.fetchone()


def _mark() -> Mark:
    with connection.cursor() as cursor:
        cursor.execute("SELECT last, array_to_string(holders, ' ') FROM audit_row_marks()")
        last, holders = cursor.fetchone()
    return Mark(last, frozenset(holders.split()))
