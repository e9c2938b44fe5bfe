"""The form that gives a condition a new wording."""

from django import forms

from casemgmt.web.forms import Form, MaxText


class AmendConditionForm(Form):
    """New wording and why; `version` is the one that the person had open."""

    text = MaxText(label="Wording", max_length=2000, rows=5)
    reason = forms.CharField(
        label="Why", max_length=300, help_text="Kept with the old wording. For example: order of March 3."
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
