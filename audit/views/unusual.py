"""Unusual use, week by week: who, what, why it stands out, and what was answered."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from audit.forms.finding import FindingForm
from audit.handles import PERSON, handle_of
from audit.selectors.finding import Judged, week_named, weeks_of
from audit.services.finding import mark_findings, read_findings
from audit.words import role_words
from casemgmt.core.errors import RuleBroken
from casemgmt.web.base import GuardedView, ViewerRequest
from casemgmt.web.htmx import render_part
from casemgmt.web.rules import LEDGER_READERS


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding with its links."""

    judged: Judged
    role: str
    person_url: str
    case_url: str
    events_url: str


class Unusual(GuardedView):
    """The report of a week; ticked findings are answered together."""

    access = LEDGER_READERS

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show it."""
        return self._page(request, FindingForm(viewer=request.viewer))

    def post(self, request: ViewerRequest) -> HttpResponse:
        """Keep the answer."""
        week = week_named(request.viewer, request.GET.get("week", ""))
        form = FindingForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            given, ticked = form.cleaned_data, request.POST.getlist("found")
            try:
                count = mark_findings(
                    request.viewer, week, ticked=ticked, state=given["state"],
                    words=given["words"],
                )  # fmt: skip
            except RuleBroken as error:
                form.reject(error)
            else:
                messages.success(request, f"{count} answered.")
                return redirect(f"{reverse('audit:unusual')}?week={week}")
        return self._page(request, form, status=422)

    def _page(self, request: ViewerRequest, form: FindingForm, status: int = 200) -> HttpResponse:
        viewer = request.viewer
        week = week_named(viewer, request.GET.get("week", ""))
        found = read_findings(viewer, week)
        context = {
            "form": form, "week": week, "weeks": weeks_of(viewer), "count": len(found),
            "open": sum(one.mark is None for one in found),
            "findings": [shown_finding(one) for one in found],
            "ticked": set(request.POST.getlist("found")),
        }  # fmt: skip
        part = "audit/unusual/_waiting.html"  # what the first page of the ledger asks for
        return render_part(request, "audit/unusual/list.html", part, context, status=status)


def shown_finding(judged: Judged) -> ShownFinding:
    """Return a finding as the pages show it."""
    one = judged.finding
    key, day = handle_of(PERSON, one.who.id), str(one.day)
    terms = {"actor": key, "since": day, "until": day, **dict(one.terms)}
    if one.case_id:
        terms["case"] = one.case_id
    return ShownFinding(
        judged, role_words(one.who.role), reverse("audit:by_person", args=[key]),
        reverse("audit:by_case", args=[one.case_id]) if one.case_id else "",
        f"{reverse('audit:search')}?{urlencode(terms)}",
    )  # fmt: skip
