"""What each page's shell needs: names, the navigation and the length of an idle session."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from casemgmt.web.htmx import is_part
from casemgmt.web.navigation import ACCOUNT, links
from casemgmt.web.page_load import page_token

NEUTRAL_PAGE = "https://www.weather.gov/"


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the shell's context; the navigation is worked out only where a page shows it.

    A person who has not enrolled a second factor yet gets the entrance, not the shell.
    """
    viewer = getattr(request, "viewer", None)
    house = getattr(request, "house", "base.html")  # a side of its own keeps its way out
    return {
        "site_name": settings.SITE_NAME,
        "viewer": viewer if getattr(viewer, "mfa", True) else None,
        "error_shell": "base_part.html" if is_part(request) else house,
        "navigation": partial(links, request),
        "account_navigation": partial(links, request, ACCOUNT),
        "page_token": partial(page_token, request),
        "idle_seconds": settings.SESSION_IDLE_SECONDS,
        "quick_exit_url": getattr(settings, "QUICK_EXIT_URL", NEUTRAL_PAGE),
        "help_contact": getattr(settings, "HELP_CONTACT", "your agency's administrator"),
    }
