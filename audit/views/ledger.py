"""The ledger's search, and everything of one request."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from audit.forms.search import SearchForm
from audit.selectors.events import EventFilter
from audit.selectors.saved_search import list_saved_searches
from audit.selectors.tree import last_head
from audit.services.read import open_search, read_requests
from audit.views.shown import chips_of, shown_requests
from casemgmt.core.errors import NotVisible
from casemgmt.web.base import GuardedView, ViewerRequest
from casemgmt.web.rules import LEDGER_READERS


class Search(GuardedView):
    """Search, newest first."""

    access = LEDGER_READERS

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show what fits the search, by request."""
        asked = request.GET
        form = SearchForm(asked, viewer=request.viewer)
        context: dict[str, Any] = {"form": form, "head": last_head(request.viewer)}
        context["chips"] = chips_of(asked, list_saved_searches(request.viewer))
        if not form.is_valid():
            open_search(request.viewer)
            return render(request, "audit/ledger/search.html", context, status=422)
        wanted = form.wanted()
        page = read_requests(request.viewer, wanted, after=request.GET.get("after", ""))
        context |= {
            "requests": shown_requests(page),
            "count": page.count,
            "is_narrowed": bool(wanted.terms()),
            "first_url": request.path + _query(request.GET, after=""),
            "is_first": "after" not in request.GET,
            "shown": f"{page.count} events on this page, newest first",
            "next_url": _query(request.GET, after=page.next_key) if page.next_key else "",
            "keep_url": reverse("audit:saved_search_new") + _query(asked, after=""),
            "export_url": reverse("audit:export") + _query(asked, after=""),
            "bundle_url": reverse("audit:bundle") + _query(asked, after=""),
        }
        return render(request, "audit/ledger/search.html", context)


class RequestEvents(GuardedView):
    """Everything that one request did."""

    access = LEDGER_READERS

    def get(self, request: ViewerRequest, request_id: object) -> HttpResponse:
        """Show each event of the request in full."""
        page = read_requests(
            request.viewer, EventFilter(request=str(request_id)), after=request.GET.get("after", "")
        )
        if not page.count:
            raise NotVisible("request", request_id)
        context = {
            "request_id": request_id,
            "requests": shown_requests(page, unfold=True),
            "count": page.count,
            "next_url": _query(request.GET, after=page.next_key) if page.next_key else "",
        }
        return render(request, "audit/ledger/request.html", context)


def _query(asked: QueryDict, *, after: str) -> str:
    """Return the query of the same search from another place on."""
    kept = asked.copy()
    for name in [name for name, value in kept.items() if not value]:
        del kept[name]
    kept.pop("after", None)
    if after:
        kept["after"] = after
    return f"?{kept.urlencode()}" if kept else ""
