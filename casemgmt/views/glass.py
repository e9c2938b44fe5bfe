"""Broken glasses, for those who review them: the list, one of them with what was looked at."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from casemgmt.core.errors import RuleBroken
from casemgmt.forms.emergency import ReviewForm
from casemgmt.selectors.emergency import list_glasses, may_review, show_glass
from casemgmt.services.broken_glass import review_broken_glass
from casemgmt.views.record import tell
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest

SHOWN = {"": "Waiting for a review", "late": "Late", "all": "All"}


class GlassList(GuardedView):
    """The agency's broken glasses, those without a review first."""

    access = rules.GLASS_READERS

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show those that wait, those that are late, or all."""
        wanted = request.GET.get("show", "")
        wanted = wanted if wanted in SHOWN else ""
        rows = list_glasses(request.viewer)
        waiting = [row for row in rows if row.glass.reviewed_at is None]
        late = [row for row in waiting if row.is_late]
        counts = {"": len(waiting), "late": len(late), "all": len(rows)}
        context = {
            "rows": {"": waiting, "late": late, "all": rows}[wanted],
            "chips": [(key, words, counts[key], key == wanted) for key, words in SHOWN.items()],
        }
        return render(request, "casemgmt/glass/list.html", context)


class GlassDetail(GuardedView):
    """Who opened what, why and until when, what was looked at, and the review of it."""

    access = rules.GLASS_READERS

    def get(self, request: ViewerRequest, glass_id: UUID) -> HttpResponse:
        """Show it, with the form for those who may review it."""
        return self._page(request, glass_id, ReviewForm(viewer=request.viewer))

    def post(self, request: ViewerRequest, glass_id: UUID) -> HttpResponse:
        """Keep the review."""
        form = ReviewForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            try:
                review_broken_glass(request.viewer, glass_id, **form.cleaned_data)
            except RuleBroken as error:
                tell(form, error)
            else:
                messages.success(request, "The review is kept. It stays as you wrote it.")
                return HttpResponseRedirect(reverse("casemgmt:glass_list"))
        return self._page(request, glass_id, form, status=422)

    def _page(
        self, request: ViewerRequest, glass_id: UUID, form: ReviewForm, status: int = 200
    ) -> HttpResponse:
        row, looks = show_glass(request.viewer, glass_id)
        waits = row.glass.reviewed_at is None
        context = {
            "row": row,
            "looks": looks,
            "form": form if waits and may_review(request.viewer, row.glass) else None,
        }
        return render(request, "casemgmt/glass/detail.html", context, status=status)
