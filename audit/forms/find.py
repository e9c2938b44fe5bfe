"""The one box that leads into the ledger."""

from django import forms

from casemgmt.web.forms import Form


class FindForm(Form):
    """A number, a name, a key or a reference."""

    words = forms.CharField(
        label="Case number, name of a person, key of a record, or reference of an authority",
        max_length=128,
        error_messages={"required": "Type a case number, a name, a key or a reference."},
    )
