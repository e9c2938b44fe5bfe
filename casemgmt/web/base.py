"""Views declare who may open them; a view that does not cannot be imported."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.http import HttpRequest
from django.views import View

from casemgmt.policy.people import Viewer
from casemgmt.policy.purposes import Purpose
from casemgmt.web import rules
from casemgmt.web.rules import AccessRule

# Rules of views that third parties wrote: dotted path of the module -> (rule, why).
THIRD_PARTY: dict[str, tuple[AccessRule, str]] = {
    "allauth.account.views": (rules.PUBLIC, "signing in comes before being known"),
    "allauth.mfa.base.views": (rules.PUBLIC, "the second step of signing in"),
    "allauth.mfa.totp.views": (rules.PUBLIC, "each demands a signed-in session itself"),
    "allauth.mfa.webauthn.views": (
        rules.PUBLIC,
        "each demands a signed-in session, save the passkey sign-in",
    ),
    "allauth.mfa.recovery_codes.views": (rules.PUBLIC, "each demands a signed-in session itself"),
    "allauth.usersessions.views": (rules.PUBLIC, "demands a signed-in session itself"),
}


class ViewerRequest(HttpRequest):
    """A request as our views get it: `viewer` is there once the middleware has run."""

    viewer: Viewer


class GuardedView(View):
    """Base of every page. Subclasses set `access`, and `purpose` where the rule's own is not what
    the page is opened for; `abstract=True` in the class line makes a base of bases."""

    access: ClassVar[AccessRule]
    purpose: ClassVar[Purpose | None] = None
    request: ViewerRequest

    def __init_subclass__(cls, *, abstract: bool = False, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not abstract and not isinstance(getattr(cls, "access", None), AccessRule):
            raise TypeError(f"{cls.__qualname__} must set `access` to a rule of casemgmt.web.rules")


def declares(access: AccessRule) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare the rule of a function view."""

    def mark(view: Callable[..., Any]) -> Callable[..., Any]:
        view.access = access  # type: ignore[attr-defined]
        return view

    return mark


def _target(callback: Callable[..., Any]) -> Any:
    """Return what declares: the class of a view, or the function itself."""
    return getattr(callback, "view_class", None) or getattr(callback, "cls", None) or callback


def purpose_of(callback: Callable[..., Any], rule: AccessRule) -> Purpose:
    """Return what a view is opened for: as it says itself, else as its rule does."""
    return getattr(_target(callback), "purpose", None) or rule.purpose


def rule_of(callback: Callable[..., Any]) -> AccessRule | None:
    """Find the declared rule of a function view, a class view, a DRF view or a listed
    third party's view."""
    target = _target(callback)
    access = getattr(target, "access", None)
    if access is not None:
        return access
    listed = THIRD_PARTY.get(getattr(target, "__module__", ""))
    return listed[0] if listed else None
