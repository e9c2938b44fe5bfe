"""What the ledger holds on the reader's own use: for everyone who signs in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from audit.services.read import read_own_use
from audit.views.shown import shown_requests
from casemgmt.policy.purposes import Purpose
from casemgmt.web.base import GuardedView, ViewerRequest
from casemgmt.web.rules import ANYONE_SIGNED_IN


class OwnUse(GuardedView):
    """One's own events, newest first."""

    access = ANYONE_SIGNED_IN
    purpose = Purpose.OWN_ACCOUNT

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show a page of them."""
        after = request.GET.get("after", "")
        page = read_own_use(request.viewer, after=after)
        context = {
            "requests": shown_requests(page),
            "count": page.count,
            "is_first": not after,
            "first_url": request.path,
            "next_url": f"?{urlencode({'after': page.next_key})}" if page.next_key else "",
        }
        return render(request, "audit/own_use.html", context)
