"""One's own searches: the list, keeping one, changing it, throwing it away."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode

from audit.forms.saved_search import SavedSearchForm
from audit.forms.search import SearchForm
from audit.selectors.saved_search import access_saved_search, list_saved_searches
from audit.services.saved_search import change_search, keep_search, throw_away_search
from audit.views.export import told
from casemgmt.core.errors import RuleBroken
from casemgmt.web.base import GuardedView, ViewerRequest
from casemgmt.web.rules import LEDGER_READERS


class SavedSearches(GuardedView):
    """The list."""

    access = LEDGER_READERS

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show each with what it looks for."""
        rows = [
            {"search": row, "query": urlencode(row.terms), "terms": _words(row.terms)}
            for row in list_saved_searches(request.viewer)
        ]
        return render(request, "audit/saved_search/list.html", {"rows": rows})


class SavedSearchNew(GuardedView):
    """Keeping a search: what it looks for comes with the address."""

    access = LEDGER_READERS

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show the form."""
        form = SavedSearchForm(initial=request.GET.dict(), viewer=request.viewer)
        return _page(request, form, "Keep a search")

    def post(self, request: ViewerRequest) -> HttpResponse:
        """Keep it."""
        form = SavedSearchForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            try:
                name = form.cleaned_data["name"]
                keep_search(request.viewer, name=name, terms=form.terms())
            except RuleBroken as error:
                form.reject(error, "name")
            else:
                messages.success(request, "The search is kept. Nobody but you sees it.")
                return redirect("audit:saved_searches")
        return _page(request, form, "Keep a search", status=422)


class SavedSearchEdit(GuardedView):
    """Changing one's own search."""

    access = LEDGER_READERS

    def get(self, request: ViewerRequest, search_id: UUID) -> HttpResponse:
        """Show the form with what is kept."""
        held = access_saved_search(request.viewer, search_id)
        initial = held.terms | {"name": held.name, "version": held.version}
        form = SavedSearchForm(initial=initial, viewer=request.viewer)
        return _page(request, form, "Change a search")

    def post(self, request: ViewerRequest, search_id: UUID) -> HttpResponse:
        """Change it."""
        form = SavedSearchForm(request.POST, viewer=request.viewer)
        access_saved_search(request.viewer, search_id)
        if form.is_valid():
            given = form.cleaned_data
            try:
                change_search(
                    request.viewer, search_id, name=given["name"], terms=form.terms(),
                    version=given["version"] or 0,
                )  # fmt: skip
            except RuleBroken as error:
                form.reject(error)
            else:
                messages.success(request, "The search is changed.")
                return redirect("audit:saved_searches")
        return _page(request, form, "Change a search", status=422)


class SavedSearchDelete(GuardedView):
    """Throwing one's own search away; asks once."""

    access = LEDGER_READERS

    def get(self, request: ViewerRequest, search_id: UUID) -> HttpResponse:
        """Ask."""
        context = {"search": access_saved_search(request.viewer, search_id)}
        return render(request, "audit/saved_search/delete.html", context)

    def post(self, request: ViewerRequest, search_id: UUID) -> HttpResponse:
        """Throw it away."""
        throw_away_search(request.viewer, search_id)
        messages.success(request, "The search is gone. What it found stays on the ledger.")
        return redirect("audit:saved_searches")


def _page(
    request: ViewerRequest, form: SavedSearchForm, title: str, status: int = 200
) -> HttpResponse:
    context = {"form": form, "title": title}
    return render(request, "audit/saved_search/edit.html", context, status=status)


def _words(terms: dict[str, str]) -> list[tuple[str, str]]:
    form = SearchForm(terms)
    return told(form.wanted()) if form.is_valid() else [("Nothing any more", "change it")]
