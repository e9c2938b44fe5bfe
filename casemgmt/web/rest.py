"""What every API view shares: a declared rule, one shape of lists, errors in the same words as
the pages."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.exceptions import ValidationError as RowError
from rest_framework import serializers
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_exception_handler
from rest_framework.viewsets import ViewSet

from casemgmt.policy.people import Viewer
from casemgmt.web.errors import API_WORDS
from casemgmt.web.rules import AccessRule

UNPROCESSABLE = 422


class Query(serializers.Serializer):
    """The filters of a list; a name that is none of them is refused, so that a slip does not
    list everything."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Raise ValidationError for a filter that does not exist."""
        unknown = sorted(set(self.initial_data) - set(self.fields) - {"after"})
        if unknown:
            known = ", ".join([*self.fields, "after"])
            raise serializers.ValidationError(
                {name: [f"There is no such filter. There are: {known}."] for name in unknown}
            )
        return attrs


class GuardedViewSet(ViewSet):
    """Base of every API view. Subclasses set `access`; `abstract=True` makes a base of bases."""

    access: ClassVar[AccessRule]
    query_class: ClassVar[type[Query]] = Query

    def __init_subclass__(cls, *, abstract: bool = False, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not abstract and not isinstance(getattr(cls, "access", None), AccessRule):
            raise TypeError(f"{cls.__qualname__} must set `access` to a rule of casemgmt.web.rules")

    @property
    def viewer(self) -> Viewer:
        """Return who asks."""
        return self.request._request.viewer  # type: ignore[attr-defined]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse a body over the limit before it is read: a parser reads past Django's own
        check."""
        if int(request.META.get("CONTENT_LENGTH") or 0) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise RequestDataTooBig
        super().initial(request, *args, **kwargs)

    def asked(self) -> dict[str, Any]:
        """Return the filters of the address; raises ValidationError for one that cannot be."""
        query = self.query_class(data=self.request.query_params.dict())
        query.is_valid(raise_exception=True)
        return query.validated_data

    @property
    def after(self) -> str:
        """Return the key that the page begins after."""
        return self.request.query_params.get("after", "")[:200]

    def page(
        self,
        results: Any,
        next_key: str,
        *,
        total: int | None = None,
        capped: bool = False,
    ) -> Response:
        """Answer one page of a list, with the address of the next one."""
        return Response(
            {
                "results": results,
                "next": self._address(next_key),
                "total": total,
                "total_capped": capped,
            }
        )

    def _address(self, next_key: str) -> str | None:
        if not next_key:
            return None
        query = self.request.GET.copy()
        query["after"] = next_key
        return self.request.build_absolute_uri(f"{self.request.path}?{query.urlencode()}")


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer what DRF and row checks refuse; our own errors go on to the middleware, in the same
    transaction."""
    if isinstance(error, RowError):
        errors = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        return _invalid(errors)
    if isinstance(error, ValidationError):
        return _invalid(error.detail if isinstance(error.detail, dict) else {"": error.detail})
    if isinstance(error, APIException):
        return drf_exception_handler(error, context)
    return None


def _invalid(errors: Any) -> Response:
    return Response({"detail": API_WORDS[UNPROCESSABLE], "errors": errors}, status=UNPROCESSABLE)
