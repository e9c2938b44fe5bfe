"""Pages of the shell itself: the notice of monitoring, and the sign of life that
keeps a session."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from casemgmt.core import clock
from casemgmt.web import rules
from casemgmt.web.base import GuardedView


class Notice(GuardedView):
    """The notice of monitoring, acknowledged before sign-in (CJIS AC-8)."""

    access = rules.PUBLIC

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the notice."""
        return render(request, "web/notice.html", {"next": request.GET.get("next", "/")})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep that it was acknowledged and go on to the sign-in."""
        request.session["notice_at"] = clock.now().isoformat()
        target = request.POST.get("next", "/")
        if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
            target = "/"
        sign_in = reverse("account_login")
        if target.startswith(sign_in):  # it carries its own way back
            return HttpResponseRedirect(target)
        return HttpResponseRedirect(f"{sign_in}?{urlencode({'next': target})}")


class StillHere(GuardedView):
    """A sign of life from an open page: the person pressed "Stay signed in"."""

    access = rules.ANYONE_SIGNED_IN

    def post(self, request: HttpRequest) -> HttpResponse:
        """Renew the idle clock."""
        request.session["seen_at"] = int(clock.now().timestamp())
        return HttpResponse(status=204)
