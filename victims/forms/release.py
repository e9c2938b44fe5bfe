"""The form by which a victim's release is taken back."""

from django import forms

from casemgmt.models import Release
from casemgmt.web.forms import Form


class WithdrawForm(Form):
    """How the victim took it back; both count at once (B-VAWA-7)."""

    how = forms.ChoiceField(
        label="How it was withdrawn", choices=Release.HowRevoked.choices, widget=forms.RadioSelect
    )
