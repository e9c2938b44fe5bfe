"""The way of a request: id, no-store, session limits, sign-in steps, a declared rule,
one transaction around it all."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.module_loading import import_string

from casemgmt.core import clock
from casemgmt.core.context import current_request_id
from casemgmt.web import errors
from casemgmt.web.base import purpose_of, rule_of
from casemgmt.web.page_load import current_act
from casemgmt.web.rules import AccessRule

HTTP_FOUND = 302
GetResponse = Callable[[HttpRequest], HttpResponse]


class RequestId:
    """Give each request an id of ours; a client's header is never taken."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = str(uuid.uuid4())  # type: ignore[attr-defined]
        current_request_id.set(request.request_id)  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request-Id"] = request.request_id  # type: ignore[attr-defined]
        return response


class NoStore:
    """Nothing that a signed-in person was sent stays in a cache, and nothing is fetched ahead
    of a click."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", "")):
            return HttpResponseForbidden("Pages are not fetched ahead of a click.")
        response = self.get_response(request)
        if not request.path.startswith(settings.STATIC_URL):
            response["Cache-Control"] = "no-store"
            response["Vary"] = "Cookie, HX-Request, Authorization"
        return response


class TokenSignIn:
    """Let a program sign in with "Authorization: Token ..." on the API; the session of a browser is
    left aside."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response
        self.user_of = import_string("teams.selectors.sign_in.user_of_token")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        word, _, token = request.headers.get("Authorization", "").partition(" ")
        if word.lower() == "token" and request.path.startswith("/api/"):
            user = self.user_of(token.strip())
            if user is None:
                return errors.sign_in_first(request)
            request.user = user
            request.by_token = True  # type: ignore[attr-defined]
            # No cookie, no forgery.
            request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
        return self.get_response(request)


class SessionLimits:
    """End a session that was idle too long or has lasted its day (CJIS AC-11, IA-11)."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.session.get("_auth_user_id") and self._is_over(request):
            logout(request)
            request.session["signed_out_because"] = "idle"
        return self.get_response(request)

    def _is_over(self, request: HttpRequest) -> bool:
        moment = int(clock.now().timestamp())
        began = request.session.setdefault("began_at", moment)
        seen = request.session.get("seen_at", moment)
        # Not on each request: a write a quarter of a minute is enough. What a page asks by itself
        # says so and shows nobody's presence.
        if moment - seen > 15 and "X-Quiet" not in request.headers:
            request.session["seen_at"] = moment
        request.session.setdefault("seen_at", moment)
        idle = moment - seen > settings.SESSION_IDLE_SECONDS
        return idle or moment - began > settings.SESSION_ABSOLUTE_SECONDS


class SignInSteps:
    """Before sign-in comes the notice of monitoring; after it, and before anything else,
    a second factor."""

    OPEN = ("/static/", "/notice/", "/healthz", "/api/", "/favicon.ico")  # the API's rule asks too
    ENROLLING = ("/accounts/",)

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response
        self.has_second_factor = import_string("teams.selectors.sign_in.has_second_factor")
        self.passed_second_factor = import_string("teams.selectors.sign_in.passed_second_factor")
        self.end_sessions = import_string("teams.services.person.end_sessions")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(self.OPEN):
            return self.get_response(request)
        if not request.user.is_authenticated:
            if not request.session.get("notice_at"):
                way_back = urlencode({"next": request.get_full_path()})
                return HttpResponseRedirect(f"{reverse('web:notice')}?{way_back}")
        elif step := self._next_step(request):
            return HttpResponseRedirect(reverse(step))
        elif request.method == "POST" and request.path.startswith(self.ENROLLING):
            return self._changing_factors(request)
        return self.get_response(request)

    def _next_step(self, request: HttpRequest) -> str:
        """Return the page that comes first: a password of one's own, then the second factor;
        "" when nothing does.

        A session that was opened by the password alone ends once the person has a factor:
        it has not passed it.
        """
        if request.session.get("has_factor"):
            return ""
        passed, enrolled = self.passed_second_factor(request), self.has_second_factor(request.user)
        if enrolled and not passed:
            logout(request)
            return "account_login"
        if request.path.startswith(self.ENROLLING):
            return ""
        if request.user.temporary_password_until:  # type: ignore[union-attr]
            return "account_change_password"
        if not enrolled:
            return "mfa_activate_totp"
        request.session["has_factor"] = True
        return ""

    def _changing_factors(self, request: HttpRequest) -> HttpResponse:
        """Answer a change of the sign-in: who enrols a factor has shown it,
        who gives up the last one starts anew."""
        user, had = request.user, self.has_second_factor(request.user)
        response = self.get_response(request)
        has = self.has_second_factor(user)
        if has and not had and response.status_code == HTTP_FOUND:
            request.session["enrolled"] = True
        if had and not has:
            self.end_sessions(user)
            logout(request)
            return HttpResponseRedirect(reverse("account_login"))
        return response


# Ways that allauth offers and this product does not: a mailbox alone must never open an account.
CLOSED = frozenset({
    "account_reset_password", "account_reset_password_done", "account_reset_password_from_key",
    "account_reset_password_from_key_done", "account_email", "account_set_password",
    "account_confirm_email", "account_email_verification_sent",
})  # fmt: skip


class DenyUndeclaredViews:
    """Refuse any resolved view without a declared rule, even a third party's; then ask the rule."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple, kwargs: dict
    ) -> HttpResponse | None:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return errors.bad_request(request)  # no text of the database can hold it
        match = request.resolver_match
        if match is not None and match.url_name in CLOSED:
            return errors.not_found(
                request, getattr(request, "viewer", None), because="rule:closed"
            )
        rule = rule_of(view)
        if rule is None:
            raise PermissionDenied("a view without a declared rule")
        if rule.public:
            return None
        viewer = getattr(request, "viewer", None)
        if viewer is not None:
            act = replace(viewer.act, purpose=purpose_of(view, rule))
            request.viewer = replace(viewer, act=act)  # type: ignore[attr-defined]
        return self._refusal(request, rule)

    def _refusal(self, request: HttpRequest, rule: AccessRule) -> HttpResponse | None:
        """Return what stops this viewer from what is not public, the first thing first."""
        viewer = getattr(request, "viewer", None)
        if viewer is None:
            return errors.sign_in_first(request)
        if not viewer.mfa:
            return errors.second_factor_first(request, viewer)
        if not rule.allows(viewer):
            return errors.not_found(request, viewer, because=f"rule:{rule.name}")
        return None


class AuditedTransaction:
    """One transaction around view and rendering: no event, no data; a 5xx leaves neither,
    a refusal keeps its event."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response
        self.load_viewer = import_string(settings.VIEWER_LOADER)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith((settings.STATIC_URL, "/healthz")):
            return self.get_response(request)
        with transaction.atomic(durable=True):
            request.viewer = self.load_viewer(request)  # type: ignore[attr-defined]
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        current_act.set(None)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return errors.answer(request, exception)
