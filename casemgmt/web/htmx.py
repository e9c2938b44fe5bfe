"""One template for the page, one part of it for htmx: the same view answers both."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def is_part(request: HttpRequest) -> bool:
    """Return whether htmx asks for a part and not for a page."""
    return bool(getattr(request, "htmx", False)) and not request.htmx.boosted  # type: ignore[attr-defined]


def render_part(
    request: HttpRequest, page: str, part: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Render `part` for htmx and `page`, which includes it, for everyone else."""
    return render(request, part if is_part(request) else page, context, status=status)
