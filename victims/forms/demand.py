"""The form of a legal demand that came to an agency."""

from django import forms

from casemgmt.core import clock
from casemgmt.web.forms import Form
from victims.models import LegalDemand


class LegalDemandForm(Form):
    """What the paper says of itself. Whom it asks about is not typed here."""

    kind = forms.ChoiceField(
        label="What came", choices=LegalDemand.Kind.choices, widget=forms.RadioSelect
    )
    received_on = forms.DateField(label="Came on", initial=clock.today)
    answer_by = forms.DateField(label="Answer due on", required=False)
    issuer = forms.CharField(
        label="Who issued it", max_length=160,
        help_text="The court or the lawyer, as the paper says. Never the name of a victim.",
    )  # fmt: skip
    docket = forms.CharField(label="Docket number", max_length=60, required=False)
