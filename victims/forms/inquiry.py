"""The form that answers an inquiry of the victims' side."""

from django import forms

from casemgmt.web.forms import Form, MaxText
from victims.models import Inquiry


class InquiryForm(Form):
    """What may be told, or why nothing is."""

    outcome = forms.ChoiceField(
        label="Answer", choices=Inquiry.Outcome.choices, widget=forms.RadioSelect
    )
    answer = MaxText(
        label="In plain words",
        max_length=2000,
        rows=4,
        required=False,
        help_text="The facts that were asked, and no more. No name of a victim: every advocate of "
        "the case reads it.",
    )
