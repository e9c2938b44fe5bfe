"""Recording a decision at a meeting, and correcting one by a newer one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from casemgmt.core.errors import RuleBroken
from casemgmt.forms.decision import DecisionForm
from casemgmt.policy.purposes import Purpose
from casemgmt.selectors.agenda import ItemPage, show_item
from casemgmt.selectors.review import access_decision, access_review, owners_for, show_decisions
from casemgmt.services.decision import DecisionWords, correct_decision, decide_case
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest


class DecisionAdd(GuardedView):
    """The form of a decision about one item."""

    access = rules.CASE_PEOPLE
    purpose = Purpose.MEETING

    def get(self, request: ViewerRequest, review_id: UUID) -> HttpResponse:
        """Show the form, the item's question in it."""
        page = show_item(request.viewer, review_id)
        form = self._form(request, review_id, initial={"question": page.review["question"]})
        return self._page(request, page, form)

    def post(self, request: ViewerRequest, review_id: UUID) -> HttpResponse:
        """Record it, or show what to mend with everything typed still there."""
        form = self._form(request, review_id, data=request.POST)
        if form.is_valid():
            try:
                decide_case(
                    request.viewer,
                    review_id,
                    words=form.words(),
                    steps=form.steps(),
                    worksheet=form.weighed(),
                )
            except RuleBroken as error:
                form.reject(error)
            else:
                messages.success(request, "The decision is recorded.")
                return redirect("casemgmt:review_detail", review_id)
        return self._page(request, show_item(request.viewer, review_id), form, status=422)

    def _form(self, request: ViewerRequest, review_id: UUID, **options: object) -> DecisionForm:
        review, _ = access_review(request.viewer, review_id)
        owners = owners_for(request.viewer, review.case)
        return DecisionForm(owners=owners, viewer=request.viewer, **options)

    def _page(
        self, request: ViewerRequest, page: ItemPage, form: DecisionForm, status: int = 200
    ) -> HttpResponse:
        context = {"page": page, "meeting": page.meeting, "form": form}
        return render(request, "casemgmt/decision/add.html", context, status=status)


class DecisionCorrect(GuardedView):
    """A newer decision in place of an older one, which stays on record."""

    access = rules.CASE_PEOPLE
    purpose = Purpose.MEETING

    def get(self, request: ViewerRequest, decision_id: UUID) -> HttpResponse:
        """Show the form with the words of the old one."""
        decision, _ = access_decision(request.viewer, decision_id)
        kept = [n for n in DecisionWords.__dataclass_fields__ if n != "review_on"]
        return self._page(
            request, decision_id, None, {name: getattr(decision, name) for name in kept}
        )

    def post(self, request: ViewerRequest, decision_id: UUID) -> HttpResponse:
        """Record it, or show what to mend."""
        form = self._form(request, decision_id, data=request.POST)
        if form.is_valid():
            try:
                newer = correct_decision(
                    request.viewer,
                    decision_id,
                    words=form.words(),
                    steps=form.steps(),
                    worksheet=form.weighed(),
                )
            except RuleBroken as error:
                form.reject(error)
            else:
                messages.success(
                    request, "The new decision is recorded. The old one stays on record."
                )
                return redirect("casemgmt:review_detail", newer.review_id)
        return self._page(request, decision_id, form, status=422)

    def _form(self, request: ViewerRequest, decision_id: UUID, **options: object) -> DecisionForm:
        decision, _ = access_decision(request.viewer, decision_id)
        owners = owners_for(request.viewer, decision.case)
        return DecisionForm(owners=owners, viewer=request.viewer, **options)

    def _page(
        self,
        request: ViewerRequest,
        decision_id: UUID,
        form: DecisionForm | None,
        initial: dict[str, object] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        decision, facts = access_decision(request.viewer, decision_id)
        form = form or self._form(request, decision_id, initial=initial)
        context = {
            "page": show_item(request.viewer, decision.review_id),
            "old": show_decisions(request.viewer, [decision], {facts.case_id: facts})[0],
            "form": form,
        }
        return render(request, "casemgmt/decision/correct.html", context, status=status)
