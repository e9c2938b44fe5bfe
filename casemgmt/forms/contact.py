"""The form of a contact: short enough for a phone at a door."""

import uuid

from django import forms
from django.utils import timezone

from casemgmt.core import clock
from casemgmt.models import Contact
from casemgmt.web.forms import Form, MaxText


def this_minute() -> str:
    """Return the present minute in the jurisdiction's zone, as the browser's picker writes it."""
    return timezone.localtime(clock.now()).strftime("%Y-%m-%dT%H:%M")


class ContactForm(Form):
    """What the officer saw and heard, when and where."""

    once = forms.CharField(
        max_length=36, required=False, widget=forms.HiddenInput, initial=uuid.uuid4
    )
    kind = forms.ChoiceField(label="Kind", choices=Contact.Kind.choices, widget=forms.RadioSelect)
    outcome = forms.ChoiceField(
        label="Outcome",
        choices=Contact.Outcome.choices,
        initial=Contact.Outcome.HELD,
        widget=forms.RadioSelect,
    )
    happened_at = forms.DateTimeField(label="When", initial=this_minute)
    place = forms.CharField(label="Place", max_length=120, required=False)
    note = MaxText(
        label="Note",
        max_length=8000,
        rows=6,
        help_text="What you saw and heard. No names of victims.",
    )
    quotes_part2 = forms.BooleanField(
        label="It quotes a substance use program's record",
        required=False,
        help_text="It is then shown only under a consent that names the reader (42 CFR Part 2).",
    )
    next_on = forms.DateField(
        label="Next contact", required=False, help_text="Moves the date that is due."
    )
