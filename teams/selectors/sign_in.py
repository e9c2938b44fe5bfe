"""What the middleware asks about signing in."""

import hashlib

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from casemgmt.core import clock
from teams.models import ApiToken, User

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(user: User) -> bool:
    """Return whether the person has enrolled an authenticator app or a passkey."""
    return Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS).exists()


def passed_second_factor(request: HttpRequest) -> bool:
    """Return whether a second factor was shown in this session: asked for at sign-in,
    or enrolled in it."""
    if request.session.get("enrolled"):
        return True
    user = request.user  # asked for people only
    shown = get_authentication_records(request, user)  # type: ignore[arg-type]
    return any(one.get("method") == "mfa" for one in shown)


def digest_of(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def user_of_token(token: str) -> User | None:
    """Return the person a live token signs in, or None."""
    row = (
        ApiToken.objects.filter(
            digest=digest_of(token), revoked_at__isnull=True, ends_at__gt=clock.now()
        )
        .select_related("user__agency")
        .first()
    )
    return row.user if row and row.user.is_active else None
