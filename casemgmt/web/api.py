"""What every API view shares: the declared rule, errors in the same words as the pages."""

from typing import Any

from rest_framework.exceptions import APIException
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.views import exception_handler as drf_exception_handler

from casemgmt.web.base import rule_of


class DeclaredRule(BasePermission):
    """Ask the view's declared rule; the middleware has asked it before, this is for calls that bypass it."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Return whether the rule allows the viewer."""
        rule = rule_of(type(view))
        viewer = getattr(request._request, "viewer", None)
        return rule is not None and (rule.public or (viewer is not None and rule.allows(viewer)))


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Let DRF answer its own exceptions; ours go on to the middleware, in the same transaction."""
    if isinstance(error, APIException):
        return drf_exception_handler(error, context)
    return None
