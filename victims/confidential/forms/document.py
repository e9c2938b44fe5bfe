"""Forms of a victim's files and of the end of a record."""

from django import forms

from casemgmt.web.forms import Form
from victims.confidential.models import Destruction
from victims.confidential.services.document import TYPES


class DocumentForm(Form):
    """One file."""

    file = forms.FileField(
        label="File",
        allow_empty_file=True,  # the service says what to do
        max_length=200,
        help_text=f"A {TYPES} file. It is encrypted before it is stored.",
    )


class DestructionForm(Form):
    """Why a record is to be destroyed."""

    because = forms.ChoiceField(
        label="Why", choices=Destruction.Because.choices, widget=forms.RadioSelect
    )
    understood = forms.BooleanField(
        label="Notes and files of this victim will open for nobody, ever again",
    )
