"""How operations of the API are described: the answers that they share, and the shape of a page."""

from typing import Any

from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_serializer,
)
from rest_framework import serializers


class Problem(serializers.Serializer):
    """What went wrong, in words that a person can act on; never content of a case."""

    detail = serializers.CharField()
    because = serializers.CharField(required=False, help_text="Why it is refused, in one word.")
    reason = serializers.CharField(required=False, help_text="The same as a sentence.")
    how_to_ask = serializers.CharField(required=False, help_text="What can be done about it.")
    errors = serializers.DictField(  # type: ignore[assignment]
        child=serializers.ListField(child=serializers.CharField()),
        required=False,
        help_text="By field, what is wrong with what was sent.",
    )


WORDS = {
    401: "Not signed in.",
    403: "You may know of it, but it is withheld from you, or you may not do this.",
    404: "Nothing here: it does not exist, or not for you. The two answers are the same.",
    413: "The body is larger than the server takes.",
    422: "What was sent breaks a rule; `errors` says which.",
    429: "Too many calls. `Retry-After` says in how many seconds to go on.",
}
AFTER = OpenApiParameter(
    "after", str, description="Where the page begins: leave it out, then follow `next`."
)


def described(
    summary: str,
    answer: Any,
    *,
    status: int = 200,
    refusals: tuple[int, ...] = (),
    parameters: list[Any] | None = None,
    **more: Any,
) -> Any:
    """Describe one operation: 401, 404 and 429 are each operation's, `refusals` are this one's
    own."""
    problems = {
        code: OpenApiResponse(Problem, WORDS[code]) for code in sorted({401, 404, 429, *refusals})
    }
    responses = {status: answer, **problems}
    return extend_schema(summary=summary, responses=responses, parameters=parameters, **more)


def page_of(child: type[serializers.Serializer]) -> type[serializers.Serializer]:
    """Return the shape of a page of `child`."""
    fields = {
        "__doc__": f"A page of {child.__name__}.",
        "results": child(many=True),
        "next": serializers.URLField(
            allow_null=True, help_text="The next page, or null on the last."
        ),
        "total": serializers.IntegerField(
            allow_null=True, help_text="How many there are in all; null where nobody counts."
        ),
        "total_capped": serializers.BooleanField(help_text="There are more than `total` says."),
    }
    page = type(f"{child.__name__}Page", (serializers.Serializer,), fields)
    return extend_schema_serializer(many=False)(page)
