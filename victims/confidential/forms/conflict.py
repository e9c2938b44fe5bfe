"""Forms of the check of conflicts between an organization's programs."""

from typing import Any

from django import forms

from casemgmt.web.forms import Form
from victims.confidential.models import ProgramPerson

OFF = {"autocomplete": "off"}


def _name(label: str, *, required: bool = False, **options: Any) -> forms.CharField:
    widget = forms.TextInput(attrs=OFF)
    return forms.CharField(label=label, max_length=200, required=required, widget=widget, **options)


class CheckForm(Form):
    """Up to three names beside that of the person under supervision."""

    first = _name("Partner or family of the person", help_text="The person is checked by itself.")
    second = _name("Another one")
    third = _name("Another one")

    def names(self) -> list[str]:
        """Return the names; only after is_valid()."""
        return [self.cleaned_data[name] for name in ("first", "second", "third")]


class ProgramForm(Form):
    """A name that a program gives for the check, or takes out of it."""

    program = forms.ChoiceField(
        label="Program", choices=ProgramPerson.Program.choices, widget=forms.RadioSelect
    )
    name = _name(
        "Name",
        required=True,
        help_text="It is turned into tokens at once and not kept: nobody can read it here.",
    )
    act = forms.ChoiceField(
        label="What to do",
        choices=(("keep", "Check against this name"), ("out", "Take this name out")),
        initial="keep",
        widget=forms.RadioSelect,
    )
