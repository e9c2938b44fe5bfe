"""The forms of an authorization: recorded from the signed paper, and taken back."""

from collections.abc import Sequence
from typing import Any

from django import forms

from casemgmt.core import clock
from casemgmt.models import Release
from casemgmt.policy.categories import LABELS
from casemgmt.selectors.release import SHARED
from casemgmt.services.release import AuthorizationWords
from casemgmt.web.forms import Form


class AuthorizationForm(Form):
    """What the signed form says; it opens the record until its last day."""

    to_agency = forms.ChoiceField(
        label="Who receives it", help_text="One agency. Sign one form for each."
    )
    categories = forms.MultipleChoiceField(
        label="What is shared", choices=[(c.value, LABELS[c]) for c in SHARED],
        initial=[SHARED[0].value], widget=forms.CheckboxSelectMultiple,
        help_text="Psychotherapy notes and substance use treatment need papers of their own.",
    )  # fmt: skip
    purpose = forms.CharField(
        label="For what", max_length=80, initial="supervision and treatment planning"
    )
    signed_by = forms.CharField(
        label="Signed by", max_length=120, initial="the person under supervision",
        help_text="If someone signs for the person: in what capacity.",
    )  # fmt: skip
    signed_on = forms.DateField(label="Signed on")
    starts_on = forms.DateField(label="First day", initial=clock.today)
    ends_on = forms.DateField(
        label="Last day", help_text="Always with an end: the day or event on the form."
    )
    is_complete = forms.BooleanField(
        label="The paper says how to take it back and that it can be passed on. "
        "The person has a copy",
    )

    def __init__(self, *args: Any, recipients: Sequence[tuple[str, str]], **options: Any) -> None:
        """Take the agencies at the case's table."""
        super().__init__(*args, **options)
        self.fields["to_agency"].choices = [("", "Choose"), *recipients]  # type: ignore[attr-defined]

    def words(self) -> AuthorizationWords:
        """Return what the paper says."""
        kept = {k: v for k, v in self.cleaned_data.items() if k != "is_complete"}
        return AuthorizationWords(**kept | {"categories": tuple(kept["categories"])})


class RevokeForm(Form):
    """How it was taken back; it ends at once either way."""

    how = forms.ChoiceField(
        label="How was it taken back?", choices=Release.HowRevoked.choices, widget=forms.RadioSelect
    )
