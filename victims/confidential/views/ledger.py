"""Pages of the organization's own ledger; nobody outside the organization reads it."""

import csv
import io
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from audit.views.export import guarded
from casemgmt.core import clock
from casemgmt.core.errors import RuleBroken
from casemgmt.web.base import ViewerRequest
from casemgmt.web.htmx import render_part
from victims.confidential.forms.ledger import LedgerFileForm, LedgerForm
from victims.confidential.selectors.event import (
    EventShown,
    EventsWanted,
    last_seal,
    list_events,
    take_events,
)
from victims.confidential.views.base import AskingAgainView, ConfidentialView

HEADINGS = ("event", "at", "worker", "what", "record", "record of", "fields", "outcome", "because")


class Ledger(ConfidentialView):
    """Who opened and wrote what on this side: by worker, by day, by victim."""

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show a page of it."""
        form = LedgerForm(request.GET, viewer=request.viewer)
        wanted = form.wanted() if form.is_valid() else EventsWanted()
        before = request.GET.get("before", "")
        key = int(before) if before.isdecimal() and len(before) < 19 else None
        events, following = list_events(request.viewer, before=key, wanted=wanted)
        query = _query(request)
        context: dict[str, Any] = {
            "form": form,
            "events": events,
            "seal": last_seal(request.viewer),
            "is_narrowed": wanted != EventsWanted(),
            "query": query,
            "first_url": f"?{query}" if before else "",
            "next_url": f"?{query}&before={following}" if following else "",
        }
        return render_part(
            request, "victims/workspace/ledger.html", "victims/workspace/_events.html", context
        )


class LedgerFile(AskingAgainView):
    """The events that a search finds, as a file that a spreadsheet opens; asks again who is
    there."""

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Ask what it is for."""
        return self._ask(request, LedgerFileForm(viewer=request.viewer))

    def post(self, request: ViewerRequest) -> HttpResponse:
        """Send it, or say what to mend."""
        search = LedgerForm(request.GET, viewer=request.viewer)
        form = LedgerFileForm(request.POST, viewer=request.viewer)
        if form.is_valid() and search.is_valid():
            try:
                events = take_events(
                    request.viewer, search.wanted(), reason=form.cleaned_data["reason"]
                )
            except RuleBroken as error:
                form.reject(error)
            else:
                return _file(events)
        return self._ask(request, form, status=422)

    def _ask(self, request: ViewerRequest, form: LedgerFileForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "query": _query(request)}
        return render(request, "victims/workspace/ledger_file.html", context, status=status)


def _query(request: ViewerRequest) -> str:
    given = request.GET.copy()
    given.pop("before", None)
    return given.urlencode()


def _file(events: list[EventShown]) -> HttpResponse:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    for one in events:
        cells = (
            one.id, one.at.isoformat(), one.actor_name, one.kind_words, one.subject_kind,
            one.client_id, " ".join(one.fields), one.outcome, one.because,
        )  # fmt: skip
        writer.writerow([guarded(cell) for cell in cells])
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"own-ledger-{clock.today():%Y%m%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
