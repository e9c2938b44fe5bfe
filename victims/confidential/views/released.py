"""One release of a victim: the copy to print, the life of it, what is still to be done."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.web.base import ViewerRequest
from victims.confidential.copy import Copy, copy_of
from victims.confidential.copy_words import LANGUAGES
from victims.confidential.forms.act import ACTS, OF_VICTIM, ActForm
from victims.confidential.selectors.client import open_client
from victims.confidential.selectors.released import open_released
from victims.confidential.services.act import add_act
from victims.confidential.views.base import ConfidentialView
from victims.confidential.views.paper import send_pdf


class ReleasedDetail(ConfidentialView):
    """What was agreed to, who can read it until when, and what happened to it."""

    def get(self, request: ViewerRequest, client_id: UUID, released_id: UUID) -> HttpResponse:
        """Show it."""
        released = open_released(request.viewer, client_id, released_id)
        context = {
            "client": open_client(request.viewer, client_id),
            "released": released,
            "copy": copy_of(released.form, language="en"),
        }
        return render(request, "victims/released/detail.html", context)


class ReleasedCopy(ConfidentialView):
    """The copy in plain words, English or Spanish, as a page to print."""

    def get(
        self, request: ViewerRequest, client_id: UUID, released_id: UUID, slug: str
    ) -> HttpResponse:
        """Show it."""
        context = {
            "copy": _copy(request, client_id, released_id, slug),
            "client_id": client_id,
            "released_id": released_id,
        }
        return render(request, "victims/released/copy.html", context)


class ReleasedPaper(ConfidentialView):
    """The copy as a tagged PDF."""

    def get(
        self, request: ViewerRequest, client_id: UUID, released_id: UUID, slug: str
    ) -> HttpResponse:
        """Send it."""
        return send_pdf(_copy(request, client_id, released_id, slug), name="copy.pdf")


class ActAdd(ConfidentialView):
    """Writing down what was done: a spoken withdrawal, a copy that was handed over."""

    def get(
        self, request: ViewerRequest, client_id: UUID, released_id: UUID, slug: str
    ) -> HttpResponse:
        """Show the form."""
        form = ActForm(viewer=request.viewer, kind=_kind(slug))
        return self._page(request, client_id, released_id, form)

    def post(
        self, request: ViewerRequest, client_id: UUID, released_id: UUID, slug: str
    ) -> HttpResponse:
        """Keep it, or show what to mend with everything typed still there."""
        form = ActForm(request.POST, viewer=request.viewer, kind=_kind(slug))
        if form.is_valid():
            try:
                add_act(
                    request.viewer, client_id, kind=slug, words=form.words(),
                    happened_on=form.cleaned_data["happened_on"], released_id=released_id,
                )  # fmt: skip
            except RuleBroken as error:
                form.reject(error, "happened_on")
            else:
                messages.success(request, "Kept. Only your organization can read it.")
                address = reverse("victims:released", args=[client_id, released_id])
                return HttpResponseRedirect(address)
        return self._page(request, client_id, released_id, form, status=422)

    def _page(
        self,
        request: ViewerRequest,
        client_id: UUID,
        released_id: UUID,
        form: ActForm,
        status: int = 200,
    ) -> HttpResponse:
        context = {
            "form": form,
            "heading": ACTS[form.kind].heading,
            "client": open_client(request.viewer, client_id),
            "released": open_released(request.viewer, client_id, released_id),
        }
        return render(request, "victims/released/act.html", context, status=status)


class ClientActAdd(ConfidentialView):
    """Writing down the day of birth, or the talk after the 18th birthday."""

    def get(self, request: ViewerRequest, client_id: UUID, slug: str) -> HttpResponse:
        """Show the form."""
        return self._page(request, client_id, ActForm(viewer=request.viewer, kind=_own_kind(slug)))

    def post(self, request: ViewerRequest, client_id: UUID, slug: str) -> HttpResponse:
        """Keep it, or show what to mend with everything typed still there."""
        form = ActForm(request.POST, viewer=request.viewer, kind=_own_kind(slug))
        if form.is_valid():
            on = form.cleaned_data["happened_on"]
            try:
                add_act(request.viewer, client_id, kind=slug, words=form.words(), happened_on=on)
            except RuleBroken as error:
                form.reject(error, "happened_on")
            else:
                messages.success(request, "Kept. Only your organization can read it.")
                return HttpResponseRedirect(reverse("victims:client", args=[client_id]))
        return self._page(request, client_id, form, status=422)

    def _page(
        self, request: ViewerRequest, client_id: UUID, form: ActForm, status: int = 200
    ) -> HttpResponse:
        context = {
            "form": form,
            "heading": OF_VICTIM[form.kind].heading,
            "client": open_client(request.viewer, client_id),
        }
        return render(request, "victims/released/act.html", context, status=status)


def _own_kind(slug: str) -> str:
    if slug not in OF_VICTIM:
        raise NotVisible("act")
    return slug


def _kind(slug: str) -> str:
    if slug not in ACTS:
        raise NotVisible("act")
    return slug


def _copy(request: ViewerRequest, client_id: UUID, released_id: UUID, language: str) -> Copy:
    if language not in LANGUAGES:
        raise NotVisible("released", released_id)
    released = open_released(request.viewer, client_id, released_id)
    return copy_of(released.with_copy_given(), language=language)
