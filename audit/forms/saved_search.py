"""The form of a search that somebody keeps: its name, and what it looks for."""

from typing import Any

from django import forms

from audit.forms.search import SearchForm

BESIDE = ("name", "version")


class SavedSearchForm(SearchForm):
    """A search with a name; `version` tells what was on the screen."""

    name = forms.CharField(label="Name of the search", max_length=80)
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    field_order = ("name",)

    def terms(self) -> dict[str, str]:
        """Return what is looked for, as an address says it."""
        return {
            name: self[name].data
            for name in self.fields
            if name not in BESIDE and self[name].data and self.cleaned_data.get(name)
        }

    @property
    def has_terms(self) -> bool:
        """Whether it looks for anything at all."""
        return bool(self.is_valid() and self.terms())

    def clean(self) -> dict[str, Any]:
        """Refuse a search for nothing: everything is one click away already."""
        found = super().clean()
        if not self.errors and not any(found.get(n) for n in self.fields if n not in BESIDE):
            self.add_error(None, "Fill in at least one thing to look for.")
        return found
