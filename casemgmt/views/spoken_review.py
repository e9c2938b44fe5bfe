"""What the agency told without an authority on record, and in emergencies: for its privacy officer,
who keeps a finding of each, and its auditors."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from casemgmt.core.errors import RuleBroken
from casemgmt.forms.spoken import FindingForm
from casemgmt.policy.people import Office
from casemgmt.selectors.spoken import access_review, list_reviews, show_review
from casemgmt.services.spoken import review_telling
from casemgmt.views.record import tell
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest


class SpokenReviews(GuardedView):
    """Those that wait first."""

    access = rules.LEDGER_READERS

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show them."""
        rows = list_reviews(request.viewer)
        return render(request, "casemgmt/spoken/reviews.html", {"rows": rows})


class SpokenReviewDetail(GuardedView):
    """One of them, with the form for the privacy officer."""

    access = rules.LEDGER_READERS

    def get(self, request: ViewerRequest, spoken_id: UUID) -> HttpResponse:
        """Show it."""
        return self._page(request, spoken_id, FindingForm(viewer=request.viewer))

    def post(self, request: ViewerRequest, spoken_id: UUID) -> HttpResponse:
        """Keep the finding, or say what is missing."""
        form = FindingForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            try:
                review_telling(request.viewer, spoken_id, **form.cleaned_data)
            except RuleBroken as error:
                tell(form, error)
            else:
                messages.success(request, "The finding is kept. It stays as you wrote it.")
                return HttpResponseRedirect(reverse("casemgmt:spoken_reviews"))
        return self._page(request, spoken_id, form, status=422)

    def _page(
        self, request: ViewerRequest, spoken_id: UUID, form: FindingForm, status: int = 200
    ) -> HttpResponse:
        row = show_review(request.viewer, access_review(request.viewer, spoken_id))
        keeps = request.viewer.office == Office.PRIVACY_OFFICER and not row.is_mine
        context = {"row": row, "form": form if keeps and row.review is None else None}
        return render(request, "casemgmt/spoken/review.html", context, status=status)
