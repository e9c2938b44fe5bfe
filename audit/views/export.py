"""The ledger as a CSV file, with a reason, itself on the ledger."""

import csv
import io
from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify

from audit import words
from audit.cells import guarded
from audit.forms.search import ExportForm, SearchForm
from audit.selectors.events import EventFilter, EventRow
from audit.services.read import export_ledger
from casemgmt.core import clock
from casemgmt.core.errors import RuleBroken
from casemgmt.web.base import ViewerRequest
from casemgmt.web.rules import LEDGER_READERS
from casemgmt.web.step_up import RecentSignInView

HEADINGS = (
    "event", "at", "sentence", "kind", "outcome", "person", "role", "agency", "case", "category",
    "record", "record id", "fields", "authority", "authority id", "because", "purpose", "reason",
    "recipient", "channel", "route", "request", "policy version", "leaf",
)  # fmt: skip


class Export(RecentSignInView):
    """Asks why, then sends what the search finds."""

    access = LEDGER_READERS

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Ask what the export is for."""
        return self._ask(request, ExportForm(viewer=request.viewer))

    def post(self, request: ViewerRequest) -> HttpResponse:
        """Send the file."""
        search, form = SearchForm(request.GET), ExportForm(request.POST, viewer=request.viewer)
        if not search.is_valid() or not form.is_valid():
            return self._ask(request, form, status=422)
        try:
            rows = export_ledger(
                request.viewer, search.wanted(), reason=form.cleaned_data["reason"]
            )
        except RuleBroken as error:
            form.reject(error)
            return self._ask(request, form, status=422)
        return _file(request, rows, form.cleaned_data["reason"])

    def _ask(self, request: ViewerRequest, form: ExportForm, status: int = 200) -> HttpResponse:
        search = SearchForm(request.GET)
        terms = told(search.wanted()) if search.is_valid() else []
        context = {"form": form, "terms": terms, "search": search, "query": request.GET.urlencode()}
        return render(request, "audit/ledger/export.html", context, status=status)


def told(wanted: EventFilter) -> list[tuple[str, str]]:
    """Return what a search asks for, in words."""
    labels = {
        "case": "Case", "actor": "Person (account)", "subject": "Record", "event": "Event",
        "ref": "Authority", "of": "Kind of record", "because": "Why refused",
    }  # fmt: skip
    told = []
    for name, value in wanted.terms().items():
        field = SearchForm.base_fields[name]
        choices = dict(getattr(field, "choices", ()))
        told.append((labels.get(name) or str(field.label), str(choices.get(value, value))))
    return told


def _file(request: ViewerRequest, rows: Iterable[EventRow], reason: str) -> HttpResponse:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    for row in rows:
        writer.writerow([guarded(value) for value in _cells(row)])
    viewer = request.viewer
    moment = timezone.localtime(clock.now())
    writer.writerow(
        [
            guarded(
                f"Exported by {viewer.name} ({viewer.agency_name}), {words.exact(moment)}. "
                f"For: {reason}"
            )
        ]
    )
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"ledger-{moment:%Y%m%d-%H%M}-{slugify(viewer.name)}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _cells(row: EventRow) -> list[object]:
    return [
        row.id, row.at.isoformat(), words.sentence(row), row.kind, row.outcome, row.actor_name,
        row.actor_role, row.actor_agency, row.case_label, row.category, row.subject_kind,
        row.subject_id, " ".join(row.fields), row.authority, row.authority_ref, row.because,
        row.purpose, row.reason, row.recipient, row.channel, row.route, row.request_id,
        row.policy_version, "" if row.leaf is None else row.leaf,
    ]  # fmt: skip
