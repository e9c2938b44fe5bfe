"""Pages of a person's supervisory line, for administrators: units, colleagues, the agency; and
nothing of their cases."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from casemgmt.forms.line import PersonLineForm
from casemgmt.selectors.line import (
    agencies_in_line,
    free_colleagues,
    lines_of,
    people_in_line,
)
from casemgmt.services.line import (
    give_agency_line,
    give_line,
    give_person_line,
    take_agency_line,
    take_line,
    take_person_line,
)
from casemgmt.web import rules
from casemgmt.web.base import GuardedView
from casemgmt.web.forms import Form
from teams.forms.act import ReasonForm
from teams.models import Unit, User
from teams.selectors.administration import access_person, access_unit
from teams.views.acts import StandingPage


class LineDetail(GuardedView):
    """Which units and colleagues a person supervises, or the whole agency."""

    access = rules.ADMINISTRATORS

    def get(self, request: HttpRequest, key: object) -> HttpResponse:
        """Show them."""
        person = access_person(self.request.viewer, key)
        context = {
            "person": person,
            "lines": lines_of(self.request.viewer, person),
            "agencies": agencies_in_line(person),
            "people": people_in_line(person),
            "is_me": person.pk == self.request.viewer.user_id,
        }
        return render(request, "casemgmt/line/detail.html", context)


class OfPerson(StandingPage, abstract=True):
    """An act on a person's line."""

    row: User
    form_class: ClassVar[type[Form]] = ReasonForm

    def load(self, **keys: Any) -> None:
        """Fetch the person."""
        self.row = access_person(self.request.viewer, keys["key"])

    def back(self) -> str:
        """Return to the line."""
        return reverse("casemgmt:line_detail", kwargs={"key": self.row.key})


class LineAct(OfPerson, abstract=True):
    """An act on one unit of a person's line."""

    unit: Unit

    def load(self, **keys: Any) -> None:
        """Fetch the person and the unit."""
        super().load(**keys)
        self.unit = access_unit(self.request.viewer, keys["unit"])


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


class AgencyLineGive(OfPerson):
    """Letting a person supervise the whole agency."""

    submit = "Give the whole agency"
    done = "Given. It counts from the person's next click."

    def title(self) -> str:
        """Name the act."""
        return f"Let {self.row.name} supervise {self.row.agency}"

    def text(self) -> str:
        """Say what it does."""
        return "The person will see every case that this agency keeps, whatever its unit."

    def act(self, values: dict[str, Any]) -> None:
        """Give it."""
        give_agency_line(self.request.viewer, self.row.key, reason=values["reason"])


class AgencyLineTake(OfPerson):
    """Taking the agency out of a person's line, confirmed."""

    submit = "Take the agency away"
    danger = True
    done = "Taken away. You can give it again."

    def title(self) -> str:
        """Name the act."""
        return f"Take the whole agency from {self.row.name}?"

    def text(self) -> str:
        """Say what it does."""
        return "Cases that the person saw only by this line are closed from the next click on."

    def act(self, values: dict[str, Any]) -> None:
        """Take it."""
        take_agency_line(self.request.viewer, self.row.key, reason=values["reason"])


class PersonLineGive(OfPerson):
    """Putting a colleague into a person's line."""

    form_class = PersonLineForm
    submit = "Give the line"
    done = "Given. It counts from the person's next click."

    def title(self) -> str:
        """Name the act."""
        return f"Let {self.row.name} supervise a colleague"

    def text(self) -> str:
        """Say what it does."""
        return (
            "The person will see each case to which this colleague is assigned, as officer, "
            "provider or examiner, also those that come later."
        )

    def form(self, typed: Any = None) -> PersonLineForm:
        """Return the form with the colleagues who can be chosen."""
        people = free_colleagues(self.request.viewer, self.row)
        return PersonLineForm(typed, people=people, viewer=self.request.viewer)

    def act(self, values: dict[str, Any]) -> None:
        """Give it."""
        give_person_line(
            self.request.viewer, self.row.key, values["person"], reason=values["reason"]
        )


class PersonLineTake(OfPerson):
    """Taking a colleague out of a person's line, confirmed."""

    submit = "Take the line away"
    danger = True
    done = "Taken away. You can give it again."
    supervised: User

    def load(self, **keys: Any) -> None:
        """Fetch both."""
        super().load(**keys)
        self.supervised = access_person(self.request.viewer, keys["user_key"])

    def title(self) -> str:
        """Name the act."""
        return f"Take {self.supervised.name} from {self.row.name}?"

    def text(self) -> str:
        """Say what it does."""
        return "Cases that the person saw only by this line are closed from the next click on."

    def act(self, values: dict[str, Any]) -> None:
        """Take it."""
        take_person_line(
            self.request.viewer, self.row.key, self.supervised.key, reason=values["reason"]
        )
