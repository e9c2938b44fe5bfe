"""The form of a paper, one step a page: nothing typed is lost, and what is missing is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse

from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.core.walltime import last_day_of
from casemgmt.forms.release import (
    KindForm,
    OrderForm,
    PartiesForm,
    PurposeForm,
    ScopeForm,
    SignaturesForm,
    StepForm,
)
from casemgmt.forms.release_terms import terms_of
from casemgmt.models import Case, Release
from casemgmt.policy.categories import LABELS, Category
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.papers import GateTerms, PaperFault, warnings_of
from casemgmt.selectors.case import show_number
from casemgmt.selectors.release_choice import Choices, choices_on
from casemgmt.services.release import check_release, record_release, settled
from casemgmt.services.release_draft import access_drafting, discard_draft, keep_step, steps_of
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest

STEPS = ("kind", "parties", "scope", "purpose", "signatures", "check")
TITLES = {
    "kind": "What kind of paper", "parties": "Who, and to whom", "scope": "What exactly",
    "purpose": "For what, and how long", "signatures": "Signatures and statements",
    "check": "Check and record",
}  # fmt: skip
FORMS: dict[str, type[StepForm]] = {
    "kind": KindForm, "parties": PartiesForm, "scope": ScopeForm, "purpose": PurposeForm,
    "signatures": SignaturesForm,
}  # fmt: skip
# Where a fault is mended.
STEP_OF = {
    "kind": "kind", "to_agency": "parties", "to_user": "parties", "to_discipline": "parties",
    "categories": "scope", "items": "scope", "purpose": "purpose", "ends_at": "purpose",
    "expiry": "purpose", "signers": "signatures", "elements": "signatures", "order": "signatures",
}  # fmt: skip
LONG_DAYS = 365  # from when on a second look is asked for
OF_VICTIMS = "victims:release_add"  # the layer above keeps a victim's words, and their form


@dataclass
class Filling:
    """A paper as far as it is filled in."""

    case: Case
    facts: CaseFacts
    choices: Choices
    typed: Mapping[str, Any]
    held: dict[str, Any]
    done: tuple[str, ...]  # the steps that say what they have to

    @property
    def kind(self) -> str:
        """Return the kind of paper, or ""."""
        return self.held.get("kind", "")

    def form(self, step: str, typed: Mapping[str, Any] | None = None, **options: Any) -> StepForm:
        """Return the form of a step with what was typed there."""
        chosen = OrderForm if self._is_order(step) else FORMS[step]
        data = None if typed is None else query_of(typed)
        return chosen(data, choices=self.choices, earlier=self.held, **options)

    def _is_order(self, step: str) -> bool:
        return step == "signatures" and self.kind == Release.Kind.COURT_ORDER


def query_of(typed: Mapping[str, Any]) -> QueryDict:
    """Return kept values as a browser would send them."""
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, values)
    return data


class ReleaseStep(GuardedView):
    """One step of the form; "Back" keeps what was typed too."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest, case_id: UUID, step: str = "kind") -> HttpResponse:
        """Show a step with what was typed on it; one that comes too early leads to its turn."""
        filling = self._filling(request, case_id)
        turn = _turn(step, filling.done)
        if turn != step:
            return _to(case_id, turn)
        if step == "check":
            return self._check(request, filling)
        typed = filling.typed.get(step)
        return self._page(request, filling, step, filling.form(step, typed, viewer=request.viewer))

    def post(self, request: ViewerRequest, case_id: UUID, step: str = "kind") -> HttpResponse:
        """Keep the step and go on, or show what to mend with everything typed still there."""
        filling = self._filling(request, case_id)
        if _turn(step, filling.done) != step:
            return _to(case_id, _turn(step, filling.done))
        if step == "check":
            return self._record(request, filling)
        typed = _typed(request.POST)
        form = filling.form(step, typed, viewer=request.viewer)
        if request.POST.get("go") == "back":
            keep_step(request.viewer, filling.case, step, typed)
            return _to(case_id, STEPS[max(STEPS.index(step) - 1, 0)])
        if not form.is_valid():
            return self._page(request, filling, step, form, status=422)
        keep_step(request.viewer, filling.case, step, typed)
        if form.cleaned_data.get("kind") == Release.Kind.VICTIM_RELEASE:
            return HttpResponseRedirect(reverse(OF_VICTIMS, args=[case_id]))
        return _to(case_id, STEPS[STEPS.index(step) + 1])

    def _filling(self, request: ViewerRequest, case_id: UUID) -> Filling:
        viewer = request.viewer
        case, facts = access_drafting(viewer, case_id)
        choices = choices_on(viewer, case, facts)
        return _read(Filling(case, facts, choices, steps_of(viewer, case), {}, ()))

    def _check(self, request: ViewerRequest, filling: Filling, status: int = 200) -> HttpResponse:
        viewer = request.viewer
        terms = settled(viewer, filling.case, terms_of(filling.choices, filling.held))
        faults = check_release(viewer, terms)
        keepable = terms.kind != Release.Kind.COURT_ORDER and bool(faults)
        context = {
            "terms": terms,
            "held": filling.held,
            "faults": _by_step(faults),
            "warnings": warnings_of(terms, long_days=LONG_DAYS),
            "summary": summary_of(filling.choices, terms),
            "what": [LABELS[Category(name)] for name in terms.categories],
            "last_day": (last_day := last_day_of(terms.ends_at) if terms.ends_at else None),
            "shortened": last_day != filling.held.get("ends_on"),
            "may_file": keepable and not check_release(viewer, terms, keep_incomplete=True),
        }
        return self._show(request, filling, "check", "casemgmt/release/check.html", context, status)

    def _record(self, request: ViewerRequest, filling: Filling) -> HttpResponse:
        viewer, case = request.viewer, filling.case
        terms = terms_of(filling.choices, filling.held)
        incomplete = request.POST.get("go") == "file"
        try:
            row = record_release(viewer, case.pk, terms=terms, keep_incomplete=incomplete)
        except RuleBroken:
            return self._check(request, filling, status=422)
        discard_draft(viewer, case)
        said = "It is recorded and opens what it names, from its first day to its last."
        if row.missing:
            said = "It is filed as received. It opens nothing while it lacks something."
        messages.success(request, said)
        return HttpResponseRedirect(reverse("casemgmt:release_detail", args=[case.pk, row.pk]))

    def _page(
        self, request: ViewerRequest, filling: Filling, step: str, form: StepForm, status: int = 200
    ) -> HttpResponse:
        context = {"form": form}
        return self._show(request, filling, step, "casemgmt/release/step.html", context, status)

    def _show(  # noqa: PLR0913 - what a page of the form consists of
        self, request: ViewerRequest, filling: Filling, step: str, template: str,
        context: dict[str, Any], status: int,
    ) -> HttpResponse:  # fmt: skip
        at = STEPS.index(step)
        context |= {
            "case_id": filling.case.pk,
            "case_number": show_number(request.viewer, filling.case, filling.facts),
            "kind_text": Release.Kind(filling.kind).label if filling.kind else "",
            "step": step,
            "step_title": TITLES[step],
            "step_number": at + 1,
            "steps": [(name, TITLES[name], name in filling.done) for name in STEPS],
            "before": STEPS[at - 1] if at else "",
        }
        return render(request, template, context, status=status)


class ReleaseDiscard(GuardedView):
    """Throwing away what was typed."""

    access = rules.CASE_PEOPLE

    def post(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Throw it away."""
        case, _ = access_drafting(request.viewer, case_id)
        discard_draft(request.viewer, case)
        messages.success(request, "What was typed is thrown away. Nothing was recorded.")
        return HttpResponseRedirect(reverse("casemgmt:release_list", args=[case_id]))


def summary_of(choices: Choices, terms: GateTerms) -> dict[str, str]:
    """Return in words who shares with whom, for the page that asks once more."""
    by_id = {one.pk: one.name for one in (*choices.at_table, *choices.beside, choices.own)}
    people = {one.pk: one.name for one in choices.people}
    to = by_id.get(terms.to_agency_ids[0], "") if terms.to_agency_ids else ""
    person = people.get(terms.to_user_id or 0, "")
    return {
        "source": by_id.get(terms.from_agency_id or 0, ""),
        "recipient": f"{person}, {to}" if person else to,
    }


def _read(filling: Filling) -> Filling:
    """Read the kept steps in their order, up to the first that does not say what it has to."""
    for step in STEPS[:-1]:
        typed = filling.typed.get(step)
        form = filling.form(step, typed)
        if typed is None or not form.is_valid():
            break
        filling.held |= form.cleaned_data
        filling.done += (step,)
    return filling


def _turn(step: str, done: tuple[str, ...]) -> str:
    """Return the step, or the first that has to come before it."""
    if step not in STEPS:
        raise NotVisible("page", step)
    return next((name for name in STEPS[: STEPS.index(step)] if name not in done), step)


def _typed(post: Any) -> dict[str, list[str]]:
    return {name: post.getlist(name) for name in post if name not in ("csrfmiddlewaretoken", "go")}


def _by_step(faults: list[PaperFault]) -> list[tuple[str, str, str]]:
    """Return each fault once: the step that mends it, its title, the words."""
    found = dict.fromkeys((STEP_OF.get(f.field, "kind"), f.words) for f in faults)
    return [(step, TITLES[step], words) for step, words in found]


def _to(case_id: UUID, step: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("casemgmt:release_step", args=[case_id, step]))
