"""Confidential notes: opened when asked for, added, and corrected by a note that amends."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from casemgmt.core.errors import RuleBroken
from casemgmt.web.base import ViewerRequest
from casemgmt.web.htmx import render_part
from victims.confidential.forms.note import NoteForm
from victims.confidential.selectors.client import open_client
from victims.confidential.selectors.note import list_notes, open_note
from victims.confidential.services.note import NoteWords, add_note, correct_note
from victims.confidential.views.base import ConfidentialView


class NoteList(ConfidentialView):
    """A victim's notes, newest first.

    Opening them is on the organization's ledger, note by note.
    """

    def get(self, request: ViewerRequest, client_id: UUID) -> HttpResponse:
        """Show them."""
        context = {
            "client": open_client(request.viewer, client_id),
            "notes": list_notes(request.viewer, client_id),
        }
        return render_part(request, "victims/note/list.html", "victims/note/_list.html", context)


class NoteAdd(ConfidentialView):
    """Adding a note."""

    def get(self, request: ViewerRequest, client_id: UUID) -> HttpResponse:
        """Show the empty form."""
        return self._page(request, client_id, NoteForm(viewer=request.viewer))

    def post(self, request: ViewerRequest, client_id: UUID) -> HttpResponse:
        """Add it, or show what to mend with everything typed still there."""
        form = NoteForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            try:
                add_note(request.viewer, client_id, words=NoteWords(**form.cleaned_data))
            except RuleBroken as error:
                form.reject(error, "happened_on")
            else:
                messages.success(request, "The note is kept. Only your organization can read it.")
                return HttpResponseRedirect(reverse("victims:client", args=[client_id]))
        return self._page(request, client_id, form, status=422)

    def _page(
        self, request: ViewerRequest, client_id: UUID, form: NoteForm, status: int = 200
    ) -> HttpResponse:
        context = {"form": form, "client": open_client(request.viewer, client_id)}
        return render(request, "victims/note/add.html", context, status=status)


class NoteCorrect(ConfidentialView):
    """Correcting a note: the earlier wording stays, with its date and author."""

    def get(self, request: ViewerRequest, client_id: UUID, note_id: UUID) -> HttpResponse:
        """Show the form with the note as it stands."""
        note = open_note(request.viewer, client_id, note_id)
        initial = {"kind": note.kind, "happened_on": note.happened_on, "text": note.text}
        return self._page(request, client_id, NoteForm(viewer=request.viewer, initial=initial))

    def post(self, request: ViewerRequest, client_id: UUID, note_id: UUID) -> HttpResponse:
        """Keep the correction, or show what to mend."""
        form = NoteForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            try:
                words = NoteWords(**form.cleaned_data)
                correct_note(request.viewer, client_id, note_id, words=words)
            except RuleBroken as error:
                form.reject(error)
            else:
                messages.success(request, "Corrected. The earlier wording is kept.")
                return HttpResponseRedirect(reverse("victims:note_list", args=[client_id]))
        return self._page(request, client_id, form, status=422)

    def _page(
        self, request: ViewerRequest, client_id: UUID, form: NoteForm, status: int = 200
    ) -> HttpResponse:
        context = {"form": form, "client": open_client(request.viewer, client_id)}
        return render(request, "victims/note/correct.html", context, status=status)
