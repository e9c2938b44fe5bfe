"""The search of the organization's ledger, and the form that asks what a file of it is for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from audit.forms.search import A_UUID
from casemgmt.web.forms import Form, MaxText
from victims.confidential.selectors.event import EventsWanted


class LedgerForm(Form):
    """What to look for; everything is optional. The victim comes by a link from her record."""

    worker = forms.CharField(label="Worker", max_length=128, required=False)
    since = forms.DateField(label="From", required=False)
    until = forms.DateField(label="To", required=False)
    client = forms.CharField(
        required=False, max_length=36, validators=[RegexValidator(A_UUID)], widget=forms.HiddenInput
    )

    def clean(self) -> dict[str, Any]:
        """Refuse days that are the wrong way round."""
        found = super().clean() or self.cleaned_data
        since, until = found.get("since"), found.get("until")
        if since and until and until < since:
            words = "This day is before the first one. Choose the same day or a later one."
            self.add_error("until", ValidationError(words))
        return found

    def wanted(self) -> EventsWanted:
        """Return what a valid form asks for."""
        given = self.cleaned_data
        return EventsWanted(
            given["worker"].strip(), given["since"], given["until"], given["client"] or None
        )


class LedgerFileForm(Form):
    """Why events are taken away as a file."""

    reason = MaxText(
        label="What the file is for",
        help_text="It stands on your organization's ledger.",
        max_length=500,
        rows=3,
    )
