"""The form that ticks a task of telling a victim."""

from django import forms

from casemgmt.web.forms import Form, MaxText
from victims.confidential.models import NoticeStep
from victims.confidential.services.notice import StepWords

By = NoticeStep.Outcome
CHOICES = [(value, By(value).label) for value in (By.TOLD, By.FAILED, By.STOPPED, By.LEFT)]


class NoticeForm(Form):
    """What came of it."""

    outcome = forms.ChoiceField(label="What came of it", choices=CHOICES, widget=forms.RadioSelect)
    note = MaxText(
        label="Note",
        max_length=1000,
        rows=3,
        required=False,
        help_text="Which way was used, what was said. It stays on this side.",
    )

    def words(self) -> StepWords:
        """Return what came of it."""
        return StepWords(**self.cleaned_data)
