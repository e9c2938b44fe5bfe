"""One page load: the page and the parts that it fetches carry one id, which nobody else can use.

The page is given its id with a signature over the session; its parts send both back. A signature
of another session, or an altered one, joins nothing: the part then stands on the ledger by itself.
"""

import hashlib
import re
from contextvars import ContextVar

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.crypto import constant_time_compare, salted_hmac

from casemgmt.policy.people import Act
from casemgmt.policy.purposes import Purpose

SALT = "casemgmt.web.page_load"
HEADER = "X-Page"
H = "[0-9a-fA-F]"
KEYS = re.compile(f"{H}{{8}}-?{H}{{4}}-?{H}{{4}}-?{H}{{4}}-?{H}{{12}}")
current_act: ContextVar[Act | None] = ContextVar("current_act", default=None)


def act_of(request: HttpRequest) -> Act:
    """Return what the request does, as each entry of the ledger says it; views name the purpose."""
    session = request.session.session_key or ""
    return Act(
        request_id=request.request_id,  # type: ignore[attr-defined]
        page_id=_page_of(request),
        session=hashlib.sha256(session.encode()).hexdigest()[:16] if session else "",
        route=route_of(request),
        purpose=Purpose.CASE_WORK,
        channel="api" if request.path.startswith("/api/") else "page",
    )


def route_of(request: HttpRequest) -> str:
    """Return the address as the ledger keeps it, with the method where it is a path."""
    shown = path_of(request)
    return f"{request.method} {shown}"[:200] if shown.startswith("/") else shown


def path_of(request: HttpRequest) -> str:
    """Return the path, or what the view says of itself where it has its reasons; of a path that
    does not exist, without the keys that were typed into it."""
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return KEYS.sub("[key]", request.path)
    return getattr(getattr(view, "view_class", None), "shown_route", "") or request.path


def page_token(request: HttpRequest) -> str:
    """Return what the parts of this page send back; "" without a session."""
    request_id = getattr(request, "request_id", "")
    session = getattr(request, "session", None)
    if not request_id or session is None or not session.session_key:
        return ""
    return f"{request_id}.{_signature(request_id, session.session_key)}"


def page_of_token(request: HttpRequest, token: str) -> str:
    """Return the id of the page that this session was given; "" for any other token."""
    page_id, _, signature = token.partition(".")
    session = request.session.session_key or ""
    if not session or not constant_time_compare(signature, _signature(page_id, session)):
        return ""
    return page_id


def _page_of(request: HttpRequest) -> str:
    """Return the page that a part belongs to; everything else is a page load of its own."""
    own: str = request.request_id  # type: ignore[attr-defined]
    if request.method not in ("GET", "HEAD") or "HX-Request" not in request.headers:
        return own
    return page_of_token(request, request.headers.get(HEADER, "")) or own


def _signature(page_id: str, session: str) -> str:
    return salted_hmac(SALT, f"{session}\n{page_id}", algorithm="sha256").hexdigest()[:32]
