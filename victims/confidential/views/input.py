"""The doors to the team.

Victims in general, this victim's own words under a release, and taking them back.
"""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from casemgmt.core import clock
from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.web.base import ViewerRequest
from victims.confidential.forms.release import OWN_SIDE_ONLY, STEPS, OwnReleaseForm
from victims.confidential.selectors.client import clients_of_case, names_of_case
from victims.confidential.selectors.released import Particulars
from victims.confidential.services.released import keep_release, note_withdrawal
from victims.confidential.views.base import ConfidentialView
from victims.confidential.views.case import OpenCase, open_case
from victims.forms.perspective import PerspectiveForm
from victims.forms.release import WithdrawForm
from victims.selectors.recipients import recipients_on
from victims.selectors.released import access_own_release
from victims.services.perspective import add_perspective
from victims.services.release import release_statement, withdraw_release
from victims.services.terms import default_days

STEP_NAMES = list(STEPS)
LAST = STEP_NAMES[-1]
WITHDRAWN = {
    "spoken": "Withdrawn: it opens nothing from now on. Note in writing what was said, and when.",
    "written": "Withdrawn: it opens nothing from now on. Keep the paper with the signed form.",
}


class PerspectiveAdd(ConfidentialView):
    """Input on victims in general; the organization's own names are compared here and forgotten."""

    def get(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Show the empty form."""
        case = open_case(request.viewer, case_id)
        return self._page(request, case, PerspectiveForm(viewer=request.viewer))

    def post(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Give it to the team, or say what to take out with everything typed still there."""
        case = open_case(request.viewer, case_id)
        form = PerspectiveForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            names = names_of_case(request.viewer, case_id)
            try:
                add_perspective(request.viewer, case_id, private_names=names, **form.cleaned_data)
            except RuleBroken as error:
                form.reject(error, "text")
            else:
                messages.success(request, "The team can read your input on this case now.")
                return HttpResponseRedirect(reverse("victims:advocate_case", args=[case_id]))
        return self._page(request, case, form, status=422)

    def _page(
        self, request: ViewerRequest, case: OpenCase, form: PerspectiveForm, status: int = 200
    ) -> HttpResponse:
        context = {"form": form, "case_id": case.row.pk, "head": case.head}
        return render(request, "victims/input/perspective.html", context, status=status)


class ReleaseAdd(ConfidentialView):
    """A signed release of one item to one recipient until a day."""

    def get(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Show the form."""
        case = open_case(request.viewer, case_id)
        initial = {
            "of": request.GET.get("of", ""),
            "days": default_days(),
            "signed_on": clock.today(),
        }
        return self._page(request, case, self._form(request, case, initial=initial))

    def post(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Release it, or name each missing part with everything typed still there."""
        case = open_case(request.viewer, case_id)
        form = self._form(request, case, request.POST)
        step, go = request.POST.get("step", LAST), request.POST.get("go", "on")
        at = STEP_NAMES.index(step) if step in STEP_NAMES else len(STEP_NAMES) - 1
        if go == "back":
            form.is_valid()
            form.errors.clear()
            return self._page(request, case, form, step=STEP_NAMES[max(at - 1, 0)])
        if STEP_NAMES[at] != LAST:
            form.is_valid()
            faulty = form.faults_until(STEP_NAMES[at])
            if not faulty:
                form.errors.clear()
            step = STEP_NAMES[at] if faulty else STEP_NAMES[at + 1]
            return self._page(request, case, form, step=step, status=422 if faulty else 200)
        if form.is_valid():
            return self._release(request, case_id, form)
        return self._page(request, case, form, step=LAST, status=422)

    def _release(self, request: ViewerRequest, case_id: UUID, form: OwnReleaseForm) -> HttpResponse:
        statement = release_statement(request.viewer, case_id, terms=form.terms())
        if form.cleaned_data["of"] != OWN_SIDE_ONLY:
            keep_release(
                request.viewer,
                form.cleaned_data["of"],
                release_id=statement.release_id,
                particulars=self._particulars(request, case_id, form),
            )
        messages.success(request, "Released. Its recipient can read it now, and nobody else.")
        return HttpResponseRedirect(reverse("victims:advocate_case", args=[case_id]))

    def _form(
        self, request: ViewerRequest, case: OpenCase, *data: object, **options: object
    ) -> OwnReleaseForm:
        return OwnReleaseForm(
            *data,
            viewer=request.viewer,
            recipients=recipients_on(request.viewer, case.row),
            clients=clients_of_case(request.viewer, case.row.pk),
            **options,
        )

    def _particulars(
        self, request: ViewerRequest, case_id: UUID, form: OwnReleaseForm
    ) -> Particulars:
        terms = form.terms()
        day = clock.today().isoformat()
        return Particulars(terms.ways, request.viewer.name, day, str(case_id), terms.item)

    def _page(
        self,
        request: ViewerRequest,
        case: OpenCase,
        form: OwnReleaseForm,
        *,
        step: str = "what",
        status: int = 200,
    ) -> HttpResponse:
        shown = form.show(step)
        days = form.cleaned_data.get("days") if form.is_bound else None
        context = {
            "form": form,
            "case_id": case.row.pk,
            "head": case.head,
            "step": shown,
            "step_number": STEP_NAMES.index(shown) + 1,
            "steps": [(name, title) for name, (title, _) in STEPS.items()],
            "is_last": shown == LAST,
            "last_day": clock.today() + timedelta(days=days) if days else None,
        }
        return render(request, "victims/input/release.html", context, status=status)


class ReleaseWithdraw(ConfidentialView):
    """Taking a release back, spoken or written, effective at once.

    One click to get here, one to do it.
    """

    def get(self, request: ViewerRequest, release_id: UUID) -> HttpResponse:
        """Ask how it was said."""
        return self._page(request, release_id, WithdrawForm(viewer=request.viewer))

    def post(self, request: ViewerRequest, release_id: UUID) -> HttpResponse:
        """End it."""
        form = WithdrawForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            release = withdraw_release(request.viewer, release_id, how=form.cleaned_data["how"])
            note_withdrawal(request.viewer, release_id)
            messages.success(request, WITHDRAWN[form.cleaned_data["how"]])
            return HttpResponseRedirect(reverse("victims:advocate_case", args=[release.case_id]))
        return self._page(request, release_id, form, status=422)

    def _page(
        self, request: ViewerRequest, release_id: UUID, form: WithdrawForm, status: int = 200
    ) -> HttpResponse:
        release = access_own_release(request.viewer, release_id)
        if release is None:
            raise NotVisible("release", release_id)
        context = {
            "form": form,
            "item": release.items[0] if release.items else "",
            "case_id": release.case_id,
            "already": release.revoked_at,
        }
        return render(request, "victims/input/withdraw.html", context, status=status)
