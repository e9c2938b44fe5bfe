"""What an administrator types about a person's account."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from casemgmt.web.forms import Form, MaxText
from teams.models import Unit
from teams.models.user import DISCIPLINE_LABELS, OFFICE_LABELS
from teams.selectors.administration import open_agencies, open_units

DISCIPLINES = [(discipline.value, label) for discipline, label in DISCIPLINE_LABELS.items()]
OFFICES = [(office.value, label) for office, label in OFFICE_LABELS.items()]
STATES = [
    ("", "Active"),
    ("unused", "Active, not used for 90 days"),
    ("disabled", "Disabled"),
    ("all", "All"),
]
USERNAME = RegexValidator(
    r"^[a-z][a-z0-9._-]{1,39}$",
    "Use 2 to 40 small letters, digits, dots, dashes or underscores, and begin with a letter.",
)


class UnitChoice(forms.ModelChoiceField):
    """A unit, shown with the agency that it is a part of."""

    def label_from_instance(self, unit: Unit) -> str:
        """Return agency and unit."""
        return f"{unit.agency.name}: {unit.name}"


class PersonForm(Form):
    """An account as it is changed."""

    name = forms.CharField(max_length=128, help_text="As the person writes it.")
    email = forms.EmailField(
        max_length=190, label="Work e-mail", help_text="Reminders go there. They name nobody."
    )
    title = forms.CharField(max_length=80, label="Job title", required=False)
    phone = forms.CharField(max_length=30, label="Work phone", required=False)
    agency: forms.ModelChoiceField = forms.ModelChoiceField(
        queryset=None, to_field_name="key", empty_label="Choose"
    )
    unit = UnitChoice(queryset=None, to_field_name="key", required=False, empty_label="None")
    discipline = forms.ChoiceField(
        choices=[("", "Choose"), *DISCIPLINES],
        help_text="Decides which categories of a case the person receives.",
    )
    office = forms.ChoiceField(choices=OFFICES, required=False)
    screening_until = forms.DateField(
        label="Criminal-justice screening until",
        required=False,
        help_text="Without a current one, criminal history stays closed.",
    )
    approval_until = forms.DateField(
        label="Approval as examiner or provider until",
        required=False,
        help_text="Once this day has passed, cases stay closed.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the open agencies and their units."""
        super().__init__(*args, **options)
        self.fields["agency"].queryset = open_agencies()  # type: ignore[attr-defined]
        self.fields["unit"].queryset = open_units()  # type: ignore[attr-defined]


class NewPersonForm(PersonForm):
    """A new account: also its name for signing in, and who approved it."""

    username = forms.CharField(
        max_length=40,
        label="Name for signing in",
        validators=[USERNAME],
        help_text="Cannot be changed later, and is never given to anybody else.",
    )
    approved = MaxText(
        max_length=300,
        rows=3,
        label="Who approved this account",
        help_text="Name and office, and the day if it was another one. Stands on the ledger.",
    )
    field_order = ["name", "username"]


class PeopleFilterForm(Form):
    """What the list of people is narrowed to."""

    words = forms.CharField(max_length=100, label="Name or e-mail", required=False)
    agency: forms.ModelChoiceField = forms.ModelChoiceField(
        queryset=None, to_field_name="key", required=False, empty_label="All"
    )
    discipline = forms.ChoiceField(choices=[("", "All"), *DISCIPLINES], required=False)
    state = forms.ChoiceField(choices=STATES, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the open agencies."""
        super().__init__(*args, **options)
        self.fields["agency"].queryset = open_agencies()  # type: ignore[attr-defined]
