"""Pages that explain access: what I see here, who sees this, and any question of the offices."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from casemgmt.core.errors import RuleBroken
from casemgmt.forms.access import AccessForm
from casemgmt.selectors.audience import may_ask_who, who_can_see
from casemgmt.selectors.case import access_case, show_number
from casemgmt.selectors.explanation import ask_office, explain_own, people_named
from casemgmt.selectors.file import standing_of
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest
from teams.models import User

NOBODY = "Nobody has this name. Look at the spelling, or give the sign-in name."


class CaseAccess(GuardedView):
    """What the viewer sees on a case, and why not the rest."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Show each category that the viewer may know of, with rule, ground and what would
        change it."""
        viewer = request.viewer
        case, facts = access_case(viewer, case_id)
        context = {
            "told": explain_own(viewer, case_id),
            "case_id": case_id,
            "case_number": show_number(viewer, case, facts),
            "standing": standing_of(viewer, case, facts),
            "may_ask_who": may_ask_who(viewer, case),
        }
        return render(request, "casemgmt/access/own.html", context)


class CaseAudience(GuardedView):
    """Who can see a case, and why: for those who answer for it."""

    access = rules.ANYONE_SIGNED_IN

    def get(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Show everybody who stands on the case."""
        found = who_can_see(request.viewer, case_id)
        context = {"found": found, "case_id": case_id, "ways": _ways(found.is_office, case_id)}
        return render(request, "casemgmt/access/audience.html", context)


def _ways(is_office: bool, case_id: UUID) -> dict[str, str]:  # noqa: FBT001
    if is_office:
        return {"url": reverse("casemgmt:access_question"), "label": "Ask about one person"}
    return {
        "url": reverse("casemgmt:case_detail", args=[case_id]),
        "label": "Back to the case",
    }


class AccessQuestion(GuardedView):
    """Any person, case, category and moment, for privacy officers and auditors."""

    access = rules.LEDGER_READERS

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show the form, and the answer once it is asked."""
        asked = {name: value for name, value in request.GET.items() if value}
        form = AccessForm(request.GET if asked else None, viewer=request.viewer)
        context: dict[str, Any] = {"form": form}
        status = 200
        if asked and form.is_valid():
            context |= self._answer(request, form)
        if form.errors:
            status = 422
        return render(request, "casemgmt/access/question.html", context, status=status)

    def _answer(self, request: ViewerRequest, form: AccessForm) -> dict[str, Any]:
        given = form.cleaned_data
        people = people_named(given["person"])
        chosen = [one for one in people if given["key"] in ("", str(one.key))] or people
        if not chosen:
            form.reject(NOBODY, "person")
            return {}
        if len(chosen) > 1:
            return {"several": [(one, _query(request, one)) for one in chosen]}
        try:
            return {"told": ask_office(request.viewer, chosen[0].key, **form.wanted())}
        except RuleBroken as error:
            form.reject(error, "number")
            return {}


def _query(request: ViewerRequest, person: User) -> str:
    kept = [(name, str(value)) for name, value in request.GET.items() if name != "key" and value]
    return "?" + urlencode([*kept, ("key", str(person.key))])
