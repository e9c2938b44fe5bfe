"""The forms of a conflict of interest: one's own, a colleague's, and its end."""

from collections.abc import Sequence
from typing import Any

from django import forms

from casemgmt.web.forms import Form, MaxText


class DeclareForm(Form):
    """A box that says what follows; why is for one's own agency, and can be left out."""

    reason = MaxText(
        label="Why, if you want to say it", max_length=300, rows=3, required=False,
        help_text="Read by your own agency's privacy officer and supervisor, by nobody else.",
    )  # fmt: skip
    confirmed = forms.BooleanField(
        label="I understand that the case is closed to me at once, and that I cannot undo it myself"
    )


class ConflictForm(Form):
    """Whose conflict with which case, and why."""

    person = forms.ChoiceField(label="Person of your agency")
    number = forms.CharField(
        label="Case number", max_length=20, help_text="Exactly as on the file."
    )
    reason = MaxText(
        label="Why", max_length=300, rows=3, help_text="Stays with your agency. Name no victim."
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **options: Any) -> None:
        """Take the people whom the viewer keeps conflicts for."""
        super().__init__(*args, **options)
        self.fields["person"].choices = [("", "Choose"), *people]  # type: ignore[attr-defined]


class EndForm(Form):
    """Why it no longer stands."""

    reason = MaxText(label="Why it no longer stands", max_length=300, rows=3)
