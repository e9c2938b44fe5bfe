"""Pages of agreements between agencies."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from casemgmt.web import rules
from casemgmt.web.base import GuardedView
from teams.forms.act import ReasonForm
from teams.forms.agreement import AgreementForm, terms_of
from teams.models import Agreement
from teams.selectors.agreement import access_agreement, list_agreements, shown_agreements
from teams.services.agreement import end_agreement, make_agreement
from teams.views.acts import StandingPage


class AgreementList(GuardedView):
    """All agreements, those in force first."""

    access = rules.ADMINISTRATORS

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them."""
        viewer = self.request.viewer
        rows = shown_agreements(viewer, list_agreements(viewer))
        context = {"agreements": rows}
        return render(request, "teams/administration/agreement/list.html", context)


class AgreementAdd(StandingPage):
    """A new agreement."""

    form_class = AgreementForm
    submit = "Record the agreement"
    done = "The agreement is recorded."

    def title(self) -> str:
        """Name the act."""
        return "Record an agreement"

    def text(self) -> str:
        """Say what it does."""
        return (
            "An agreement opens nothing by itself. What it covers is closed between its parties "
            "before its first day and after its last one, unless another agreement covers it."
        )

    def back(self) -> str:
        """Return to the list."""
        return reverse("administration:agreement_list")

    def act(self, values: dict[str, Any]) -> None:
        """Record it."""
        make_agreement(self.request.viewer, terms=terms_of(values))


class AgreementEnd(StandingPage):
    """Ending an agreement, confirmed."""

    row: Agreement
    form_class = ReasonForm
    submit = "End the agreement now"
    danger = True
    done = "The agreement has ended. What it covered is closed from the next click on."

    def load(self, **keys: Any) -> None:
        """Fetch the agreement."""
        self.row = access_agreement(self.request.viewer, keys["key"])

    def title(self) -> str:
        """Name the act."""
        return f"End {self.row.name}?"

    def text(self) -> str:
        """Say what it does."""
        return (
            "What it covers is closed between its parties from the next click on, unless another "
            "agreement in force covers it. It cannot be taken back: record a new one."
        )

    def back(self) -> str:
        """Return to the list."""
        return reverse("administration:agreement_list")

    def form(self, typed: Any = None) -> ReasonForm:
        """Return an empty form: the row has no such field."""
        return ReasonForm(typed, viewer=self.request.viewer)

    def act(self, values: dict[str, Any]) -> None:
        """End it."""
        end_agreement(self.request.viewer, self.row.key, reason=values["reason"])
