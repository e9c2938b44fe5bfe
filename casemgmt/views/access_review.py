"""Access reviews: what waits for an answer, seat by seat, and the report of the offices."""

import csv
import io
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from audit.cells import guarded
from casemgmt.core.errors import RuleBroken
from casemgmt.forms.access_review import ReportExportForm, SeatEndForm
from casemgmt.selectors.access_review import (
    Review,
    access_answerable_seat,
    access_review,
    list_reviews,
    may_read_report,
    quarter_words,
    quarters_of,
    report,
)
from casemgmt.services.access_review import end_seat, keep_seats
from casemgmt.views.record import tell
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest

HEADINGS = (
    "quarter", "of", "person", "discipline", "agency", "what", "state", "reason", "answered by",
    "answered at", "ended at", "last day",
)  # fmt: skip


class ReviewList(GuardedView):
    """The reviews that one answers or reads, those that wait first."""

    access = rules.REVIEWERS

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show them."""
        context = {
            "reviews": list_reviews(request.viewer),
            "may_read_report": may_read_report(request.viewer),
        }
        return render(request, "casemgmt/access_review/list.html", context)


class ReviewDetail(GuardedView):
    """One review: each line is kept with one click, or ended with a reason."""

    access = rules.REVIEWERS

    def get(self, request: ViewerRequest, review_key: UUID) -> HttpResponse:
        """Show it."""
        return self._page(request, review_key)

    def post(self, request: ViewerRequest, review_key: UUID) -> HttpResponse:
        """Keep the line whose button was pressed, or all that are ticked."""
        single = request.POST.get("keep", "")
        chosen = [single] if single else request.POST.getlist("seats")
        try:
            kept = keep_seats(request.viewer, review_key, seat_ids=chosen)
        except RuleBroken as error:
            return self._page(request, review_key, refusal=str(error), status=422)
        messages.success(request, "Confirmed." if kept == 1 else f"{kept} confirmed.")
        return redirect("casemgmt:access_review_detail", review_key)

    def _page(
        self,
        request: ViewerRequest,
        review_key: UUID,
        refusal: str = "",
        status: int = 200,
    ) -> HttpResponse:
        review = access_review(request.viewer, review_key)
        context = {"review": review, "refusal": refusal}
        return render(request, "casemgmt/access_review/detail.html", context, status=status)


class SeatEnd(GuardedView):
    """Ending what a seat stands for, confirmed with a reason."""

    access = rules.REVIEWERS

    def get(self, request: ViewerRequest, review_key: UUID, seat_id: UUID) -> HttpResponse:
        """Ask why."""
        return self._page(request, review_key, seat_id, SeatEndForm(viewer=request.viewer))

    def post(self, request: ViewerRequest, review_key: UUID, seat_id: UUID) -> HttpResponse:
        """End it at once."""
        form = SeatEndForm(request.POST, viewer=request.viewer)
        _, seat = access_answerable_seat(request.viewer, review_key, seat_id)
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            try:
                end_seat(request.viewer, review_key, seat_id, reason=reason)
            except RuleBroken as error:
                tell(form, error)
            else:
                messages.success(request, "It has ended, from the person's next click on.")
                if seat.is_own:  # who may not answer here any more
                    return redirect("casemgmt:work")
                return redirect("casemgmt:access_review_detail", review_key)
        return self._page(request, review_key, seat_id, form, status=422)

    def _page(
        self,
        request: ViewerRequest,
        review_key: UUID,
        seat_id: UUID,
        form: SeatEndForm,
        status: int = 200,
    ) -> HttpResponse:
        review, seat = access_answerable_seat(request.viewer, review_key, seat_id)
        context = {"review": review, "seat": seat, "form": form}
        return render(request, "casemgmt/access_review/end.html", context, status=status)


class Report(GuardedView):
    """What was kept, ended and left unanswered, review by review: for the offices."""

    access = rules.REVIEWERS

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show it."""
        reviews = report(request.viewer, request.GET.get("quarter", ""))
        context = {
            "reviews": reviews,
            "quarters": [quarter_words(day) for day in quarters_of(request.viewer)],
            "quarter": reviews[0].quarter if reviews else "",
        }
        return render(request, "casemgmt/access_review/report.html", context)


class ReportExport(GuardedView):
    """The report as a CSV file, with a reason."""

    access = rules.REVIEWERS

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Ask what it is for."""
        return self._ask(request, ReportExportForm(viewer=request.viewer))

    def post(self, request: ViewerRequest) -> HttpResponse:
        """Send the file; the export is on the ledger."""
        form = ReportExportForm(request.POST, viewer=request.viewer)
        if not form.is_valid():
            return self._ask(request, form, status=422)
        wanted = request.GET.get("quarter", "")
        return _file(report(request.viewer, wanted, reason=form.cleaned_data["reason"]))

    def _ask(
        self, request: ViewerRequest, form: ReportExportForm, status: int = 200
    ) -> HttpResponse:
        reviews = report(request.viewer, request.GET.get("quarter", ""))
        context = {"form": form, "quarter": reviews[0].quarter if reviews else ""}
        return render(request, "casemgmt/access_review/export.html", context, status=status)


def _file(reviews: list[Review]) -> HttpResponse:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    for review in reviews:
        for seat in review.seats:
            cells = (
                review.quarter, review.place, seat.name, seat.discipline, seat.agency, seat.label,
                seat.state, seat.reason, seat.answered_by, _moment(seat.answered_at),
                _moment(seat.ended_at), review.due_on.isoformat(),
            )  # fmt: skip
            writer.writerow([guarded(cell) for cell in cells])
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="access-reviews.csv"'
    return response


def _moment(value: object) -> str:
    return timezone.localtime(value).isoformat(timespec="seconds") if value else ""  # type: ignore[arg-type]
