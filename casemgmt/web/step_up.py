"""Step-up: what changes standing or credentials needs a sign-in that is minutes old, not hours
(ASVS 7.5)."""

import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.http import urlencode

from casemgmt.web.base import GuardedView


class RecentSignInView(GuardedView, abstract=True):
    """A page that asks for the password or the second factor again when the last time is too
    long ago."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Serve the page, or send the person to confirm who is there first."""
        return ask_again(request) or super().dispatch(request, *args, **kwargs)


def ask_again(request: HttpRequest) -> HttpResponse | None:
    """Return the way to the confirmation, or None where the last sign-in is recent enough.

    A form may take as long again as opening its page: what was typed is not lost to the clock.
    """
    allowed = settings.ACCOUNT_REAUTHENTICATION_TIMEOUT * (2 if request.method == "POST" else 1)
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    latest = max((record.get("at", 0) for record in records), default=0)
    if time.time() - latest < allowed:
        return None
    methods = get_adapter().get_reauthentication_methods(request.user)
    address = methods[0]["url"] if methods else settings.LOGIN_URL
    return HttpResponseRedirect(f"{address}?{urlencode({'next': request.get_full_path()})}")
