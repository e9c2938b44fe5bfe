"""Counts of the ledger as a CSV file that no spreadsheet runs."""

import csv
import io
from collections.abc import Iterable

from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import slugify

from audit.cells import guarded
from audit.views.counted import Counted, CountedLine
from audit.words import exact
from casemgmt.core import clock
from casemgmt.policy.people import Viewer

HEADINGS = (
    "answer", "of", "agency", "times", "first", "last", "what", "by what authority", "why refused",
)  # fmt: skip


def tally_file(viewer: Viewer, answer: Counted, title: str, reason: str) -> HttpResponse:
    """Return the file; its last line says who took it, when and what for."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    _write(writer, "shown or done", answer.seeing)
    _write(writer, "refused", answer.refusals)
    moment = timezone.localtime(clock.now())
    by = f"{viewer.name} ({viewer.agency_name})"
    words = f"{title}. Exported by {by}, {exact(moment)}. For: {reason}"
    writer.writerow([guarded(words)])
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"ledger-{slugify(title)}-{moment:%Y%m%d-%H%M}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _write(writer: object, answer: str, lines: Iterable[CountedLine]) -> None:
    is_refused = answer == "refused"
    for line in lines:
        cells = (
            answer, line.label, line.agency, line.refused if is_refused else line.shown,
            timezone.localtime(line.first).isoformat(timespec="seconds") if line.first else "",
            timezone.localtime(line.last).isoformat(timespec="seconds") if line.last else "",
            "" if is_refused else line.what, "" if is_refused else line.by_what,
            line.why if is_refused else "",
        )  # fmt: skip
        writer.writerow([guarded(cell) for cell in cells])  # type: ignore[attr-defined]
