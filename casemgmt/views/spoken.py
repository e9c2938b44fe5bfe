"""What was told of a case by voice or on paper: the list, the entry in two steps, one of them."""

import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from casemgmt.core.errors import NotAllowed, RuleBroken
from casemgmt.forms.spoken import GroundsForm, TellingForm
from casemgmt.models import Case
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.rules import decide
from casemgmt.selectors.case import access_case, show_number
from casemgmt.selectors.spoken import access_spoken, list_spoken, show_spoken
from casemgmt.selectors.spoken_ground import (
    grounds_for,
    recipient_agencies,
    recipients_at_table,
    statute_choices,
    tellable,
)
from casemgmt.services.sent_request import do_once
from casemgmt.services.spoken import check_telling, record_telling
from casemgmt.views.record import tell
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest

KEPT = ("way", "to_address", "to_phone", "to_name", "to_organization", "description", "purpose")


class SpokenList(GuardedView):
    """What was told of a case, the latest first."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Show what is the viewer's business of it."""
        case, facts = access_case(request.viewer, case_id)
        context = {
            "rows": list_spoken(request.viewer, case, facts),
            "case_id": case_id,
            "case_number": show_number(request.viewer, case, facts),
            "may_add": bool(tellable(request.viewer, facts)),
        }
        return render(request, "casemgmt/spoken/list.html", context)


class SpokenDetail(GuardedView):
    """One telling, with what has to go with it."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest, case_id: UUID, spoken_id: UUID) -> HttpResponse:
        """Show it."""
        row, case, facts = access_spoken(request.viewer, case_id, spoken_id)
        context = {
            "row": show_spoken(request.viewer, row, facts),
            "case_id": case_id,
            "case_number": show_number(request.viewer, case, facts),
        }
        return render(request, "casemgmt/spoken/detail.html", context)


@dataclass
class _Page:
    """What both steps of the entry know."""

    case: Case
    facts: CaseFacts
    number: str
    corrects: str


class SpokenAdd(GuardedView):
    """Entering what was told: first whom and what, then by what authority."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Show the first step; a correction begins with the earlier words."""
        page = self._opened(request, case_id)
        initial = self._earlier(request, page)
        return self._first(request, page, self._form(request, page, initial=initial or None))

    def post(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Go on to the second step, back to the first, or record; nothing typed is lost."""
        page = self._opened(request, case_id)
        form = self._form(request, page, data=request.POST)
        if not form.is_valid():
            return self._first(request, page, form, status=422)
        try:
            asked = check_telling(request.viewer, page.case, page.facts, form.telling())
        except RuleBroken as error:
            tell(form, error)
            return self._first(request, page, form, status=422)
        go = request.POST.get("go", "on")
        if go == "back":
            return self._first(request, page, form)
        grounds = GroundsForm(
            request.POST if go == "record" else None, viewer=request.viewer,
            grounds=grounds_for(request.viewer, page.case, page.facts, asked),
            statutes=statute_choices(), corrects=bool(page.corrects),
        )  # fmt: skip
        if go == "record" and grounds.is_valid():
            try:
                return self._record(request, page, form, grounds)
            except RuleBroken as error:
                tell(grounds, error)
        return self._second(request, page, form, grounds, 422 if go == "record" else 200)

    def _opened(self, request: ViewerRequest, case_id: UUID) -> _Page:
        """Return the case to whoever receives something of it; raises NotVisible, NotAllowed."""
        case, facts = access_case(request.viewer, case_id)
        if not tellable(request.viewer, facts):
            decision = decide(request.viewer, Action.VIEW, Category.SUPERVISION, facts)
            raise NotAllowed(decision, "spokendisclosure", "", case_id)
        held = request.POST if request.method == "POST" else request.GET
        number = show_number(request.viewer, case, facts)
        return _Page(case, facts, number, held.get("corrects", ""))

    def _form(self, request: ViewerRequest, page: _Page, **given: Any) -> TellingForm:
        return TellingForm(
            **given, viewer=request.viewer, people=recipients_at_table(request.viewer, page.case),
            agencies=recipient_agencies(), categories=tellable(request.viewer, page.facts),
        )  # fmt: skip

    def _earlier(self, request: ViewerRequest, page: _Page) -> dict[str, Any]:
        if not page.corrects:
            return {}
        row, _, facts = access_spoken(request.viewer, page.case.pk, page.corrects)
        show_spoken(request.viewer, row, facts)
        return {name: getattr(row, name) for name in KEPT} | {
            "told_at": row.told_at, "categories": row.categories,
            "to_person": str(row.to_user.key) if row.to_user else "",
            "to_agency": str(row.to_agency.key) if row.to_agency and not row.to_user else "",
        }  # fmt: skip

    def _record(
        self, request: ViewerRequest, page: _Page, form: TellingForm, grounds: GroundsForm
    ) -> HttpResponse:
        held, viewer = form.telling(), request.viewer

        def act() -> UUID:
            return record_telling(
                viewer, page.case.pk, held, grounds.grounds(), corrects_id=page.corrects,
                correction=grounds.cleaned_data["correction"],
            ).pk  # fmt: skip

        body = [repr(held), repr(grounds.grounds()), page.corrects]
        sent = hashlib.sha256(repr(body).encode()).hexdigest()
        key = f"{form.cleaned_data['once']}:{sent}"
        made, _ = do_once(viewer, key=key, route=f"told:{page.case.pk}", body=body, act=act)
        messages.success(request, "It is recorded, and stands on the ledger.")
        return HttpResponseRedirect(reverse("casemgmt:spoken_detail", args=[page.case.pk, made]))

    def _first(
        self, request: ViewerRequest, page: _Page, form: TellingForm, status: int = 200
    ) -> HttpResponse:
        return self._render(request, page, {"form": form}, "add", status)

    def _second(
        self,
        request: ViewerRequest,
        page: _Page,
        form: TellingForm,
        grounds: GroundsForm,
        status: int,
    ) -> HttpResponse:
        context = {"telling": form, "form": grounds, "to": recipient_words(form)}
        return self._render(request, page, context, "ground", status)

    def _render(
        self, request: ViewerRequest, page: _Page, more: dict[str, Any], name: str, status: int
    ) -> HttpResponse:
        context = more | {
            "case_id": page.case.pk,
            "case_number": page.number,
            "corrects": page.corrects,
        }
        return render(request, f"casemgmt/spoken/{name}.html", context, status=status)


def recipient_words(form: TellingForm) -> str:
    """Return who was told, as the valid form says it."""
    held = form.cleaned_data
    people = dict(form.fields["to_person"].choices)  # type: ignore[attr-defined]
    agencies = dict(form.fields["to_agency"].choices)  # type: ignore[attr-defined]
    if held["to_person"]:
        return str(people[held["to_person"]])
    agency = agencies[held["to_agency"]] if held["to_agency"] else held["to_organization"]
    return ", ".join(part for part in (held["to_name"], str(agency)) if part)
