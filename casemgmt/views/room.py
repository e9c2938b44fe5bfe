"""Pages of the room at one item: starting it, a round of thumbs."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from casemgmt.core.errors import RuleBroken
from casemgmt.forms.round import RoundForm
from casemgmt.models import Round
from casemgmt.policy.purposes import Purpose
from casemgmt.selectors.agenda import show_item
from casemgmt.selectors.review import access_review
from casemgmt.selectors.room import show_room
from casemgmt.selectors.round import voices_of
from casemgmt.services.room import start_item
from casemgmt.services.round import hold_round
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest
from teams.selectors.meeting import require_conductor

SAID = {
    Round.Result.CONSENSUS: "Nobody is against it. Record the decision.",
    Round.Result.BLOCKED: "Somebody is against it: nothing is decided.",
}


class ItemStart(GuardedView):
    """The segment of a case begins."""

    access = rules.CASE_PEOPLE
    purpose = Purpose.MEETING

    def post(self, request: ViewerRequest, review_id: UUID) -> HttpResponse:
        """Start it, or name who has to step out first."""
        start_item(request.viewer, review_id)
        messages.success(request, "The item has begun.")
        return redirect("casemgmt:review_detail", review_id)


class RoundHold(GuardedView):
    """A round of thumbs on a proposal."""

    access = rules.CASE_PEOPLE
    purpose = Purpose.MEETING

    def get(self, request: ViewerRequest, review_id: UUID) -> HttpResponse:
        """Show the form with everybody who is here."""
        return self._page(request, review_id, self._form(request, review_id))

    def post(self, request: ViewerRequest, review_id: UUID) -> HttpResponse:
        """Keep what all said, or show who has not spoken."""
        form = self._form(request, review_id, data=request.POST)
        if form.is_valid():
            proposal, thumbs = form.cleaned_data["proposal"], form.thumbs()
            try:
                held = hold_round(request.viewer, review_id, proposal=proposal, thumbs=thumbs)
            except RuleBroken as error:
                form.reject(error)
            else:
                messages.success(request, SAID[Round.Result(held.result)])
                return redirect("casemgmt:review_detail", review_id)
        return self._page(request, review_id, form, status=422)

    def _form(self, request: ViewerRequest, review_id: UUID, **options: object) -> RoundForm:
        review, _ = access_review(request.viewer, review_id)
        require_conductor(request.viewer, review.meeting)
        initial = {"proposal": review.question}
        voices = voices_of(request.viewer, review)
        return RoundForm(voices=voices, viewer=request.viewer, initial=initial, **options)

    def _page(
        self, request: ViewerRequest, review_id: UUID, form: RoundForm, status: int = 200
    ) -> HttpResponse:
        page = show_item(request.viewer, review_id)
        context = {
            "page": page,
            "meeting": page.meeting,
            "room": show_room(request.viewer, review_id),
            "form": form,
        }
        return render(request, "casemgmt/round/hold.html", context, status=status)
