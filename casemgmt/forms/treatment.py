"""The form of a treatment summary."""

from django import forms

from casemgmt.models import TreatmentSummary
from casemgmt.services.treatment import SummaryWords
from casemgmt.web.forms import Form, MaxText

MOST_SESSIONS = 400


class SummaryForm(Form):
    """A period in numbers and a few words."""

    period_from = forms.DateField(label="Period from")
    period_until = forms.DateField(label="Period until")
    attended = forms.IntegerField(label="Sessions attended", min_value=0, max_value=MOST_SESSIONS)
    missed = forms.IntegerField(label="Sessions missed", min_value=0, max_value=MOST_SESSIONS)
    participation = forms.ChoiceField(
        label="Participation",
        choices=TreatmentSummary.Participation.choices,
        widget=forms.RadioSelect,
    )
    summary = MaxText(
        label="Summary", max_length=6000, rows=6,
        help_text="What the team needs for safety and support. "
        "The clinical narrative stays in the clinical record.",
    )  # fmt: skip
    next_steps = MaxText(label="Next steps", max_length=2000, rows=3, required=False)

    def words(self) -> SummaryWords:
        """Return what the summary says."""
        return SummaryWords(**self.cleaned_data)
