"""The form of a dated text; each kind says who will be able to read it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html

from casemgmt.selectors.entry import EntryKind, readers_of
from casemgmt.services.entry import EntryWords
from casemgmt.web.forms import Form, MaxText


class EntryForm(Form):
    """Kind, day, title, text."""

    kind = forms.ChoiceField(label="Kind", widget=forms.RadioSelect)
    happened_on = forms.DateField(label="Day")
    title = forms.CharField(label="Title", max_length=160)
    text = MaxText(label="Text", max_length=20000, rows=10)
    item = forms.CharField(
        label="Named as",
        max_length=200,
        required=False,
        help_text="Where an order or a release names documents one by one: the name it uses.",
    )
    quotes_part2 = forms.BooleanField(
        label="It quotes a substance use program's record",
        required=False,
        help_text="It is then shown only under a consent that names the reader (42 CFR Part 2).",
    )

    def __init__(self, *args: Any, kinds: Sequence[EntryKind], **options: Any) -> None:
        """Offer the kinds that this viewer writes on this case."""
        super().__init__(*args, **options)
        self.fields["kind"].choices = [(kind.key, _words(kind)) for kind in kinds]  # type: ignore[attr-defined]

    def words(self) -> EntryWords:
        """Return what the entry says."""
        return EntryWords(**self.cleaned_data)


def _words(kind: EntryKind) -> str:
    return format_html(
        '{} <span class="usa-radio__label-description">{}</span>', kind.label, readers_of(kind)
    )
