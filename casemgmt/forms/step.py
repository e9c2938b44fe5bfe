"""Forms of an action: give it out, mark it done."""

from typing import Any

from django import forms

from casemgmt.services.step import StepWords
from casemgmt.web.forms import Form
from teams.forms.meeting import offer
from teams.models import User


class StepForm(Form):
    """What is to be done, by whom, until when; in a decision's form all three may stay empty."""

    text = forms.CharField(label="Action", max_length=300)
    owner = forms.ChoiceField(label="Owner")
    due_on = forms.DateField(label="Due")

    def __init__(
        self, *args: Any, owners: list[User], optional: bool = False, **options: Any
    ) -> None:
        """Offer the members who receive the team's decisions."""
        super().__init__(*args, **options)
        people = [(str(u.key), f"{u.name}, {u.get_discipline_display()}") for u in owners]
        offer(self, "owner", [("", "Choose an owner"), *people])
        self.optional = optional
        for field in self.fields.values() if optional else ():
            field.required = False

    def is_begun(self) -> bool:
        """Return whether something is filled in."""
        return not self.optional or any(self.cleaned_data.values()) or bool(self.errors)

    def clean(self) -> dict[str, Any]:
        """Ask for the rest of an action that is begun."""
        cleaned = super().clean() or self.cleaned_data
        if self.is_begun():
            for name in self.fields:
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, "Fill this in, or empty the whole action.")
        return cleaned

    def words(self) -> StepWords:
        """Return the action; only after is_valid()."""
        values = self.cleaned_data
        return StepWords(text=values["text"], owner_key=values["owner"], due_on=values["due_on"])


class DoneForm(Form):
    """What came of an action."""

    note = forms.CharField(
        label="What came of it", max_length=300, required=False, help_text="A line for the team."
    )
