"""The form of an organization's own days for releases, and of how a victim reaches it."""

from django import forms

from casemgmt.web.forms import Form
from victims.services.terms import Limits


class PracticeForm(Form):
    """Never longer than the jurisdiction allows."""

    usual = forms.IntegerField(label="Usual days", min_value=1)
    long = forms.IntegerField(
        label="Long from", min_value=1, help_text="More days have to be wanted by the victim."
    )
    most = forms.IntegerField(label="Days at most", min_value=1)
    call = forms.CharField(
        label="How a victim reaches you to take a release back",
        max_length=200,
        required=False,
        help_text="It stands on each copy, for example a number that is safe to call.",
    )

    def limits(self) -> Limits:
        """Return the days; only after is_valid()."""
        said = self.cleaned_data
        return Limits(said["usual"], said["long"], said["most"])
