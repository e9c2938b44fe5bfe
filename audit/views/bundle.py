"""A bundle of events that anybody can check: asked for with a reason, taken once it is sealed."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from audit.forms.search import ExportForm, SearchForm
from audit.handles import EVENT, handle_of
from audit.selectors.events import event_of
from audit.services.bundle import access_bundle, ask_for_bundle, download_bundle
from audit.views.export import told
from casemgmt.core.errors import RuleBroken
from casemgmt.web.base import GuardedView, ViewerRequest
from casemgmt.web.rules import LEDGER_READERS
from casemgmt.web.step_up import RecentSignInView


class Bundle(RecentSignInView):
    """Asks why, then puts on the ledger which events go into the bundle."""

    access = LEDGER_READERS

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Ask what the bundle is for."""
        return self._ask(request, ExportForm(viewer=request.viewer))

    def post(self, request: ViewerRequest) -> HttpResponse:
        """Put it on the ledger and go where it can be taken."""
        search, form = SearchForm(request.GET), ExportForm(request.POST, viewer=request.viewer)
        if not search.is_valid() or not form.is_valid():
            return self._ask(request, form, status=422)
        try:
            made = ask_for_bundle(
                request.viewer, search.wanted(), reason=form.cleaned_data["reason"]
            )
        except RuleBroken as error:
            form.reject(error)
            return self._ask(request, form, status=422)
        return HttpResponseRedirect(reverse("audit:bundle_ready", args=[handle_of(EVENT, made)]))

    def _ask(self, request: ViewerRequest, form: ExportForm, status: int = 200) -> HttpResponse:
        search = SearchForm(request.GET)
        terms = told(search.wanted()) if search.is_valid() else []
        context = {"form": form, "terms": terms, "search": search, "query": request.GET.urlencode()}
        return render(request, "audit/bundle/ask.html", context, status=status)


class BundleReady(GuardedView):
    """Says whether the bundle is sealed."""

    access = LEDGER_READERS

    def get(self, request: ViewerRequest, event_key: UUID) -> HttpResponse:
        """Offer it, or say how long it takes."""
        context = {"bundle": access_bundle(request.viewer, event_of(event_key))}
        return render(request, "audit/bundle/ready.html", context)


class BundleFile(RecentSignInView):
    """The bundle as a file."""

    access = LEDGER_READERS

    def get(self, request: ViewerRequest, event_key: UUID) -> HttpResponse:
        """Send it."""
        event_id = event_of(event_key)
        content = download_bundle(request.viewer, event_id)
        response = HttpResponse(content, content_type="application/zip")
        response["Content-Disposition"] = f'attachment; filename="ledger-bundle-{event_id}.zip"'
        return response
