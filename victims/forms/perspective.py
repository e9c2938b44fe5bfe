"""The form of the advocate's input on victims in general."""

from django import forms

from casemgmt.web.forms import Form, MaxText


class PerspectiveForm(Form):
    """Text for the whole team; the service says what would have to go."""

    text = MaxText(
        label="For the team",
        max_length=4000,
        rows=8,
        help_text="Dynamics of harm, what victims in general need, services there are, concerns "
        "for safety. "
        "No names, places, dates or numbers, and nothing that any one victim told you.",
    )
    looked = forms.BooleanField(
        label="I looked: no capitalized words in it name a person", required=False
    )
