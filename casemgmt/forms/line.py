"""The form that puts a colleague into a person's supervisory line."""

from collections.abc import Sequence
from typing import Any

from django import forms

from teams.forms.act import ReasonForm
from teams.models import User


class PersonLineForm(ReasonForm):
    """Who is supervised, and why."""

    person = forms.ChoiceField(label="Colleague")
    field_order = ["person", "reason"]

    def __init__(self, *args: Any, people: Sequence[User], **options: Any) -> None:
        """Offer the colleagues."""
        super().__init__(*args, **options)
        offered = [
            (str(one.key), f"{one.name}, {one.get_discipline_display().lower()}") for one in people
        ]
        self.fields["person"].choices = [("", "Choose"), *offered]  # type: ignore[attr-defined]
