"""The question of a privacy officer: may this person see this, on that case, then?"""

from typing import Any

from django import forms

from casemgmt.policy.categories import LABELS, Category
from casemgmt.selectors.explanation import CATEGORIES
from casemgmt.web.forms import Form


class AccessForm(Form):
    """Who, which case, which category and when; kept in the address."""

    person = forms.CharField(label="Person (name, sign-in name or e-mail)", max_length=128)
    number = forms.CharField(label="Case number", max_length=20)
    category = forms.ChoiceField(
        label="Category",
        choices=[("", "All of them"), *[(c.value, LABELS[c]) for c in CATEGORIES]],
        required=False,
    )
    at = forms.DateTimeField(label="At another moment (empty: now)", required=False)
    key = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput)

    def wanted(self) -> dict[str, Any]:
        """Return the case, category and moment of a valid form."""
        given = self.cleaned_data
        category = Category(given["category"]) if given["category"] else None
        return {"number": given["number"], "category": category, "at": given["at"]}
