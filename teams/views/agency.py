"""Pages of agencies and their units."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from casemgmt.web import rules
from casemgmt.web.base import GuardedView
from teams.forms.act import NoForm, ReasonForm
from teams.forms.agency import AgencyForm, UnitForm
from teams.models import Agency
from teams.selectors.administration import access_agency, access_unit, list_agencies, list_units
from teams.selectors.agreement import list_agreements, shown_agreements
from teams.services import agency as service
from teams.views.acts import ActPage


class AgencyList(GuardedView):
    """All agencies."""

    access = rules.ADMINISTRATORS

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them, closed ones last."""
        rows = list_agencies(self.request.viewer)
        return render(request, "teams/administration/agency/list.html", {"agencies": rows})


class AgencyDetail(GuardedView):
    """One agency with its units."""

    access = rules.ADMINISTRATORS

    def get(self, request: HttpRequest, key: object) -> HttpResponse:
        """Show it."""
        agency = access_agency(self.request.viewer, key)
        viewer = self.request.viewer
        context = {
            "agency": agency,
            "units": list_units(viewer, agency),
            "agreements": shown_agreements(viewer, list_agreements(viewer, agency=agency)),
        }
        return render(request, "teams/administration/agency/detail.html", context)


class AgencyAct(ActPage, abstract=True):
    """An act on one agency."""

    row: Agency

    def load(self, **keys: Any) -> None:
        """Fetch the agency."""
        self.row = access_agency(self.request.viewer, keys["key"])

    def back(self) -> str:
        """Return to the agency."""
        return reverse("administration:agency_detail", kwargs={"key": self.row.key})


class AgencyAdd(ActPage):
    """A new agency."""

    form_class = AgencyForm
    submit = "Add the agency"
    done = "The agency is added. Add its units next."

    def title(self) -> str:
        """Name the act."""
        return "Add an agency"

    def back(self) -> str:
        """Return to the new agency, or to the list."""
        if self.row:
            return reverse("administration:agency_detail", kwargs={"key": self.row.key})
        return reverse("administration:agency_list")

    def act(self, values: dict[str, Any]) -> None:
        """Make it."""
        self.row = service.add_agency(self.request.viewer, values=values)


class AgencyChange(AgencyAct):
    """The facts of an agency."""

    form_class = AgencyForm
    state = service.FIELDS

    def title(self) -> str:
        """Name the act."""
        return f"Change {self.row.name}"

    def act(self, values: dict[str, Any]) -> None:
        """Change it."""
        service.change_agency(self.request.viewer, self.row.key, values=values, seen=values["seen"])


class AgencyClose(AgencyAct):
    """Closing an agency, confirmed."""

    form_class = ReasonForm
    submit = "Close the agency"
    danger = True
    done = "The agency is closed. You can open it again."

    def title(self) -> str:
        """Name the act."""
        return f"Close {self.row.name}?"

    def text(self) -> str:
        """Say what it does."""
        return "Nobody can be given a place there any more. What its people did stays on record."

    def act(self, values: dict[str, Any]) -> None:
        """Close it."""
        service.close_agency(self.request.viewer, self.row.key, reason=values["reason"])


class AgencyReopen(AgencyAct):
    """Opening an agency again."""

    form_class = NoForm
    submit = "Open the agency again"
    done = "The agency is open again."

    def title(self) -> str:
        """Name the act."""
        return f"Open {self.row.name} again?"

    def text(self) -> str:
        """Say what it does."""
        return "People can be given a place there again. Accounts that were disabled stay disabled."

    def act(self, values: dict[str, Any]) -> None:
        """Open it."""
        service.reopen_agency(self.request.viewer, self.row.key)


class UnitAdd(AgencyAct):
    """A new unit of an agency."""

    form_class = UnitForm
    submit = "Add the unit"
    done = "The unit is added."

    def title(self) -> str:
        """Name the act."""
        return f"Add a unit to {self.row.name}"

    def form(self, typed: Any = None) -> UnitForm:
        """Return an empty form: the row is the agency, not the unit."""
        return UnitForm(typed, viewer=self.request.viewer)

    def act(self, values: dict[str, Any]) -> None:
        """Add it."""
        service.add_unit(self.request.viewer, self.row.key, name=values["name"])


class UnitRename(ActPage):
    """Another name for a unit."""

    form_class = UnitForm
    state = ("name",)

    def load(self, **keys: Any) -> None:
        """Fetch the unit."""
        self.row = access_unit(self.request.viewer, keys["key"])

    def title(self) -> str:
        """Name the act."""
        return f"Rename {self.row.name}"

    def back(self) -> str:
        """Return to the unit's agency."""
        return reverse("administration:agency_detail", kwargs={"key": self.row.agency.key})

    def act(self, values: dict[str, Any]) -> None:
        """Rename it."""
        service.rename_unit(
            self.request.viewer, self.row.key, name=values["name"], seen=values["seen"]
        )
