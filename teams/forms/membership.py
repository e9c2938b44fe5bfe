"""What an administrator types about a seat."""

from datetime import timedelta
from typing import Any

from django import forms

from casemgmt.core import clock
from casemgmt.web.forms import Form, MaxText
from teams.models import Membership, User
from teams.selectors.administration import seatable_people

LAST_DAY = "The last day that counts. Leave it empty for a seat without an end."


class PersonChoice(forms.ModelChoiceField):
    """A person, shown with the agency."""

    def label_from_instance(self, person: User) -> str:
        """Return name and agency."""
        return f"{person.name} ({person.agency.name})" if person.agency else person.name


class SeatForm(Form):
    """A new seat on a team."""

    person = PersonChoice(queryset=None, to_field_name="key", empty_label="Choose")
    role = forms.ChoiceField(choices=Membership.Role.choices)
    starts = forms.DateField(label="First day")
    until = forms.DateField(label="Last day", required=False, help_text=LAST_DAY)
    reason = MaxText(
        max_length=300,
        rows=2,
        label="Why",
        required=False,
        help_text="Stands on the ledger. Name no case.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer everybody who is active; the first day is today unless told otherwise."""
        super().__init__(*args, **options)
        self.fields["person"].queryset = seatable_people()  # type: ignore[attr-defined]
        self.fields["starts"].initial = clock.today


class SeatChangeForm(Form):
    """A seat as it is changed: who sits there and since when stays."""

    role = forms.ChoiceField(choices=Membership.Role.choices)
    until = forms.DateField(label="Last day", required=False, help_text=LAST_DAY)


class SeatEndForm(Form):
    """The end of a seat."""

    last_day = forms.DateField(
        label="Last day", help_text="The last day that counts. Yesterday ends the seat at once."
    )
    reason = MaxText(
        max_length=300,
        rows=2,
        label="Why",
        required=False,
        help_text="Stands on the ledger. Name no case.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Suggest that it ends at once."""
        super().__init__(*args, **options)
        self.fields["last_day"].initial = lambda: clock.today() - timedelta(days=1)
