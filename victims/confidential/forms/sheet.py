"""The form of a sheet, made of its questions."""

from typing import Any

from django import forms

from casemgmt.core import clock
from casemgmt.web.forms import Form, MaxText
from victims.confidential.questions import CHOICE, CHOICES, DAY, TEXT, Kind, Question


def field_of(question: Question) -> forms.Field:
    """Return the form field of a question."""
    common: dict[str, Any] = {
        "label": question.label,
        "required": question.required,
        "help_text": question.help,
    }
    if question.shape == TEXT:
        return MaxText(max_length=4000, rows=3, **common)
    if question.shape == DAY:
        return forms.DateField(**common)
    if question.shape == CHOICE:
        return forms.ChoiceField(choices=question.choices, widget=forms.RadioSelect, **common)
    if question.shape == CHOICES:
        return forms.MultipleChoiceField(
            choices=question.choices, widget=forms.CheckboxSelectMultiple, **common
        )
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(max_length=300, widget=widget, **common)


class SheetForm(Form):
    """The day, and the questions of one kind."""

    happened_on = forms.DateField(label="Day", initial=clock.today)
    replaces = forms.UUIDField(required=False, max_length=36, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: Kind, **options: Any) -> None:
        """Add the questions of `kind`."""
        super().__init__(*args, **options)
        for question in kind.questions:
            self.fields[question.name] = field_of(question)

    def answers(self) -> dict[str, Any]:
        """Return the answers as they are kept; only after is_valid()."""
        kept = {}
        for name, value in self.cleaned_data.items():
            if name not in ("happened_on", "replaces") and value not in (None, "", []):
                kept[name] = value.isoformat() if hasattr(value, "isoformat") else value
        return kept
