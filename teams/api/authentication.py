"""Sign-in for the API: whoever the middleware found, by session (with the forgery check) or by
token."""

from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request

from teams.models import User


class RequestSignIn(SessionAuthentication):
    """Takes the person that the middleware has signed in; only a session needs the forgery
    check."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        """Return the person; raises PermissionDenied where the forgery check refuses."""
        user = getattr(request._request, "user", None)
        if user is None or not user.is_authenticated:
            return None
        if not getattr(request._request, "by_token", False):
            self.enforce_csrf(request)
        return user, None

    def authenticate_header(self, request: Request) -> str:
        """Return the word that makes an anonymous call a 401."""
        return "Token"
