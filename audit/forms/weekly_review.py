"""The signature under a week."""

from django import forms

from casemgmt.web.forms import Form, MaxText


class SignForm(Form):
    """What was looked at and done, and that one stands for it."""

    note = MaxText(
        label="What you looked at and what was done", max_length=4000, rows=6,
        help_text="It stays as you write it, under your name. Name no victim.",
    )  # fmt: skip
    confirmed = forms.BooleanField(label="I reviewed this week and sign for it")
