"""The answer to what is unusual."""

from django import forms

from audit.models import FindingMark
from casemgmt.web.forms import Form, MaxText


class FindingForm(Form):
    """What was done about the findings that are ticked."""

    state = forms.ChoiceField(
        label="What you did about the ticked ones", choices=FindingMark.State.choices,
        widget=forms.RadioSelect,
    )  # fmt: skip
    words = MaxText(
        label="In words", max_length=1000, rows=3, required=False,
        help_text="Needed where it is explained or followed up. It stays as you write it. "
        "Name no victim.",
    )  # fmt: skip
