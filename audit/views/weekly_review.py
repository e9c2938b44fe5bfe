"""Weekly reviews: the weeks, one week with what stands out in it, and the signature."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from audit.forms.weekly_review import SignForm
from audit.services.weekly_review import read_week, read_weeks, sign_week
from audit.views.counted import Count, counted, kind_words
from audit.views.unusual import shown_finding
from casemgmt.core.errors import RuleBroken
from casemgmt.web.base import GuardedView, ViewerRequest
from casemgmt.web.rules import LEDGER_READERS
from casemgmt.web.step_up import RecentSignInView


class WeeklyReviews(GuardedView):
    """The last weeks and what became of each."""

    access = LEDGER_READERS

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show them."""
        context = {"weeks": read_weeks(request.viewer)}
        return render(request, "audit/weekly_review/list.html", context)


class WeeklyReview(GuardedView):
    """One week: its counts, what stands out, who signed."""

    access = LEDGER_READERS

    def get(self, request: ViewerRequest, week: str) -> HttpResponse:
        """Show it."""
        found = read_week(request.viewer, week)
        signed = found.week.review
        kinds = signed.summary.get("kinds", {}) if signed else found.tally.kinds
        context = {
            "found": found, "answer": counted(found.tally), "week": found.week,
            "findings": [shown_finding(one) for one in found.findings],
            "kinds": [Count(kind_words(kind), number) for kind, number in kinds.items()],
        }  # fmt: skip
        return render(request, "audit/weekly_review/detail.html", context)


class WeeklyReviewSign(RecentSignInView):
    """Signing a week; asks again who is there."""

    access = LEDGER_READERS

    def get(self, request: ViewerRequest, week: str) -> HttpResponse:
        """Show the form, or why it cannot be signed."""
        return self._page(request, week, SignForm(viewer=request.viewer))

    def post(self, request: ViewerRequest, week: str) -> HttpResponse:
        """Sign it."""
        form = SignForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            try:
                sign_week(request.viewer, week, note=form.cleaned_data["note"])
            except RuleBroken as error:
                form.reject(error)
            else:
                messages.success(request, "The review of the week is signed.")
                return redirect("audit:weekly_review", week)
        return self._page(request, week, form, status=422)

    def _page(
        self, request: ViewerRequest, week: str, form: SignForm, status: int = 200
    ) -> HttpResponse:
        context = {"found": read_week(request.viewer, week), "form": form}
        return render(request, "audit/weekly_review/sign.html", context, status=status)
