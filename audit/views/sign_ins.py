"""Sign-ins that failed, for administrators: the only part of the ledger that they read."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from audit.services.read import read_failed_sign_ins
from casemgmt.web.base import GuardedView, ViewerRequest
from casemgmt.web.rules import ADMINISTRATORS


class FailedSignIns(GuardedView):
    """Newest first; equal names show as equal marks, and no name is told."""

    access = ADMINISTRATORS

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show a page of them."""
        after = request.GET.get("after", "")
        page = read_failed_sign_ins(request.viewer, after=after)
        context = {
            "rows": page.rows,
            "first_url": "" if not after else request.path,
            "next_url": f"?{urlencode({'after': page.next_key})}" if page.next_key else "",
        }
        return render(request, "audit/failed_sign_ins.html", context)
