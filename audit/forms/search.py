"""The search form of the ledger, and the form that asks why it is exported."""

from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from audit.handles import EVENT, PERSON, number_of
from audit.models import Kind, Outcome
from audit.selectors.events import EventFilter
from casemgmt.policy.categories import LABELS
from casemgmt.policy.decision import AUTHORITY_WORDS
from casemgmt.web.forms import Form, MaxText

ANY = ("", "Any")
A_UUID = r"\A[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\Z"
KINDS = {
    Kind.VIEW: "Viewed",
    Kind.LIST: "Shown in a list",
    Kind.SEARCH: "Searched",
    Kind.COUNT: "Numbers",
    Kind.EXPORT: "Exported",
    Kind.PRINT: "Printed",
    Kind.DOWNLOAD: "Downloaded",
    Kind.API: "Read by a program",
    Kind.MAIL: "Mailed",
    Kind.SPOKEN: "Told in speech",
    Kind.REFUSAL: "Refused",
    Kind.CHANGE: "Changed",
    Kind.SIGN_IN: "Signed in",
    Kind.SIGN_IN_FAILED: "Sign-in failed",
    Kind.PERMISSION: "Permission changed",
    Kind.LEDGER: "Ledger read",
    Kind.BREAK_GLASS: "Emergency access",
    Kind.CONFLICT: "Conflict of interest",
    Kind.SEALED: "Sealed",
    Kind.UNSEALED: "Seal lifted",
}
OUTCOMES = {Outcome.SHOWN: "Shown", Outcome.REFUSED: "Refused", Outcome.DONE: "Done"}


def _choices(words: dict[Any, str]) -> list[tuple[str, str]]:
    named = [(str(value), f"{label[:1].upper()}{label[1:]}") for value, label in words.items()]
    return [ANY, *named]


class HandleField(forms.CharField):
    """The handle of an event or of a person, hidden; its value is the number behind it."""

    def __init__(self, kind: str) -> None:
        """Take what it is a handle of."""
        super().__init__(required=False, max_length=36, widget=forms.HiddenInput)
        self.kind = kind

    def clean(self, value: object) -> str:
        """Return the number as text; raises ValidationError for no handle of ours."""
        given = super().clean(value)
        found = number_of(self.kind, given) if given else None
        if given and found is None:
            raise ValidationError("This link leads to nothing here. Start from the ledger again.")
        return "" if found is None else str(found)


class SearchForm(Form):
    """What to look for. Everything is optional; what is hidden comes by links from other pages."""

    number = forms.CharField(label="Case number", max_length=20, required=False)
    person = forms.CharField(label="Person who looked", max_length=128, required=False)
    kind = forms.ChoiceField(label="What happened", choices=_choices(KINDS), required=False)
    outcome = forms.ChoiceField(label="Outcome", choices=_choices(OUTCOMES), required=False)
    category = forms.ChoiceField(label="Category", choices=_choices(LABELS), required=False)
    authority = forms.ChoiceField(
        label="Authority", choices=_choices(AUTHORITY_WORDS), required=False
    )
    since = forms.DateField(label="From", required=False)
    until = forms.DateField(label="To", required=False)
    case = forms.CharField(
        required=False, max_length=36, validators=[RegexValidator(A_UUID)], widget=forms.HiddenInput
    )
    actor = HandleField(PERSON)
    subject = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    event = HandleField(EVENT)
    ref = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    of = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    because = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Refuse days that are the wrong way round."""
        return _right_way_round(self, super().clean() or self.cleaned_data)

    def wanted(self) -> EventFilter:
        """Return what a valid form asks for."""
        given = self.cleaned_data
        words: dict[str, Any] = {
            name: str(given[name] or "").strip()
            for name in (
                "number", "person", "kind", "outcome", "category", "authority", "case", "actor",
                "subject", "event", "ref", "of", "because",
            )
        }  # fmt: skip
        return replace(EventFilter(since=given["since"], until=given["until"]), **words)


class DaysForm(Form):
    """The days that a page counts."""

    since = forms.DateField(label="From", required=False)
    until = forms.DateField(label="To", required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse days that are the wrong way round."""
        return _right_way_round(self, super().clean() or self.cleaned_data)


class ExportForm(Form):
    """Why the events are taken away."""

    reason = MaxText(
        label="What the export is for",
        help_text="It stands on the ledger beside the export.",
        max_length=500,
        rows=3,
    )


def _right_way_round(form: Form, found: dict[str, Any]) -> dict[str, Any]:
    since, until = found.get("since"), found.get("until")
    if since and until and until < since:
        words = "This day is before the first one. Choose the same day or a later one."
        form.add_error("until", ValidationError(words))
    return found
