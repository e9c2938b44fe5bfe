"""Pages of the ladder on the team's side: what stands ready, and the steps that are open to one."""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from casemgmt.core.errors import NotAllowed, RuleBroken
from casemgmt.models import Case
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Viewer
from casemgmt.selectors.case import access_case, show_number
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest
from casemgmt.web.forms import Form
from teams.selectors.meeting import may_conduct
from victims.forms.clarification import ClearanceForm, CourtForm, ReadinessForm
from victims.selectors.clarification import (
    may_say_ready,
    show_clearing,
    show_ladder,
    show_terms,
)
from victims.services.clarification import (
    CLEARS,
    READIES,
    CourtWords,
    allow_steps,
    begin_step,
    clear_step,
    finish_step,
    say_readiness,
)
from victims.services.system_record import may_write


class Ladder(GuardedView):
    """The ladder of a case."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Show it."""
        case, facts = access_case(request.viewer, case_id)
        context = {
            "page": show_ladder(request.viewer, case, facts),
            "case_id": case_id,
            "case_number": show_number(request.viewer, case, facts),
        }
        return render(request, "victims/clarification/case.html", context)


class _LadderForm(GuardedView, abstract=True):
    """A form that says one thing of the ladder."""

    access = rules.CASE_PEOPLE
    title = done = submit = standing = ""

    def get(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Show the empty form."""
        case, facts = self.open_for(request.viewer, case_id)
        return self._page(request, case, facts, self.form(request.viewer, case))

    def post(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Keep it, or show what to mend with everything typed still there."""
        case, facts = self.open_for(request.viewer, case_id)
        form = self.form(request.viewer, case, request.POST)
        if form.is_valid():
            try:
                self.keep(request.viewer, case_id, form.cleaned_data)
            except RuleBroken as error:
                form.reject(error)
            else:
                messages.success(request, self.done)
                return HttpResponseRedirect(reverse("victims:ladder", args=[case_id]))
        return self._page(request, case, facts, form, status=422)

    def open_for(self, viewer: Viewer, case_id: UUID) -> tuple[Case, CaseFacts]:
        """Return the case for who may say this; raises NotVisible or NotAllowed."""
        raise NotImplementedError

    def form(self, viewer: Viewer, case: Case, *typed: object) -> Form:
        """Return the form."""
        raise NotImplementedError

    def keep(self, viewer: Viewer, case_id: UUID, said: dict[str, Any]) -> None:
        """Let the service keep what the form says."""
        raise NotImplementedError

    def _page(
        self, request: ViewerRequest, case: Case, facts: CaseFacts, form: Form, status: int = 200
    ) -> HttpResponse:
        context = {
            "form": form,
            "case_id": case.pk,
            "case_number": show_number(request.viewer, case, facts),
            "heading": self.title,
            "submit": self.submit,
            "told": self.standing,
        }
        return render(request, "victims/clarification/form.html", context, status=status)


class ReadinessSay(_LadderForm):
    """Treatment's word on how far the person is."""

    title, submit, done = "Readiness for a step", "Say it", "Said. The newest word counts."
    standing = (
        "It is shown as treatment summaries are. No step starts by it: the victim's side does."
    )

    def open_for(self, viewer: Viewer, case_id: UUID) -> tuple[Case, CaseFacts]:
        """Return the case for treatment."""
        case, facts = access_case(viewer, case_id)
        if not may_say_ready(viewer, facts):
            raise NotAllowed(READIES, "readiness", "", case_id)
        return case, facts

    def form(self, viewer: Viewer, case: Case, *typed: object) -> Form:
        """Return the form."""
        return ReadinessForm(*typed, viewer=viewer)

    def keep(self, viewer: Viewer, case_id: UUID, said: dict[str, Any]) -> None:
        """Say it."""
        say_readiness(viewer, case_id, **said)


class StepClear(_LadderForm):
    """A decision of the team under which a step may begin."""

    title, submit, done = "A decision that clears a step", "Keep it", "Kept."
    standing = (
        "The decision counts for any victim who asks, and for none. Where the victim's side does "
        "not ask, nothing begins."
    )

    def open_for(self, viewer: Viewer, case_id: UUID) -> tuple[Case, CaseFacts]:
        """Return the case for who keeps the team's decisions."""
        case, facts = access_case(viewer, case_id)
        if not may_conduct(viewer, case.team_id):
            raise NotAllowed(CLEARS, "clearance", "", case_id)
        return case, facts

    def form(self, viewer: Viewer, case: Case, *typed: object) -> Form:
        """Return the form."""
        return ClearanceForm(*typed, decisions=show_clearing(viewer, case), viewer=viewer)

    def keep(self, viewer: Viewer, case_id: UUID, said: dict[str, Any]) -> None:
        """Keep it."""
        clear_step(viewer, case_id, **said)


class CourtAllow(_LadderForm):
    """What a later order of the court leaves open."""

    title, submit, done = "What the court leaves open", "Keep it", "Kept."
    standing = "Only an order of the court relaxes a term of no contact, no decision of the team."

    def open_for(self, viewer: Viewer, case_id: UUID) -> tuple[Case, CaseFacts]:
        """Return the case for who writes what the system knows of victims."""
        return may_write(viewer, case_id)

    def form(self, viewer: Viewer, case: Case, *typed: object) -> Form:
        """Return the form."""
        return CourtForm(*typed, terms=show_terms(viewer, case), viewer=viewer)

    def keep(self, viewer: Viewer, case_id: UUID, said: dict[str, Any]) -> None:
        """Keep it."""
        words = CourtWords(tuple(said["allows"]), said["allowed_under"])
        allow_steps(viewer, case_id, said["term_id"], words=words)


class _StepMove(GuardedView, abstract=True):
    """One move of a step, by whom its release names."""

    access = rules.CASE_PEOPLE
    done = ""
    moves: ClassVar[dict[str, Callable[..., Any]]] = {"begin": begin_step, "finish": finish_step}
    move = ""

    def post(self, request: ViewerRequest, clarification_id: UUID) -> HttpResponse:
        """Make it, or say what is missing."""
        row = self.moves[self.move](request.viewer, clarification_id)
        messages.success(request, self.done)
        return HttpResponseRedirect(reverse("victims:ladder", args=[row.case_id]))


class StepBegin(_StepMove):
    """A step begins."""

    done, move = "The step is under way.", "begin"


class StepFinish(_StepMove):
    """A step took place."""

    done, move = "Written down: it took place.", "finish"
