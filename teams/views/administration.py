"""The landing page of administration."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from casemgmt.web import rules
from casemgmt.web.base import GuardedView
from teams.selectors.administration import count_everything


class Administration(GuardedView):
    """What there is to keep, with numbers; nothing of any case."""

    access = rules.ADMINISTRATORS

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the numbers and the ways on."""
        counts = count_everything(self.request.viewer)
        return render(request, "teams/administration/index.html", {"counts": counts})
