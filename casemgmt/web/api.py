"""The API's one permission: the declared rule. Alone in its file, as DRF imports it while it
loads its own views."""

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from casemgmt.web.base import rule_of


class DeclaredRule(BasePermission):
    """Ask the view's declared rule; the middleware has asked it before, this is for calls that
    bypass it."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Return whether the rule allows the viewer."""
        rule = rule_of(type(view))
        viewer = getattr(request._request, "viewer", None)
        return rule is not None and (rule.public or (viewer is not None and rule.allows(viewer)))
