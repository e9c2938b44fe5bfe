"""Pages of seats on teams."""

from typing import Any

from django.urls import reverse

from teams.forms.membership import SeatChangeForm, SeatEndForm, SeatForm
from teams.models import Membership, Team
from teams.selectors.administration import access_membership, access_team
from teams.services import membership as service
from teams.views.acts import StandingPage


class SeatAdd(StandingPage):
    """A new seat on a team."""

    row: Team
    form_class = SeatForm
    submit = "Give the seat"
    done = "The seat is given. It counts from its first day."

    def load(self, **keys: Any) -> None:
        """Fetch the team."""
        self.row = access_team(self.request.viewer, keys["key"])

    def title(self) -> str:
        """Name the act."""
        return f"Give a seat on {self.row.name}"

    def back(self) -> str:
        """Return to the team."""
        return reverse("administration:team_detail", kwargs={"key": self.row.key})

    def form(self, typed: Any = None) -> SeatForm:
        """Return an empty form: the row is the team."""
        return SeatForm(typed, viewer=self.request.viewer)

    def act(self, values: dict[str, Any]) -> None:
        """Give it."""
        terms = service.Terms(values["role"], values["starts"], values["until"])
        service.add_membership(
            self.request.viewer,
            self.row.key,
            values["person"].key,
            terms=terms,
            reason=values["reason"],
        )


class SeatAct(StandingPage, abstract=True):
    """An act on one seat."""

    row: Membership

    def load(self, **keys: Any) -> None:
        """Fetch the seat."""
        self.row = access_membership(self.request.viewer, keys["key"])

    def back(self) -> str:
        """Return to the seat's team."""
        return reverse("administration:team_detail", kwargs={"key": self.row.team.key})


class SeatChange(SeatAct):
    """Role and last day of a seat."""

    form_class = SeatChangeForm
    state = ("role", "until")

    def title(self) -> str:
        """Name the act."""
        return f"Change the seat of {self.row.user.name} on {self.row.team.name}"

    def act(self, values: dict[str, Any]) -> None:
        """Change it."""
        chosen = {name: values[name] for name in ("role", "until", "seen")}
        service.change_membership(self.request.viewer, self.row.key, **chosen)


class SeatEnd(SeatAct):
    """Ending a seat, confirmed with its last day."""

    form_class = SeatEndForm
    submit = "End the seat"
    danger = True
    done = "The seat has its end."

    def title(self) -> str:
        """Name the act."""
        return f"End the seat of {self.row.user.name} on {self.row.team.name}?"

    def text(self) -> str:
        """Say what it does."""
        return (
            "After the last day, what the seat alone opened is closed, from "
            "the next click on. A new seat can be given."
        )

    def act(self, values: dict[str, Any]) -> None:
        """End it."""
        service.end_membership(
            self.request.viewer, self.row.key, last_day=values["last_day"], reason=values["reason"]
        )
