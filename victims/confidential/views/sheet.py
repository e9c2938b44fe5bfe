"""Pages of sheets: those of one kind, and the form that adds one or replaces one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.web.base import ViewerRequest
from victims.confidential.forms.sheet import SheetForm
from victims.confidential.questions import Kind, kind_of
from victims.confidential.selectors.client import open_client
from victims.confidential.selectors.sheet import list_sheets, open_sheet
from victims.confidential.services.released import tell_signed_by
from victims.confidential.services.sheet import SheetWords, keep_sheet
from victims.confidential.views.base import ConfidentialView


def _kind(slug: str) -> tuple[str, Kind]:
    found = kind_of(slug)
    if found is None:
        raise NotVisible("sheet")
    return found


class SheetList(ConfidentialView):
    """The sheets of one kind that count, and the older ones folded away."""

    def get(self, request: ViewerRequest, client_id: UUID, slug: str) -> HttpResponse:
        """Show them."""
        name, kind = _kind(slug)
        sheets, earlier = list_sheets(request.viewer, client_id, name)
        context = {
            "client": open_client(request.viewer, client_id),
            "kind": kind,
            "slug": slug,
            "sheets": sheets,
            "earlier": earlier,
        }
        return render(request, "victims/sheet/list.html", context)


class SheetAdd(ConfidentialView):
    """A new sheet; with `replaces` in the address it begins with the words of an older one."""

    def get(self, request: ViewerRequest, client_id: UUID, slug: str) -> HttpResponse:
        """Show the form."""
        _, kind = _kind(slug)
        initial: dict[str, Any] = {}
        if older := request.GET.get("replaces"):
            initial = {**open_sheet(request.viewer, client_id, _uuid(older)).raw, "replaces": older}
        form = SheetForm(viewer=request.viewer, kind=kind, initial=initial)
        return self._page(request, client_id, slug, form)

    def post(self, request: ViewerRequest, client_id: UUID, slug: str) -> HttpResponse:
        """Keep it, or show what to mend with everything typed still there."""
        name, kind = _kind(slug)
        form = SheetForm(request.POST, viewer=request.viewer, kind=kind)
        if form.is_valid():
            words = SheetWords(name, form.cleaned_data["happened_on"], form.answers())
            older = form.cleaned_data["replaces"]
            try:
                keep_sheet(request.viewer, client_id, words=words, replaces=older)
            except RuleBroken as error:
                form.reject(error)
            else:
                messages.success(request, "Kept. Only your organization can read it.")
                _warn_of_guardian(request, client_id, words)
                address = reverse("victims:sheet_list", args=[client_id, slug])
                return HttpResponseRedirect(address)
        return self._page(request, client_id, slug, form, status=422)

    def _page(
        self, request: ViewerRequest, client_id: UUID, slug: str, form: SheetForm, status: int = 200
    ) -> HttpResponse:
        context = {
            "form": form,
            "client": open_client(request.viewer, client_id),
            "kind": _kind(slug)[1],
            "slug": slug,
        }
        return render(request, "victims/sheet/add.html", context, status=status)


def _warn_of_guardian(request: ViewerRequest, client_id: UUID, words: SheetWords) -> None:
    """Who caused the harm can never sign: what such a guardian signed is to be taken back."""
    if words.answers.get("caused_harm") != "yes":
        return
    if tell_signed_by(request.viewer, client_id, str(words.answers["name"])):
        said = "This person signed a release that is open. Take it back: it waits in the workspace."
        messages.warning(request, said)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotVisible("sheet") from None
