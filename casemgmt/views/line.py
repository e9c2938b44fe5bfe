"""Pages of a person's supervisory line, for administrators: units, and nothing of their cases."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from casemgmt.selectors.line import lines_of
from casemgmt.services.line import give_line, take_line
from casemgmt.web import rules
from casemgmt.web.base import GuardedView
from teams.forms.act import ReasonForm
from teams.models import Unit, User
from teams.selectors.administration import access_person, access_unit
from teams.views.acts import StandingPage


class LineDetail(GuardedView):
    """The units of a person's agency, and which of them the person supervises."""

    access = rules.ADMINISTRATORS

    def get(self, request: HttpRequest, key: object) -> HttpResponse:
        """Show them."""
        person = access_person(self.request.viewer, key)
        lines = lines_of(self.request.viewer, person)
        is_me = person.pk == self.request.viewer.user_id
        return render(
            request, "casemgmt/line/detail.html", {"person": person, "lines": lines, "is_me": is_me}
        )


class LineAct(StandingPage, abstract=True):
    """An act on one unit of a person's line."""

    row: User
    unit: Unit
    form_class = ReasonForm

    def load(self, **keys: Any) -> None:
        """Fetch the person and the unit."""
        self.row = access_person(self.request.viewer, keys["key"])
        self.unit = access_unit(self.request.viewer, keys["unit"])

    def back(self) -> str:
        """Return to the line."""
        return reverse("casemgmt:line_detail", kwargs={"key": self.row.key})


class LineGive(LineAct):
    """Putting a unit into a person's line."""

    submit = "Give the unit"
    done = "Given. It counts from the person's next click."

    def title(self) -> str:
        """Name the act."""
        return f"Let {self.row.name} supervise {self.unit.name}"

    def text(self) -> str:
        """Say what it does."""
        return (
            "The person will see every case of this unit as its supervisor, "
            "and the unit's dashboard."
        )

    def act(self, values: dict[str, Any]) -> None:
        """Give it."""
        give_line(self.request.viewer, self.row.key, self.unit.key, reason=values["reason"])


class LineTake(LineAct):
    """Taking a unit out of a person's line, confirmed."""

    submit = "Take the unit away"
    danger = True
    done = "Taken away. You can give it again."

    def title(self) -> str:
        """Name the act."""
        return f"Take {self.unit.name} from {self.row.name}?"

    def text(self) -> str:
        """Say what it does."""
        return (
            "Cases of this unit that the person saw only as its supervisor "
            "are closed from the next click on."
        )

    def act(self, values: dict[str, Any]) -> None:
        """Take it."""
        take_line(self.request.viewer, self.row.key, self.unit.key, reason=values["reason"])
