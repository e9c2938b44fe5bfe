"""Changing the head of a case: open it, hand it over, close it, open it again."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from audit.reveal import Revealed
from casemgmt.core.errors import RuleBroken
from casemgmt.forms.head import CloseForm, HandOverForm, OpeningForm, ReopenForm, StageForm
from casemgmt.policy.actions import Action
from casemgmt.selectors.case import show_number
from casemgmt.selectors.head import (
    access_head,
    access_opening,
    colleagues_of,
    next_number,
    people_like,
    stands_on,
)
from casemgmt.services.case import close_case, open_case, reopen_case, set_officer, set_stage
from casemgmt.views.record import tell
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest
from casemgmt.web.forms import Form


class CaseOpen(GuardedView):
    """The form of a new case; before anything is written it shows own cases of such a name."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show the empty form with the next free number."""
        choices = self._choices(request)
        myself = str(request.user.key)  # type: ignore[union-attr]
        initial = {"number": next_number(request.viewer), "officer": myself}
        form = OpeningForm(initial=initial, viewer=request.viewer, **choices)
        return render(request, "casemgmt/case/open.html", {"form": form})

    def post(self, request: ViewerRequest) -> HttpResponse:
        """Open it, or show what to mend with everything typed still there."""
        viewer, choices = request.viewer, self._choices(request)
        form = OpeningForm(request.POST, viewer=viewer, **choices)
        found = self._alike(request, form) if form.name_is_given else []
        if found:
            form = OpeningForm(request.POST, viewer=viewer, matches=_people(found), **choices)
        if form.is_valid():
            try:
                case = self._open(request, form)
            except RuleBroken as error:
                tell(form, error)
            else:
                messages.success(request, "The case is open.")
                return HttpResponseRedirect(_after(request, case.pk))
        return render(
            request, "casemgmt/case/open.html", {"form": form, "found": found}, status=422
        )

    def _choices(self, request: ViewerRequest) -> dict[str, list[tuple[str, str]]]:
        unit, teams = access_opening(request.viewer)
        officers = colleagues_of(request.viewer, unit.pk)
        return {
            "teams": [(key, team.name) for key, team in teams.items()],
            "officers": [(str(user.key), user.name) for user in officers],
        }

    def _alike(self, request: ViewerRequest, form: OpeningForm) -> list[Revealed]:
        held = form.cleaned_data
        return people_like(
            request.viewer, held["given_name"], held["family_name"], held.get("born_on")
        )

    def _open(self, request: ViewerRequest, form: OpeningForm) -> Any:
        held = form.cleaned_data
        return open_case(
            request.viewer, person=form.person(), person_id=form.person_id(),
            team_key=held["team"], officer_key=held["officer"], words=form.words(),
        )  # fmt: skip


def _people(found: list[Revealed]) -> list[tuple[str, str]]:
    """Return each person once, with the numbers of the cases that the viewer knows."""
    numbers: dict[str, list[str]] = {}
    names = {}
    for head in found:
        numbers.setdefault(head["person_id"], []).append(head["number"])
        born = f", born {head['born_on']:%b %-d, %Y}" if head["born_on"] else ""
        names[head["person_id"]] = f"{head['person_name']}{born}"
    return [(key, f"{name}: {', '.join(numbers[key])}") for key, name in names.items()]


def _after(request: ViewerRequest, case_id: UUID) -> str:
    """Return the case's page, or the list where the viewer does not stand on it."""
    if stands_on(request.viewer, case_id):
        return reverse("casemgmt:case_detail", args=[case_id])
    return reverse("casemgmt:case_list")


class HeadChange(GuardedView, abstract=True):
    """A form that changes the head of one case."""

    access = rules.CASE_PEOPLE
    action: ClassVar[Action] = Action.CLOSE
    form_class: ClassVar[type[Form]]
    template: ClassVar[str]
    done: ClassVar[str]

    def get(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Show the form to the officer and the supervisor."""
        case, facts = access_head(request.viewer, case_id, action=self.action)
        form = self.form_class(viewer=request.viewer, **self.choices(request, case))
        return self._page(request, case, facts, form)

    def post(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Change it, or show what to mend with everything typed still there."""
        case, facts = access_head(request.viewer, case_id, action=self.action)
        form = self.form_class(request.POST, viewer=request.viewer, **self.choices(request, case))
        if form.is_valid():
            try:
                self.save(request, case_id, form.cleaned_data)
            except RuleBroken as error:
                tell(form, error)
            else:
                messages.success(request, self.done)
                return HttpResponseRedirect(_after(request, case_id))
        return self._page(request, case, facts, form, status=422)

    def choices(self, request: ViewerRequest, case: Any) -> dict[str, Any]:
        """Return what the form takes beside the viewer."""
        return {}

    def save(self, request: ViewerRequest, case_id: UUID, held: dict[str, Any]) -> None:
        """Call the service; raises RuleBroken."""
        raise NotImplementedError

    def _page(
        self, request: ViewerRequest, case: Any, facts: Any, form: Form, status: int = 200
    ) -> HttpResponse:
        number = show_number(request.viewer, case, facts)
        context = {"form": form, "case_id": case.pk, "case_number": number}
        return render(request, self.template, context, status=status)


class CaseHandOver(HeadChange):
    """To another officer of the unit."""

    action = Action.AMEND
    form_class = HandOverForm
    template = "casemgmt/case/hand_over.html"
    done = "The case is handed over."

    def choices(self, request: ViewerRequest, case: Any) -> dict[str, Any]:
        """Offer the colleagues of the unit, the present officer left out."""
        people = colleagues_of(request.viewer, case.unit_id)
        return {"officers": [(str(p.key), p.name) for p in people if p.pk != case.officer_id]}

    def save(self, request: ViewerRequest, case_id: UUID, held: dict[str, Any]) -> None:
        """Hand it over."""
        set_officer(request.viewer, case_id, officer_key=held["officer"], reason=held["reason"])


class CaseClose(HeadChange):
    """When supervision has ended."""

    form_class = CloseForm
    template = "casemgmt/case/close.html"
    done = "The case is closed."

    def save(self, request: ViewerRequest, case_id: UUID, held: dict[str, Any]) -> None:
        """Close it."""
        close_case(request.viewer, case_id, closed_on=held["closed_on"], reason=held["reason"])


class CaseReopen(HeadChange):
    """When it was closed by mistake, or supervision goes on."""

    form_class = ReopenForm
    template = "casemgmt/case/reopen.html"
    done = "The case is open again."

    def save(self, request: ViewerRequest, case_id: UUID, held: dict[str, Any]) -> None:
        """Open it again."""
        reopen_case(request.viewer, case_id, **held)


class CaseStage(HeadChange):
    """When the court moved it: before trial, under supervision."""

    form_class = StageForm
    template = "casemgmt/case/stage.html"
    done = "The case is at its new stage."

    def save(self, request: ViewerRequest, case_id: UUID, held: dict[str, Any]) -> None:
        """Move it."""
        set_stage(request.viewer, case_id, **held)
