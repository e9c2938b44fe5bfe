"""Input on victims in general by an advocate who works for the government."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from casemgmt.core.errors import RuleBroken
from casemgmt.selectors.case import show_number
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest
from victims.forms.perspective import PerspectiveForm
from victims.selectors.voice import speak_on
from victims.services.perspective import add_perspective


class PerspectiveGive(GuardedView):
    """The page of a system advocate; a community advocate gives input from her own workspace,
    where the names that her organization keeps are compared too."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Show the empty form."""
        if request.viewer.is_advocate:
            speak_on(request.viewer, case_id, "perspective")
            return HttpResponseRedirect(reverse("victims:perspective_add", args=[case_id]))
        return self._page(request, case_id, PerspectiveForm(viewer=request.viewer))

    def post(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Give it to the team, or say what to take out with everything typed still there."""
        if request.viewer.is_advocate:  # the names that her organization keeps are compared there
            return self.get(request, case_id)
        form = PerspectiveForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            try:
                add_perspective(request.viewer, case_id, **form.cleaned_data)
            except RuleBroken as error:
                form.reject(error, "text")
            else:
                messages.success(request, "The team can read your input on this case now.")
                return HttpResponseRedirect(reverse("victims:panel", args=[case_id]))
        return self._page(request, case_id, form, status=422)

    def _page(
        self, request: ViewerRequest, case_id: UUID, form: PerspectiveForm, status: int = 200
    ) -> HttpResponse:
        case, facts = speak_on(request.viewer, case_id, "perspective")
        number = show_number(request.viewer, case, facts)
        context = {"form": form, "case_id": case_id, "case_number": number}
        return render(request, "victims/input/give.html", context, status=status)
