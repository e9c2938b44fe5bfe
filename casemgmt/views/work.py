"""The first page after sign-in: what waits for this person."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from casemgmt.selectors.answerer import waiting_reviews
from casemgmt.selectors.work import work_of
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest
from teams.routes import MEETING_PAGE


class MyWork(GuardedView):
    """What is due and what changed; offices without a caseload get their own links."""

    access = rules.ANYONE_SIGNED_IN

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show the page of this person."""
        waiting = {"reviews_waiting": waiting_reviews(request.viewer)}
        if not request.viewer.has_caseload:
            return render(request, "casemgmt/my_work/landing.html", waiting)
        work = work_of(request.viewer)
        context = waiting | {
            "work": work,
            "officer_key": request.user.key,  # type: ignore[union-attr]
            "meeting_url": _meeting_url(work.meeting.pk) if work.meeting else "",
            "input_url": _reverse("dashboards:input_waited") if request.viewer.is_advocate else "",
        }
        return render(request, "casemgmt/my_work/my_work.html", context)


def _meeting_url(key: object) -> str:
    return _reverse(MEETING_PAGE, key)


def _reverse(name: str, *arguments: object) -> str:
    """Return an address of an upper layer, which this one knows only by its name."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""
