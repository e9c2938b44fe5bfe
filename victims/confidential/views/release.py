"""A victim's own words go to the team under a release, and are taken back.

The wizard, the form to sign, the withdrawal.
"""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from casemgmt.core import clock
from casemgmt.core.errors import NotVisible
from casemgmt.web.base import ViewerRequest
from victims.confidential.copy import copy_of
from victims.confidential.forms.release import OwnReleaseForm, words_of
from victims.confidential.forms.release_steps import STEPS
from victims.confidential.particulars import Particulars
from victims.confidential.selectors.client import clients_of_case
from victims.confidential.selectors.practice import practice_of
from victims.confidential.selectors.released import find_released
from victims.confidential.selectors.signing import SignerFacts, signers_of
from victims.confidential.services.released import (
    keep_release,
    note_withdrawal,
    particulars_of_terms,
    tell_barred,
)
from victims.confidential.views.base import ConfidentialView
from victims.confidential.views.case import OpenCase, open_case
from victims.confidential.views.paper import send_pdf
from victims.forms.release import WithdrawForm
from victims.selectors.recipients import recipients_on
from victims.selectors.released import access_own_release
from victims.services.release import release_statement, withdraw_release
from victims.services.signed import APPOINTED, BESIDE
from victims.services.terms import role_of

STEP_NAMES = list(STEPS)
LAST = STEP_NAMES[-1]
PRINTS = {"print-en": "en", "print-es": "es"}  # the form to sign, before anything is released
WITHDRAWN = {
    "spoken": "Withdrawn: it opens nothing from now on. Write down what was said, and when: it "
    "waits for you in the workspace.",
    "written": "Withdrawn: it opens nothing from now on. Keep the paper with the signed form.",
}


class ReleaseAdd(ConfidentialView):
    """A signed release of one item to one recipient until a day."""

    def get(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Show the form."""
        case = open_case(request.viewer, case_id)
        of = request.GET.get("of", "")
        usual = practice_of(request.viewer).limits.usual
        initial = {"of": of, "days": usual, "signed_on": clock.today()}
        return self._page(request, case, self._form(request, case, of, initial=initial))

    def post(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Release it, or name each missing part with everything typed still there."""
        case = open_case(request.viewer, case_id)
        form = self._form(request, case, request.POST.get("of", ""), request.POST)
        step, go = request.POST.get("step", LAST), request.POST.get("go", "on")
        at = STEP_NAMES.index(step) if step in STEP_NAMES else len(STEP_NAMES) - 1
        is_valid = form.is_valid()
        if go == "back":
            form.errors.clear()
            return self._page(request, case, form, step=STEP_NAMES[max(at - 1, 0)])
        if go in PRINTS and not form.faults_until(STEP_NAMES[-2]):
            return self._print(request, case, form, PRINTS[go])
        if STEP_NAMES[at] != LAST:
            return self._go_on(request, case, form, at)
        if is_valid:
            return self._release(request, case, form)
        self._alert(request, form)
        return self._page(request, case, form, step=LAST, status=422)

    def _go_on(
        self, request: ViewerRequest, case: OpenCase, form: OwnReleaseForm, at: int
    ) -> HttpResponse:
        if form.faults_until(STEP_NAMES[at]):
            return self._page(request, case, form, step=STEP_NAMES[at], status=422)
        form.errors.clear()
        return self._page(request, case, form, step=STEP_NAMES[at + 1])

    def _release(
        self, request: ViewerRequest, case: OpenCase, form: OwnReleaseForm
    ) -> HttpResponse:
        viewer, terms = request.viewer, form.terms()
        statement = release_statement(viewer, case.row.pk, terms=terms, limits=form.limits)
        client_id = form.cleaned_data["of"]
        row_id = keep_release(
            viewer,
            client_id,
            release_id=statement.release_id,
            particulars=self._particulars(request, case, form),
            born=terms.beside.born,
        )
        messages.success(request, "Released. Its recipient can read it now, and nobody else.")
        return HttpResponseRedirect(reverse("victims:released", args=[client_id, row_id]))

    def _print(
        self, request: ViewerRequest, case: OpenCase, form: OwnReleaseForm, language: str
    ) -> HttpResponse:
        """Give the form to be signed on paper; nothing is kept or released."""
        paper = self._particulars(request, case, form)
        return send_pdf(copy_of(paper, language=language, is_signed=False), name="form.pdf")

    def _particulars(
        self, request: ViewerRequest, case: OpenCase, form: OwnReleaseForm
    ) -> Particulars:
        terms = form.terms()
        person = next((r.name for r in form.recipients if r.user_key == terms.to_user), "")
        where = Particulars(
            case_id=str(case.row.pk), agency=words_of(form, "to_agency"), person=person,
            role=role_of(terms), call=practice_of(request.viewer).call,
        )  # fmt: skip
        of = form.cleaned_data["of"]
        return particulars_of_terms(request.viewer, of, terms=terms, where=where)

    def _alert(self, request: ViewerRequest, form: OwnReleaseForm) -> None:
        """Tell the advocate of the record that someone who may never sign tried to (T27)."""
        beside = form.signers.beside(form.data.get("guardian", ""), None)
        of, signed_by = form.cleaned_data.get("of"), form.cleaned_data.get("signed_by")
        if of and beside.is_barred and signed_by in (BESIDE, APPOINTED):
            tell_barred(request.viewer, of, beside.guardian)

    def _form(
        self, request: ViewerRequest, case: OpenCase, of: str, *data: object, **options: object
    ) -> OwnReleaseForm:
        clients = clients_of_case(request.viewer, case.row.pk)
        person = str(case.head["person_name"])
        is_ours = of in {str(client.id) for client in clients}
        signers = signers_of(request.viewer, of, person=person) if is_ours else SignerFacts()
        return OwnReleaseForm(
            *data,
            viewer=request.viewer,
            recipients=recipients_on(request.viewer, case.row),
            clients=clients,
            signers=signers,
            limits=practice_of(request.viewer).limits,
            **options,
        )

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

    One click to get here, one to do it. Any advocate of the organization does, whether or not one
    of it has a seat at the case's table today.
    """

    def get(self, request: ViewerRequest, release_id: UUID) -> HttpResponse:
        """Ask how it was said."""
        return self._page(request, release_id, WithdrawForm(viewer=request.viewer))

    def post(self, request: ViewerRequest, release_id: UUID) -> HttpResponse:
        """End it."""
        form = WithdrawForm(request.POST, viewer=request.viewer)
        if not form.is_valid():
            return self._page(request, release_id, form, status=422)
        how, mine = form.cleaned_data["how"], find_released(request.viewer, release_id)
        withdraw_release(request.viewer, release_id, how=how)
        note_withdrawal(request.viewer, release_id, how=how)
        messages.success(request, WITHDRAWN[how])
        address = reverse("victims:workspace")
        if mine is not None:
            address = reverse("victims:released", args=[mine.client_id, mine.id])
        return HttpResponseRedirect(address)

    def _page(
        self, request: ViewerRequest, release_id: UUID, form: WithdrawForm, status: int = 200
    ) -> HttpResponse:
        mine = find_released(request.viewer, release_id)
        release = access_own_release(request.viewer, release_id)
        if mine is None and release is None:
            raise NotVisible("release", release_id)
        item = mine.form.item if mine else ""
        context = {
            "form": form,
            "item": item or (release.items[0] if release and release.items else ""),
            "client": mine,
            "already": release.revoked_at if release else None,
            "is_taken": mine is not None and mine.withdrawn is not None,
        }
        return render(request, "victims/input/withdraw.html", context, status=status)
