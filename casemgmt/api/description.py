"""The description of the API: as a file for programs, and as a page for people, rendered here
from the same file."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularAPIView

from casemgmt.web import rules
from casemgmt.web.base import GuardedView

METHODS = ("get", "post")


class Schema(SpectacularAPIView):
    """OpenAPI, in YAML or with ?format=json in JSON."""

    access = rules.ANYONE_SIGNED_IN


@dataclass(frozen=True)
class Field:
    """A parameter or a field of a body or an answer."""

    name: str
    kind: str
    words: str
    required: bool
    where: str = ""


@dataclass(frozen=True)
class Answer:
    """One answer that an operation can give."""

    status: str
    words: str
    fields: list[Field] = field(default_factory=list)


@dataclass(frozen=True)
class Operation:
    """One operation, ready for the page."""

    id: str
    method: str
    path: str
    summary: str
    words: str
    parameters: list[Field]
    body: list[Field]
    answers: list[Answer]


class Docs(GuardedView):
    """The page that explains the API."""

    access = rules.ANYONE_SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show how to sign in, examples, and every operation."""
        context = {
            "operations": operations(),
            "site_url": request.build_absolute_uri("/").rstrip("/"),
        }
        return render(request, "api/docs.html", context)


@cache
def operations() -> list[Operation]:
    """Return every operation of the schema, in the order of the addresses."""
    schema = SchemaGenerator().get_schema(request=None, public=True)
    return [
        _operation(path, method, described, schema)
        for path, item in schema["paths"].items()
        for method, described in item.items()
        if method in METHODS
    ]


def _operation(
    path: str, method: str, described: dict[str, Any], schema: dict[str, Any]
) -> Operation:
    body = described.get("requestBody", {}).get("content", {}).get("application/json", {})
    return Operation(
        id=described["operationId"],
        method=method.upper(),
        path=path,
        summary=described.get("summary", described["operationId"]),
        words=described.get("description", ""),
        parameters=[_parameter(one, schema) for one in described.get("parameters", [])],
        body=_fields(body.get("schema", {}), schema),
        answers=[_answer(code, one, schema) for code, one in described["responses"].items()],
    )


def _parameter(one: dict[str, Any], schema: dict[str, Any]) -> Field:
    kind = _kind(one.get("schema", {}), schema)
    return Field(
        one["name"], kind, one.get("description", ""), one.get("required", False), one["in"]
    )


def _answer(code: str, one: dict[str, Any], schema: dict[str, Any]) -> Answer:
    content: dict[str, Any] = next(iter(one.get("content", {}).values()), {})
    shown = _fields(content.get("schema", {}), schema) if code.startswith("2") else []
    return Answer(code, one.get("description", ""), shown)


def _fields(part: dict[str, Any], schema: dict[str, Any]) -> list[Field]:
    found = _resolved(part, schema)
    required = found.get("required", [])
    return [
        Field(name, _kind(one, schema), one.get("description", ""), name in required)
        for name, one in found.get("properties", {}).items()
    ]


def _resolved(part: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference, or the first of several choices, to what it names."""
    for several in ("allOf", "oneOf"):
        if part.get(several):
            return _resolved(part[several][0], schema)
    if "$ref" in part:
        return schema["components"]["schemas"][part["$ref"].rpartition("/")[2]]
    return part


def _kind(part: dict[str, Any], schema: dict[str, Any]) -> str:
    found = _resolved(part, schema)
    if found.get("enum"):
        return "one of " + ", ".join(str(choice) for choice in found["enum"] if choice)
    if found.get("type") == "array":
        name = part["items"].get("$ref", "").rpartition("/")[2]
        return f"list of {name or _kind(part['items'], schema)}"
    if found.get("type") == "object":
        return part.get("$ref", "").rpartition("/")[2] or "object"
    return found.get("format") or found.get("type", "")
