"""How the organization makes its releases: read by its advocates, set by its supervisor."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from casemgmt.core.errors import RuleBroken
from casemgmt.web.base import ViewerRequest
from victims.confidential.forms.practice import PracticeForm
from victims.confidential.selectors.practice import practice_of
from victims.confidential.services.practice import may_set, set_practice
from victims.confidential.views.base import ConfidentialView


class PracticeEdit(ConfidentialView):
    """Days of releases, and how a victim takes one back."""

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show them, with the form for whoever sets them."""
        held = practice_of(request.viewer)
        days = {"usual": held.limits.usual, "long": held.limits.long, "most": held.limits.most}
        initial = {**days, "call": held.call}
        return self._page(request, PracticeForm(viewer=request.viewer, initial=initial))

    def post(self, request: ViewerRequest) -> HttpResponse:
        """Set them from now on, or show what to mend."""
        form = PracticeForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            try:
                set_practice(request.viewer, limits=form.limits(), call=form.cleaned_data["call"])
            except RuleBroken as error:
                form.reject(error, "most")
            else:
                messages.success(request, "Set. Releases that are open stay as they were signed.")
                return HttpResponseRedirect(reverse("victims:practice"))
        return self._page(request, form, status=422)

    def _page(self, request: ViewerRequest, form: PracticeForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form if may_set(request.viewer) else None,
            "practice": practice_of(request.viewer),
        }
        return render(request, "victims/practice/edit.html", context, status=status)
