"""The form of a round: the proposal, and each person's thumb."""

from collections.abc import Iterable
from typing import Any

from django import forms

from casemgmt.models import Round
from casemgmt.web.forms import Form
from teams.models import User


class RoundForm(Form):
    """Filled in when all have shown their thumbs at once."""

    proposal = forms.CharField(label="Proposal", max_length=300)

    def __init__(self, *args: Any, voices: Iterable[User], **options: Any) -> None:
        """Ask for the thumb of each person who is here."""
        super().__init__(*args, **options)
        self.voices = list(voices)
        for user in self.voices:
            self.fields[f"thumb-{user.key}"] = forms.ChoiceField(
                label=user.name,
                choices=Round.Thumb.choices,
                widget=forms.RadioSelect,
                error_messages={"required": "All show at once. Choose what this one says."},
            )

    def thumbs(self) -> dict[str, str]:
        """Return what each said by the person's key; only after is_valid()."""
        return {str(user.key): self.cleaned_data[f"thumb-{user.key}"] for user in self.voices}
