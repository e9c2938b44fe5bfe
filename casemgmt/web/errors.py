"""Turns what services raise into answers: equal words for hidden and missing,
no case data in any of them."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.module_loading import import_string

from casemgmt.core.errors import ChangedMeanwhile, NotAllowed, NotVisible, RuleBroken
from casemgmt.policy.people import Viewer
from casemgmt.web.page_load import path_of

API_WORDS = {
    400: "The request is not valid.",
    401: "Sign in first.",
    403: "You may not do this.",
    404: "Nothing here.",
    409: "Someone else changed this first. Load it again and repeat your change.",
    413: "That is too large.",
    422: "The request breaks a rule.",
}


def _page(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse(_problem(status, **context), status=status)
    # A refusal never repeats the address: two of them must not differ in a byte.
    context.setdefault("is_refusal", status in (403, 404))
    return render(request, f"errors/{status}.html", context, status=status)


def _problem(status: int, **context: Any) -> dict[str, str]:
    """Return what a program is told; of a refusal it learns what a person's page says."""
    problem = {"detail": context.get("detail") or API_WORDS[status]}
    decision = context.get("decision")
    if decision is None:
        return problem
    words = {
        "because": decision.told, "reason": decision.reason_text, "how_to_ask": decision.how_to_ask,
    }  # fmt: skip
    return problem | {name: text for name, text in words.items() if text}


def _record_refusal(viewer: Viewer | None, **facts: Any) -> None:
    import_string("audit.services.record.record_refusal")(viewer, **facts)


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """Send a person to the sign-in page, a program a 401."""
    if request.path.startswith("/api/"):
        response = _page(request, 401)
        response["WWW-Authenticate"] = "Token"
        return response
    return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)


def second_factor_first(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Answer someone who has shown a password and nothing more as someone who is not signed in."""
    _record_refusal(viewer, kind="page", subject_id=path_of(request), because="mfa_missing")
    return sign_in_first(request)


def not_found(
    request: HttpRequest,
    viewer: Viewer | None,
    *,
    because: str = "",
    kind: str = "page",
    subject_id: str = "",
    case_id: object = None,
) -> HttpResponse:
    """Answer as if there were nothing, and keep the refusal on the ledger."""
    _record_refusal(
        viewer,
        kind=kind,
        subject_id=subject_id or path_of(request),
        case_id=case_id,
        because=because,
    )
    return _page(request, 404)


def _not_visible(request: HttpRequest, error: NotVisible) -> HttpResponse:
    viewer = getattr(request, "viewer", None)
    return not_found(
        request, viewer, because=error.because or "no_standing", kind=error.kind,
        subject_id=error.subject_id, case_id=error.case_id,
    )  # fmt: skip


def _not_allowed(request: HttpRequest, error: NotAllowed) -> HttpResponse:
    decision = error.decision
    _record_refusal(
        getattr(request, "viewer", None), kind=error.kind, subject_id=error.subject_id,
        case_id=error.case_id, because=getattr(decision, "because", ""),
        category=str(getattr(decision, "category", "")),
    )  # fmt: skip
    if getattr(decision, "hidden", False):
        return _page(request, 404)
    return _page(request, 403, decision=decision)


def _forbidden(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    _record_refusal(
        getattr(request, "viewer", None),
        kind="page",
        subject_id=path_of(request),
        because="not_allowed",
    )
    return _page(request, 403)


def _changed(request: HttpRequest, error: ChangedMeanwhile) -> HttpResponse:
    return _page(request, 409, theirs=error.theirs, yours=error.yours)


def _rule_broken(request: HttpRequest, error: RuleBroken) -> HttpResponse:
    return _page(request, 422, detail=str(error))


ANSWERS: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
    NotVisible: _not_visible,
    NotAllowed: _not_allowed,
    ChangedMeanwhile: _changed,
    RuleBroken: _rule_broken,
    RequestDataTooBig: lambda request, error: _page(request, 413),
    Http404: lambda request, error: not_found(request, getattr(request, "viewer", None)),
    PermissionDenied: _forbidden,
}


def answer(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    """Return the page for an exception that we know; None lets Django answer 500."""
    for kind, respond in ANSWERS.items():
        if isinstance(exception, kind):
            return respond(request, exception)
    return None


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400 (413 for a body over the limit, which Django raises before the view)."""
    return _page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403."""
    return _page(request, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404, the same for every address."""
    return _page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without touching the database."""
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": "Something went wrong here."}, status=500)
    return render(
        request, "errors/500.html", {"request_id": getattr(request, "request_id", "")}, status=500
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a forged or stale form, and keep it on the ledger; the words say how to go on."""
    _record_refusal(
        getattr(request, "viewer", None),
        kind="page",
        subject_id=path_of(request),
        because="stale_form",
    )
    return _page(request, 403, stale_form=True)
