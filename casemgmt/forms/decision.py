"""The form of a decision: the victim-perspective slot is never empty; actions go with it."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings

from casemgmt.core import clock
from casemgmt.forms.step import StepForm
from casemgmt.forms.worksheet import WorksheetForm
from casemgmt.models import Decision
from casemgmt.services.decision import DecisionWords
from casemgmt.services.step import StepWords
from casemgmt.services.worksheet import WorksheetWords
from casemgmt.web.forms import Form, MaxText
from teams.models import User

ROWS = 3
LOOK_AGAIN_DAYS = 90


class DecisionForm(Form):
    """What the team decides about a case."""

    question = forms.CharField(label="Question", max_length=300)
    text = MaxText(label="Decision", max_length=4000, rows=4)
    outcome = forms.ChoiceField(
        label="Outcome", choices=Decision.Outcome.choices, widget=forms.RadioSelect
    )
    victim_perspective = forms.ChoiceField(
        label="Victim perspective",
        choices=Decision.Perspective.choices,
        widget=forms.RadioSelect,
        help_text="Always answered. “Considered, none shared” is a full answer.",
    )
    victim_perspective_note = MaxText(
        label="How it was weighed",
        max_length=2000,
        rows=2,
        required=False,
        help_text="Nothing that could tell who a victim is.",
    )
    dissent = MaxText(label="Dissent", max_length=2000, rows=2, required=False)
    touches = forms.MultipleChoiceField(
        label="What it changes",
        choices=Decision.Touches.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Tick what it changes; then the harm-prevention worksheet is filled in below.",
    )
    review_on = forms.DateField(
        label="Look at it again on", help_text="Becomes the case's next review."
    )

    def __init__(self, *args: Any, owners: list[User], **options: Any) -> None:
        """Offer the team's members as owners of up to three actions."""
        super().__init__(*args, **options)
        self.fields["review_on"].initial = clock.today() + timedelta(days=look_again_days())
        data = self.data if self.is_bound else None
        self.step_forms = [
            StepForm(data, viewer=self.viewer, owners=owners, prefix=f"step-{n}", optional=True)
            for n in range(1, ROWS + 1)
        ]

        self.worksheet = WorksheetForm(data, viewer=self.viewer, prefix="worksheet")

    def is_valid(self) -> bool:
        """Check the decision, each action that is begun, and the worksheet."""
        steps = [form.is_valid() for form in self.step_forms]
        if self.is_bound and not all(steps):
            self.add_error(None, "An action is not complete. See the actions at the end.")
        weighed = self.worksheet.is_valid()
        if self.is_bound and not weighed:
            self.add_error(None, "Something in the worksheet is too long. See it below.")
        return super().is_valid()

    def words(self) -> DecisionWords:
        """Return the decision; only after is_valid()."""
        held = dict(self.cleaned_data)
        return DecisionWords(**held | {"touches": tuple(held["touches"])})

    def weighed(self) -> WorksheetWords | None:
        """Return the worksheet, None where nothing was filled in; only after is_valid()."""
        return self.worksheet.words()

    def steps(self) -> list[StepWords]:
        """Return the actions that were filled in; only after is_valid()."""
        return [form.words() for form in self.step_forms if form.is_begun()]


def look_again_days() -> int:
    """Return how far ahead the next review is suggested; a jurisdiction may set it."""
    return getattr(settings, "REVIEW_INTERVAL_DAYS", LOOK_AGAIN_DAYS)
