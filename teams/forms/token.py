"""What a person says about a new API token."""

from django import forms

from casemgmt.web.forms import Form


class TokenForm(Form):
    """A name to know it by, and how long it lasts."""

    name = forms.CharField(
        max_length=80, help_text="Which program uses it, for example “County report”."
    )
    days = forms.IntegerField(
        label="Days until it ends",
        min_value=1,
        max_value=90,
        initial=30,
        help_text="1 to 90. Make it as short as the work allows.",
    )
