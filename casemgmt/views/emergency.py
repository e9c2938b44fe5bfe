"""Emergency access: what one has open, opening a case, closing it again."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from casemgmt.core.errors import RuleBroken
from casemgmt.forms.emergency import EmergencyForm
from casemgmt.policy.purposes import Purpose
from casemgmt.selectors.emergency import case_of_own_agency, my_glasses
from casemgmt.selectors.head import stands_on
from casemgmt.services.broken_glass import break_glass_by_number, close_glass
from casemgmt.views.record import tell
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest
from teams.views.step_up import RecentSignInView


class Emergency(GuardedView):
    """One's own emergency access, and that of others to one's own cases."""

    access = rules.CASE_PEOPLE
    purpose = Purpose.EMERGENCY

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show what is open and what was."""
        rows = my_glasses(request.viewer)
        context = {
            "mine": [row for row in rows if row.is_mine],
            "on_my_cases": [row for row in rows if not row.is_mine],
            "hours": settings.BREAK_GLASS_HOURS,
        }
        return render(request, "casemgmt/emergency/index.html", context)


class EmergencyOpen(RecentSignInView):
    """The form that opens a case; asks again who is there."""

    access = rules.CASE_PEOPLE
    purpose = Purpose.EMERGENCY

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show the form with what will happen."""
        number = request.GET.get("number", "")[:20]
        form = EmergencyForm(initial={"number": number}, viewer=request.viewer)
        return self._page(request, form)

    def post(self, request: ViewerRequest) -> HttpResponse:
        """Open it, or say what is missing; another agency's number reads as a missing one."""
        form = EmergencyForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            held = form.cleaned_data
            known = case_of_own_agency(request.viewer, held["number"])
            if known and stands_on(request.viewer, known):
                messages.info(request, "You can open this case already. No emergency is needed.")
                return HttpResponseRedirect(reverse("casemgmt:case_detail", args=[known]))
            try:
                glass = break_glass_by_number(
                    request.viewer, held["number"], because=held["because"], reason=held["reason"]
                )
            except RuleBroken as error:
                tell(form, error)
            else:
                until = f"{timezone.localtime(glass.ends_at):%H:%M}"
                messages.warning(request, f"The case is open to you until {until}.")
                return HttpResponseRedirect(reverse("casemgmt:case_detail", args=[glass.case_id]))
        return self._page(request, form, status=422)

    def _page(self, request: ViewerRequest, form: EmergencyForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "hours": settings.BREAK_GLASS_HOURS,
            "days": settings.BREAK_GLASS_REVIEW_DAYS,
        }
        return render(request, "casemgmt/emergency/open.html", context, status=status)


class EmergencyClose(GuardedView):
    """Ending one's own emergency access before its time."""

    access = rules.CASE_PEOPLE
    purpose = Purpose.EMERGENCY

    def post(self, request: ViewerRequest, glass_id: UUID) -> HttpResponse:
        """Close it; the case is gone from the next page on."""
        close_glass(request.viewer, glass_id)
        messages.success(request, "It is closed. What you looked at will be reviewed.")
        return HttpResponseRedirect(reverse("casemgmt:emergency"))
