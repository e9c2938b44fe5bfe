"""Sign-in as this product wants it: no sign-up by oneself, and each sign-in and failure on the ledger."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse

from audit.services.sign_in import record_failed_sign_in, record_sign_in
from casemgmt.policy.people import Act
from teams.models import User
from teams.selectors.viewers import build_viewer


class AccountAdapter(DefaultAccountAdapter):
    """allauth's hooks."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: an administrator makes accounts."""
        return False

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Keep the sign-in on the ledger."""
        act = Act(request_id=request.request_id, page_id=request.request_id, route=request.path)  # type: ignore[attr-defined]
        record_sign_in(build_viewer(user, act=act))
        return super().post_login(request, user, **kwargs)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Keep the failure on the ledger, with a keyed hash of the name that was tried."""
        record_failed_sign_in(str(credentials.get("username", "")))
        super().authentication_failed(request, **credentials)
