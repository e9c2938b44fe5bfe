"""The forms of acts: each asks for the day and for what was said or handed over."""

from dataclasses import dataclass
from typing import Any

from django import forms

from casemgmt.core import clock
from casemgmt.web.forms import Form, MaxText
from victims.confidential.copy_words import COPY_IN


@dataclass(frozen=True)
class Asked:
    """What the form of a kind of act asks."""

    heading: str
    label: str
    help: str = ""


ACTS = {
    "noted": Asked(
        "Write the withdrawal down",
        "What was said, to whom, and when",
        "It already counts: this is the note of it. Say who took the call, and whether the victim "
        "wants anything else.",
    ),
    "copy": Asked("The copy", "Language of the copy that was handed over"),
}
OF_VICTIM = {
    "born": Asked(
        "Day of birth",
        "Born on",
        "The newest one counts. It tells until when a parent or guardian signs, and is kept with "
        "the record alone.",
    ),
    "of_age": Asked(
        "Spoken with after the 18th birthday",
        "What the person wants from now on",
        "Whether releases are wanted again, under the own signature. Do not write to the old "
        "address or to a parent without asking.",
    ),
}


class ActForm(Form):
    """A day and words, or a day and a language."""

    happened_on = forms.DateField(label="Day", initial=clock.today)

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        """Take the kind of act."""
        super().__init__(*args, **options)
        self.kind, asked = kind, {**ACTS, **OF_VICTIM}[kind]
        said: forms.Field = MaxText(
            label=asked.label, max_length=4000, rows=5, help_text=asked.help
        )
        if kind == "copy":
            choices = list(COPY_IN.items())
            said = forms.ChoiceField(label=asked.label, choices=choices, widget=forms.RadioSelect)
        if kind == "born":
            said = forms.DateField(label=asked.label, help_text=asked.help)
        self.fields["said"] = said

    def words(self) -> str:
        """Return what is kept; only after is_valid()."""
        return str(self.cleaned_data["said"])
