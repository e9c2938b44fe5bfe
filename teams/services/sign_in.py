"""Sign-in as this product wants it: no sign-up by oneself, and each sign-in and failure
on the ledger."""

from dataclasses import replace
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from audit.services.sign_in import record_failed_sign_in, record_sign_in
from casemgmt.core import clock
from casemgmt.policy.purposes import Purpose
from casemgmt.web.page_load import act_of
from teams.models import User
from teams.selectors.sign_in import has_second_factor
from teams.selectors.viewers import build_viewer

TEMPORARY_IS_OVER = (
    "This temporary password is not valid any more. Ask your administrator for a new one."
)

FRESH_SECONDS = 15 * 60


class AccountAdapter(DefaultAccountAdapter):
    """allauth's hooks."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: an administrator makes accounts."""
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask for the password again, save from someone who has just given it and has no second
        factor yet."""
        request = self.request
        if (
            app == "allauth.mfa"
            and request.user.is_authenticated
            and not has_second_factor(request.user)
        ):
            began = request.session.get("began_at", 0)
            if clock.now().timestamp() - began < FRESH_SECONDS:
                return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Keep the sign-in on the ledger."""
        act = replace(act_of(request), purpose=Purpose.SIGN_IN)
        record_sign_in(build_viewer(user, act=act))
        return super().post_login(request, user, **kwargs)

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Refuse a temporary password whose time is over."""
        until = user.temporary_password_until
        if until and until < clock.now():
            messages.error(request, TEMPORARY_IS_OVER)
            return HttpResponseRedirect(reverse("account_login"))
        return super().pre_login(request, user, **kwargs)

    def clean_password(self, password: str, user: User | None = None) -> str:
        """Refuse to keep a temporary password as one's own; raises ValidationError."""
        if user and user.temporary_password_until and user.check_password(password):
            raise ValidationError("Choose a password of your own, not the temporary one.")
        return super().clean_password(password, user)

    def set_password(self, user: User, password: str) -> None:
        """Set a password of the person's own choice: a temporary one is history."""
        user.temporary_password_until = None
        super().set_password(user, password)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return the first page: the next step of the sign-in, or the day's work."""
        return "/"

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Keep the failure on the ledger, with a keyed hash of the name that was tried."""
        record_failed_sign_in(str(credentials.get("username", "")))
        super().authentication_failed(request, **credentials)
