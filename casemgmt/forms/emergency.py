"""The forms of emergency access: opening a case, and reviewing that it was opened."""

from django import forms

from casemgmt.models import BrokenGlass
from casemgmt.web.forms import Form, MaxText


class EmergencyForm(Form):
    """Which case, what has happened, and a box that says what follows."""

    number = forms.CharField(
        label="Case number", max_length=20, help_text="Exactly as on the file, for example 24-0117."
    )
    because = forms.ChoiceField(
        label="What has happened", choices=BrokenGlass.Because.choices, widget=forms.RadioSelect
    )
    reason = MaxText(
        label="Why it cannot wait", max_length=500, rows=4,
        help_text="In a few words. The officer of the case and your privacy officer read it.",
    )  # fmt: skip
    confirmed = forms.BooleanField(
        label="I need it now for this emergency, and each look will be reviewed"
    )


class ReviewForm(Form):
    """What the review found, and how."""

    finding = forms.ChoiceField(
        label="What you found", choices=BrokenGlass.Finding.choices, widget=forms.RadioSelect
    )
    note = MaxText(
        label="What you looked at, and how you came to it", max_length=1000, rows=5,
        help_text="It stays as you write it. Name no victim.",
    )  # fmt: skip
