"""The form of a scored instrument: what the score sheet says, never the wording of an item."""

from typing import Any

from django import forms
from django.conf import settings

from casemgmt.models import Assessment
from casemgmt.services.assessment import AssessmentWords
from casemgmt.web.forms import Form, MaxText


class AssessmentForm(Form):
    """Instrument, level, total, dates. A level is never kept without its instrument and day."""

    instrument = forms.ChoiceField(label="Instrument")
    scored_on = forms.DateField(label="Scored on")
    level = forms.CharField(
        label="Level, in the words of the score sheet", max_length=60, required=False,
        help_text="For example: III average.",
    )  # fmt: skip
    total = forms.IntegerField(label="Total", required=False, min_value=-20, max_value=300)
    band_scheme = forms.CharField(
        label="Scheme of levels", max_length=60, required=False,
        help_text="The table that the level comes from, with its year.",
    )  # fmt: skip
    due_on = forms.DateField(
        label="Next assessment due",
        required=False,
        help_text="Moves the date that is due on the case.",
    )
    note = MaxText(
        label="Note", max_length=4000, rows=4, required=False,
        help_text="What the number does not say. No wording of items. No names of victims.",
    )  # fmt: skip

    def __init__(self, *args: Any, is_juvenile: bool, **options: Any) -> None:
        """Offer the instruments made for this person's age."""
        super().__init__(*args, **options)
        youths = settings.INSTRUMENTS_FOR_YOUTHS
        offered = [(k, v) for k, v in Assessment.Instrument.choices if (k in youths) == is_juvenile]
        self.fields["instrument"].choices = [("", "Choose"), *offered]  # type: ignore[attr-defined]
        whose = "youths" if is_juvenile else "adults"
        self.fields[
            "instrument"
        ].help_text = f"Instruments made for {whose}. STABLE-2007 has no level of its own."

    def words(self) -> AssessmentWords:
        """Return what the form says."""
        return AssessmentWords(**self.cleaned_data)
