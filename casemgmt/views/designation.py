"""Naming a designee for a meeting, and taking it back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from casemgmt.core.errors import RuleBroken
from casemgmt.forms.designation import DesigneeForm, TakeBackForm
from casemgmt.policy.purposes import Purpose
from casemgmt.selectors.designation import (
    Naming,
    access_taking_back,
    open_naming,
)
from casemgmt.services.designation import designate, take_back_designation
from casemgmt.views.record import tell
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest
from teams.routes import MEETING_PAGE


class DesigneeName(GuardedView):
    """A member names a colleague who sits in; the coordinator does it for each member."""

    access = rules.CASE_PEOPLE
    purpose = Purpose.MEETING

    def get(self, request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
        """Show who could sit in, and the cases of the agenda."""
        naming = open_naming(request.viewer, meeting_id, request.GET.get("absent", ""))
        return self._page(request, naming, self._form(request, naming))

    def post(self, request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
        """Name the designee, or show what stands against it."""
        naming = open_naming(request.viewer, meeting_id, request.POST.get("absent", ""))
        form = self._form(request, naming)
        if naming.absent and form.is_valid():
            held = form.cleaned_data
            try:
                designate(
                    request.viewer, meeting_id, absent_key=naming.absent.key,
                    designee_key=held["designee"], case_ids=held["cases"],
                )  # fmt: skip
            except RuleBroken as error:
                tell(form, error)
            else:
                messages.success(request, "The designee is named and invited by mail.")
                return redirect(MEETING_PAGE, meeting_id)
        return self._page(request, naming, form, status=422)

    def _form(self, request: ViewerRequest, naming: Naming) -> DesigneeForm:
        typed = request.POST if request.method == "POST" else None
        return DesigneeForm(typed, people=naming.people, heads=naming.heads, viewer=request.viewer)

    def _page(
        self, request: ViewerRequest, naming: Naming, form: DesigneeForm, status: int = 200
    ) -> HttpResponse:
        context = {"naming": naming, "meeting": naming.meeting, "form": form}
        return render(request, "casemgmt/designation/name.html", context, status=status)


class DesigneeTakeBack(GuardedView):
    """Taking a designation back: the member is expected again."""

    access = rules.CASE_PEOPLE
    purpose = Purpose.MEETING

    def get(self, request: ViewerRequest, designation_id: UUID) -> HttpResponse:
        """Ask."""
        return self._page(request, designation_id, TakeBackForm(viewer=request.viewer))

    def post(self, request: ViewerRequest, designation_id: UUID) -> HttpResponse:
        """Take it back."""
        form = TakeBackForm(request.POST, viewer=request.viewer)
        row = access_taking_back(request.viewer, designation_id)
        if form.is_valid():
            try:
                take_back_designation(
                    request.viewer, designation_id, reason=form.cleaned_data["reason"]
                )
            except RuleBroken as error:
                tell(form, error)
            else:
                messages.success(request, "The designation is taken back.")
                if row.designee_id == request.viewer.user_id:  # who knows the meeting no more
                    return redirect("teams:meeting_list")
                return redirect(MEETING_PAGE, row.meeting_id)
        return self._page(request, designation_id, form, status=422)

    def _page(
        self, request: ViewerRequest, designation_id: UUID, form: TakeBackForm, status: int = 200
    ) -> HttpResponse:
        row = access_taking_back(request.viewer, designation_id)
        context = {"row": row, "meeting": row.meeting, "form": form}
        return render(request, "casemgmt/designation/take_back.html", context, status=status)
