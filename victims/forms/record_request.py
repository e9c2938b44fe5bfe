"""Forms of a request for one's own record: who asks, and what goes once it is cleared."""

from collections.abc import Iterable
from typing import Any

from django import forms

from casemgmt.core import clock
from casemgmt.web.forms import Form, MaxText
from victims.selectors.record_request import Held
from victims.services.record_request import TEXTS, Cleared

LABELS = {"relation": "Relation", "contact": "How the agency reaches the person", "note": "Note"}


class RecordRequestForm(Form):
    """Who asks, about which case, since when."""

    number = forms.CharField(
        label="Case number", max_length=40, help_text="Exactly as on the file."
    )
    asked_by = forms.CharField(
        label="Who asks", max_length=160,
        help_text="Make sure who it is, as your agency does for every request.",
    )  # fmt: skip
    asked_on = forms.DateField(label="Asked on", initial=clock.today)


class ClearForm(Form):
    """Each record of the case: is it hers, and what of its texts goes."""

    def __init__(self, *args: Any, held: Iterable[Held], **options: Any) -> None:
        """Add the fields of each record, begun with its words."""
        super().__init__(*args, **options)
        self.held = list(held)
        for number, one in enumerate(self.held, start=1):
            day = f"{one.created_at:%m/%d/%Y}"
            self.fields[f"hers_{one.id}"] = forms.BooleanField(
                label=f"Record {number} is about the person who asks: {one.given_name} "
                f"{one.family_name}, from {one.source_words.lower()}, {day}",
                required=False,
            )
            for name in TEXTS:
                if text := getattr(one, name):
                    self.fields[f"{name}_{one.id}"] = MaxText(
                        label=f"{LABELS[name]}, record {number}", initial=text, required=False,
                        max_length=2400, rows=4 if name == "note" else 2,
                        help_text="Take out what is of other people; write [struck] in its place.",
                    )  # fmt: skip

    def hers(self) -> dict[str, Cleared]:
        """Return the records that were ticked, with their texts as they go."""
        given = self.cleaned_data
        return {
            str(one.id): Cleared({name: given.get(f"{name}_{one.id}", "") for name in TEXTS})
            for one in self.held
            if given.get(f"hers_{one.id}")
        }
