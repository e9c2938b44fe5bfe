"""Pages of teams."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from casemgmt.web import rules
from casemgmt.web.base import GuardedView
from teams.forms.act import NoForm, ReasonForm
from teams.forms.team import TeamForm
from teams.models import Team
from teams.selectors.administration import access_team, list_teams, open_seats, seats_of_team
from teams.services import team as service
from teams.views.acts import ActPage, StandingPage


class TeamList(GuardedView):
    """All teams."""

    access = rules.ADMINISTRATORS

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them, closed ones last."""
        return render(
            request,
            "teams/administration/team/list.html",
            {"teams": list_teams(self.request.viewer)},
        )


class TeamDetail(GuardedView):
    """One team and its seats."""

    access = rules.ADMINISTRATORS

    def get(self, request: HttpRequest, key: object) -> HttpResponse:
        """Show it: seats that count or will count, and those that ended."""
        viewer = self.request.viewer
        team = access_team(viewer, key)
        seats = seats_of_team(viewer, team)
        open_now = [seat for seat in seats if seat.until is None or seat.until >= viewer.today]
        ended = [seat for seat in seats if seat not in open_now]
        context = {"team": team, "seats": open_now, "ended": ended, "today": viewer.today}
        return render(request, "teams/administration/team/detail.html", context)


class TeamAct(ActPage, abstract=True):
    """An act on one team."""

    row: Team

    def load(self, **keys: Any) -> None:
        """Fetch the team."""
        self.row = access_team(self.request.viewer, keys["key"])

    def back(self) -> str:
        """Return to the team."""
        return reverse("administration:team_detail", kwargs={"key": self.row.key})


class TeamAdd(ActPage):
    """A new team."""

    form_class = TeamForm
    submit = "Add the team"
    done = "The team is added. Give its members their seats next."

    def title(self) -> str:
        """Name the act."""
        return "Add a team"

    def back(self) -> str:
        """Return to the new team, or to the list."""
        if self.row:
            return reverse("administration:team_detail", kwargs={"key": self.row.key})
        return reverse("administration:team_list")

    def act(self, values: dict[str, Any]) -> None:
        """Make it."""
        self.row = service.add_team(self.request.viewer, values=values)


class TeamChange(TeamAct):
    """The facts of a team."""

    form_class = TeamForm
    state = service.FIELDS

    def title(self) -> str:
        """Name the act."""
        return f"Change {self.row.name}"

    def act(self, values: dict[str, Any]) -> None:
        """Change it."""
        service.change_team(self.request.viewer, self.row.key, values=values, seen=values["seen"])


class TeamClose(TeamAct, StandingPage):
    """Closing a team, confirmed with the number of seats that end."""

    form_class = ReasonForm
    submit = "Close the team"
    danger = True
    done = "The team is closed, and its seats are ended."

    def title(self) -> str:
        """Name the act."""
        return f"Close {self.row.name}?"

    def text(self) -> str:
        """Say what it does."""
        count = len(open_seats(self.request.viewer, team=self.row))
        seats = "1 seat ends" if count == 1 else f"{count} seats end"
        return (
            f"{seats} at once, and whoever saw something only through this team does not see it "
            "any more. You can open the team again; seats have to be given anew."
        )

    def act(self, values: dict[str, Any]) -> None:
        """Close it."""
        service.close_team(self.request.viewer, self.row.key, reason=values["reason"])


class TeamReopen(TeamAct):
    """Opening a team again."""

    form_class = NoForm
    submit = "Open the team again"
    done = "The team is open again. Give its members their seats."

    def title(self) -> str:
        """Name the act."""
        return f"Open {self.row.name} again?"

    def text(self) -> str:
        """Say what it does."""
        return "Seats that ended stay ended; give them anew."

    def act(self, values: dict[str, Any]) -> None:
        """Open it."""
        service.reopen_team(self.request.viewer, self.row.key)
