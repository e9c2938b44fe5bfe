"""Pages of people's accounts."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from casemgmt.policy.people import Discipline, Office
from casemgmt.web import rules
from casemgmt.web.base import GuardedView
from teams.forms.act import ReasonForm
from teams.forms.person import NewPersonForm, PeopleFilterForm, PersonForm
from teams.models import User
from teams.models.user import DISCIPLINE_LABELS, OFFICE_LABELS
from teams.selectors.administration import PersonFilter, access_person, list_people, seats_of_person
from teams.selectors.sign_in import has_second_factor
from teams.services import person as service
from teams.views.acts import StandingPage


class PersonList(GuardedView):
    """People with an account."""

    access = rules.ADMINISTRATORS

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show a page of them, narrowed by the address."""
        form = PeopleFilterForm(request.GET, viewer=self.request.viewer)
        names = ("words", "agency", "discipline", "state")
        wanted = (
            PersonFilter(**{n: request.GET.get(n, "")[:100] for n in names})
            if form.is_valid()
            else PersonFilter()
        )
        page = list_people(self.request.viewer, wanted, after=request.GET.get("after", "")[:160])
        query = request.GET.copy()
        query.pop("after", None)
        first = f"?{query.urlencode()}" if request.GET.get("after") else ""
        query["after"] = page.next_key
        context = {
            "form": form,
            "page": page,
            "first_url": first,
            "is_narrowed": wanted != PersonFilter(),
            "next_url": f"?{query.urlencode()}" if page.next_key else "",
        }
        return render(request, "teams/administration/person/list.html", context)


class PersonDetail(GuardedView):
    """One account: place, standing, seats, ways to sign in."""

    access = rules.ADMINISTRATORS

    def get(self, request: HttpRequest, key: object) -> HttpResponse:
        """Show it."""
        person = access_person(self.request.viewer, key)
        context = {
            "person": person,
            "discipline": DISCIPLINE_LABELS.get(Discipline(person.discipline))
            if person.discipline
            else "",
            "office": OFFICE_LABELS[Office(person.office)] if person.office else "",
            "seats": seats_of_person(self.request.viewer, person),
            "today": self.request.viewer.today,
            "has_factor": has_second_factor(person),
            "is_me": person.pk == self.request.viewer.user_id,
        }
        return render(request, "teams/administration/person/detail.html", context)


class PersonAct(StandingPage, abstract=True):
    """An act on one account."""

    row: User

    def load(self, **keys: Any) -> None:
        """Fetch the account."""
        self.row = access_person(self.request.viewer, keys["key"])

    def back(self) -> str:
        """Return to the account."""
        return reverse("administration:person_detail", kwargs={"key": self.row.key})


class PersonAdd(StandingPage):
    """A new account."""

    form_class = NewPersonForm
    submit = "Add the person"
    done = (
        "The account is made. It has no password yet: set a temporary "
        "one, and hand it over in person."
    )

    def title(self) -> str:
        """Name the act."""
        return "Add a person"

    def back(self) -> str:
        """Return to the new account, or to the list."""
        if self.row:
            return reverse("administration:person_detail", kwargs={"key": self.row.key})
        return reverse("administration:person_list")

    def act(self, values: dict[str, Any]) -> None:
        """Make it."""
        username, approved = values["username"], values["approved"]
        self.row = service.add_person(
            self.request.viewer, username=username, values=values, approved=approved
        )


class PersonChange(PersonAct):
    """The facts of an account."""

    form_class = PersonForm
    state = service.FIELDS
    done = "Saved. It counts from the person's next click."

    def title(self) -> str:
        """Name the act."""
        return f"Change {self.row.name}"

    def act(self, values: dict[str, Any]) -> None:
        """Change it."""
        service.change_person(self.request.viewer, self.row.key, values=values, seen=values["seen"])


class PersonDisable(PersonAct):
    """Disabling an account, confirmed."""

    form_class = ReasonForm
    submit = "Disable the account"
    danger = True
    done = "The account is disabled, and its sessions are ended. You can enable it again."

    def title(self) -> str:
        """Name the act."""
        return f"Disable the account of {self.row.name}?"

    def text(self) -> str:
        """Say what it does."""
        return (
            "The person is signed out everywhere at once, and API tokens are "
            "revoked. Seats and history stay."
        )

    def act(self, values: dict[str, Any]) -> None:
        """Disable it."""
        service.disable_person(self.request.viewer, self.row.key, reason=values["reason"])


class PersonEnable(PersonAct):
    """Enabling an account again."""

    form_class = ReasonForm
    submit = "Enable the account"
    done = "The account is enabled."

    def title(self) -> str:
        """Name the act."""
        return f"Enable the account of {self.row.name}?"

    def text(self) -> str:
        """Say what it does."""
        return (
            "The person can sign in again with the same password and second "
            "factor, and seats that run count again."
        )

    def act(self, values: dict[str, Any]) -> None:
        """Enable it."""
        service.enable_person(self.request.viewer, self.row.key, reason=values["reason"])
