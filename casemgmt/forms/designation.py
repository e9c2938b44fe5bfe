"""The form by which a member sends a designee to a meeting."""

from collections.abc import Sequence
from typing import Any

from django import forms

from audit.reveal import Revealed
from casemgmt.web.forms import Form, MaxText
from teams.models import User


class DesigneeForm(Form):
    """Who sits in, and for which cases of the agenda."""

    designee = forms.ChoiceField(label="Who sits in")
    cases = forms.MultipleChoiceField(
        label="For these cases of the agenda", widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, people: Sequence[User], heads: Sequence[Revealed], **options: Any
    ) -> None:
        """Offer colleagues of the member, and the cases of the agenda, all ticked at first."""
        super().__init__(*args, **options)
        offered = [(str(person.key), person.name) for person in people]
        self.fields["designee"].choices = [("", "Choose"), *offered]  # type: ignore[attr-defined]
        cases = [(head.id, f"{head['person_name']}, {head['number']}") for head in heads]
        self.fields["cases"].choices = cases  # type: ignore[attr-defined]
        self.fields["cases"].initial = [key for key, _ in cases]


class TakeBackForm(Form):
    """Why a designation is taken back, where there is something to say."""

    reason = MaxText(
        label="Why", max_length=300, rows=2, required=False,
        help_text="Stands on the ledger. Name no case and no victim.",
    )  # fmt: skip
