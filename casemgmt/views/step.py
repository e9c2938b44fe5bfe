"""Pages of actions: mine, one more for a decision, done, taken up again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from casemgmt.core.errors import RuleBroken
from casemgmt.forms.step import DoneForm, StepForm
from casemgmt.selectors.agenda import show_item
from casemgmt.selectors.review import (
    access_decision,
    my_done_steps,
    my_open_steps,
    owners_for,
    show_decisions,
    show_step,
)
from casemgmt.services.step import add_step, finish_step, take_up_step
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest


class StepList(GuardedView):
    """My actions: what is to be done, and what was done last."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show them."""
        context = {"steps": my_open_steps(request.viewer), "done": my_done_steps(request.viewer)}
        return render(request, "casemgmt/step/list.html", context)


class StepAdd(GuardedView):
    """One more action for a decision."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest, decision_id: UUID) -> HttpResponse:
        """Show the empty form."""
        return self._page(request, decision_id)

    def post(self, request: ViewerRequest, decision_id: UUID) -> HttpResponse:
        """Give it out."""
        decision, _ = access_decision(request.viewer, decision_id)
        owners = owners_for(request.viewer, decision.case)
        form = StepForm(request.POST, owners=owners, viewer=request.viewer)
        if form.is_valid():
            try:
                add_step(request.viewer, decision_id, words=form.words())
            except RuleBroken as error:
                form.reject(error)
            else:
                messages.success(request, "The action is added.")
                return redirect("casemgmt:review_detail", decision.review_id)
        return self._page(request, decision_id, form, status=422)

    def _page(
        self,
        request: ViewerRequest,
        decision_id: UUID,
        form: StepForm | None = None,
        status: int = 200,
    ) -> HttpResponse:
        decision, facts = access_decision(request.viewer, decision_id)
        owners = owners_for(request.viewer, decision.case)
        context = {
            "page": show_item(request.viewer, decision.review_id),
            "decision": show_decisions(request.viewer, [decision], {facts.case_id: facts})[0],
            "form": form or StepForm(owners=owners, viewer=request.viewer),
        }
        return render(request, "casemgmt/step/add.html", context, status=status)


class StepDone(GuardedView):
    """Marking an action done, with a line on what came of it."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest, step_id: UUID) -> HttpResponse:
        """Show the action and ask for the line."""
        return self._page(request, step_id, DoneForm(viewer=request.viewer))

    def post(self, request: ViewerRequest, step_id: UUID) -> HttpResponse:
        """Mark it done."""
        form = DoneForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            try:
                finish_step(request.viewer, step_id, note=form.cleaned_data["note"])
            except RuleBroken as error:
                form.reject(error)
            else:
                messages.success(request, "The action is done.")
                return redirect("casemgmt:step_list")
        return self._page(request, step_id, form, status=422)

    def _page(
        self, request: ViewerRequest, step_id: UUID, form: DoneForm, status: int = 200
    ) -> HttpResponse:
        context = {"form": form, "step": show_step(request.viewer, step_id)}
        return render(request, "casemgmt/step/done.html", context, status=status)


class StepTakeUp(GuardedView):
    """Taking back that an action is done."""

    access = rules.CASE_PEOPLE

    def post(self, request: ViewerRequest, step_id: UUID) -> HttpResponse:
        """Take it up again."""
        take_up_step(request.viewer, step_id)
        messages.success(request, "The action is open again.")
        return redirect("casemgmt:step_list")
