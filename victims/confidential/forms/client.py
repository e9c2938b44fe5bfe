"""Forms of a victim's record: the search by name, and the details."""

from django import forms

from casemgmt.web.forms import Form, MaxText
from victims.confidential.services.client import Details


class NameForm(Form):
    """An exact name: the full one, or the family name alone."""

    q = forms.CharField(
        label="Exact name",
        max_length=200,
        help_text="The full name or the family name, as it was written down. Accents and capitals "
        "do not matter.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    sounds_like = forms.BooleanField(
        label="Also names that sound like it",
        required=False,
        help_text="Each word must sound like a part of the name: Catherine Smith finds Kathryn "
        "Smyth.",
    )


class ClientForm(Form):
    """Who it is and how to reach the victim without harm.

    Everything is encrypted under a key of its own.
    """

    given_name = forms.CharField(
        label="Given name, or the name to be called by",
        max_length=128,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    family_name = forms.CharField(
        label="Family name",
        max_length=128,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    relation = forms.CharField(
        label="Relation to the person under supervision", max_length=80, required=False
    )
    contact = MaxText(label="How to reach the victim", max_length=1000, rows=3, required=False)
    safe_contact = MaxText(
        label="Rules of safe contact",
        max_length=2000,
        rows=4,
        required=False,
        help_text="When, by which way, a code word, who may answer, what never to say or leave "
        "behind.",
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


def details_of(form: ClientForm) -> Details:
    """Return what a valid form says."""
    names = ("given_name", "family_name", "relation", "contact", "safe_contact")
    return Details(**{name: form.cleaned_data[name] for name in names})
