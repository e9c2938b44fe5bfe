"""The form of a confidential note."""

from django import forms

from casemgmt.core import clock
from casemgmt.web.forms import Form, MaxText
from victims.confidential.models import Note


class NoteForm(Form):
    """What was spoken of; who else was there belongs in the text, as it can end the privilege."""

    kind = forms.ChoiceField(label="Kind", choices=Note.About.choices, widget=forms.RadioSelect)
    happened_on = forms.DateField(label="Day", initial=clock.today)
    text = MaxText(
        label="Note",
        max_length=20000,
        rows=10,
        help_text="Say who else was present: someone who was not needed can end the privilege.",
    )
