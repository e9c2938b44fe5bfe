"""Closes a statement that stands open on a screen: a small part that says open or closed, and the
page to which a browser without a script goes by itself."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from audit.services.record import record_refusal
from casemgmt.policy.categories import Category
from casemgmt.selectors.case import access_case
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest
from victims.selectors.still import Closed, closed_among

OPEN = 204
CLOSED = 286  # htmx swaps it in and asks no more
TOLD = "statements_closed"  # in the session: which closings are on the ledger already
KEPT = 20


class StatementsStill(GuardedView):
    """Asked again and again while a statement is open somewhere (T24)."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Say nothing while all is open; else say that it closed, on the ledger once."""
        case, facts = access_case(request.viewer, case_id)
        asked = request.GET.get("of", "")
        closed = closed_among(request.viewer, case, facts, filter(None, asked.split(",")))
        if closed is None:
            return HttpResponse(status=OPEN)
        _record_once(request, case_id, asked, closed)
        return render(request, "victims/panel/_closed.html", {"closed": closed}, status=CLOSED)


class StatementsClosed(GuardedView):
    """Where a page with a statement goes by itself in a browser that runs no script."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Say that it closed, and how to open it again."""
        access_case(request.viewer, case_id)
        return render(request, "victims/panel/closed.html", {"case_id": case_id})


def _record_once(request: ViewerRequest, case_id: UUID, asked: str, closed: Closed) -> None:
    mark = f"{case_id}|{asked}|{closed.because}"[:300]
    told = request.session.get(TOLD, [])
    if mark in told:
        return
    request.session[TOLD] = [*told, mark][-KEPT:]
    record_refusal(
        request.viewer, kind="statement", subject_id="", case_id=case_id, because=closed.because,
        category=Category.VICTIM_STATEMENT,
    )  # fmt: skip
