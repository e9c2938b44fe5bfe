"""The form of a travel permit."""

from datetime import date
from typing import Any

from django import forms

from casemgmt.web.forms import Form


class PermitForm(Form):
    """Where to, and for how long."""

    destination = forms.CharField(label="Where to", max_length=160)
    starts_on = forms.DateField(label="From")
    ends_on = forms.DateField(label="Until")
    purpose = forms.CharField(label="For what", max_length=160)

    def clean(self) -> dict[str, Any]:
        """Refuse a permit that ends before it begins."""
        given: dict[str, Any] = super().clean() or {}
        starts, ends = given.get("starts_on"), given.get("ends_on")
        if isinstance(starts, date) and isinstance(ends, date) and ends < starts:
            self.add_error("ends_on", "It ends before it begins. Choose a later day.")
        return given
