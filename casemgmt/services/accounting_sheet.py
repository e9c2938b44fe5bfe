"""The files of an accounting: the person's copy as tagged PDF and as CSV, and the officer's list
with what is left out and why."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from audit.accounting import LAWS, Disclosure, Row, for_person, how_often
from audit.cells import guarded
from audit.models import AccountingRequest
from casemgmt.core.pdf import write_pdf

HEADINGS = ("When", "Who received it", "Address, if known", "What", "For what, by what authority")
WIDTHS = (3, 4, 4, 5, 5)


def pdf_of(request: AccountingRequest, rows: Sequence[Row]) -> bytes:
    """Return the person's copy on paper."""
    shown = for_person(rows)
    return write_pdf(
        "table.typ",
        {
            "title": "Accounting of disclosures",
            "language": "en",
            "footer": f"{request.agency_name}. Confidential.",
            "intro": _intro(request, len(shown)),
            "columns": list(HEADINGS),
            "widths": list(WIDTHS),
            "rows": [list(_cells(row.what)) for row in shown],
            "is_wide": True,
        },
    )


def csv_of(rows: Sequence[Row]) -> bytes:
    """Return the person's copy as a table; a cell that a spreadsheet would run is guarded."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([*HEADINGS, "How many", "First", "Last"])
    for row in for_person(rows):
        what = row.what
        cells = [*_cells(what), what.count, _iso(what.first_at), _iso(what.last_at)]
        writer.writerow([guarded(cell) for cell in cells])
    return text.getvalue().encode()


def rows_of(rows: Sequence[Row]) -> bytes:
    """Return the officer's list: every line, with the mark of what the person does not get."""
    lines = [
        dict(zip(("when", "recipient", "address", "what", "why"), _cells(row.what), strict=True))
        | {"mark": row.mark, "mark_words": row.mark_words}
        for row in rows
    ]
    return json.dumps(lines, ensure_ascii=False, indent=1).encode()


def _intro(request: AccountingRequest, lines: int) -> list[str]:
    law = LAWS[request.law]
    found = f"{lines} {'line' if lines == 1 else 'lines'}." if lines else "There were none."
    return [
        f"About: {request.label}. Asked for by {request.asked_by} on {_day(request.asked_on)}.",
        f"Disclosures by {request.agency_name} from {_day(request.since)} to "
        f"{_day(request.asked_on)} ({law.source}). {found}",
        "Several disclosures to one recipient for one purpose stand in one line, with the first, "
        "how often, and the last.",
    ]


def _cells(what: Disclosure) -> tuple[str, str, str, str, str]:
    return (_when(what), what.recipient, what.address, what.description, what.purpose)


def _when(what: Disclosure) -> str:
    first, last = _day(timezone.localtime(what.first_at)), _day(timezone.localtime(what.last_at))
    if what.count == 1:
        return first
    if first == last:
        return f"{first}, {what.count:,} times"
    return f"First {first}; {how_often(what)}; last {last}"


def _day(day: object) -> str:
    return f"{day:%b} {day.day}, {day.year}"  # type: ignore[attr-defined]


def _iso(at: datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")
