"""The form of the harm-prevention worksheet, beside that of the decision."""

from typing import Any

from django import forms

from casemgmt.models import Worksheet
from casemgmt.models.worksheet import ASKED, INTEREST_WORDS, INTERESTS
from casemgmt.services.worksheet import NOBODY, WorksheetWords
from casemgmt.web.forms import Form, MaxText

LABELS = {
    "benefit": ("What it gains", 1000),
    "cost": ("What it costs", 1000),
    "evidence": ("What is known about it", 1000),
}


class WorksheetForm(Form):
    """Three interests, who is in danger, how it was weighed; empty where it is not asked for."""

    precedence = forms.ChoiceField(
        label="Could somebody be in danger?",
        choices=Worksheet.Precedence.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    safety_action = MaxText(
        label="What is done first for their safety", max_length=1000, rows=2, required=False
    )
    balance = MaxText(label="How it was weighed", max_length=2000, rows=3, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        """Add the four questions of each interest."""
        super().__init__(*args, **options)
        for interest in INTERESTS:
            for asked, (label, longest) in LABELS.items():
                self.fields[f"{interest}_{asked}"] = MaxText(
                    label=label, max_length=longest, rows=2, required=False
                )
            self.fields[f"{interest}_speaker"] = forms.CharField(
                label="Who spoke for it", max_length=120, required=False, help_text=f"Or: {NOBODY}."
            )

    def interests(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the questions under the heading of each interest."""
        return [
            (INTEREST_WORDS[interest], [self[f"{interest}_{asked}"] for asked in ASKED])
            for interest in INTERESTS
        ]

    def rest(self) -> list[forms.BoundField]:
        """Return what is asked of all three together."""
        return [self["precedence"], self["safety_action"], self["balance"]]

    def is_begun(self) -> bool:
        """Whether something was filled in; only after is_valid()."""
        return any(value for value in self.cleaned_data.values())

    def words(self) -> WorksheetWords | None:
        """Return what was weighed, None where nothing was; only after is_valid()."""
        if not self.is_begun():
            return None
        held = self.cleaned_data
        return WorksheetWords(
            {i: {asked: held[f"{i}_{asked}"] for asked in ASKED} for i in INTERESTS},
            held["precedence"],
            held["safety_action"],
            held["balance"],
        )
