"""Forms of what a victim asked to know, and of telling it."""

from typing import Any

from django import forms

from casemgmt.forms.contact import this_minute
from casemgmt.web.forms import Form, MaxText
from victims.confidential.services.information import AskedWords
from victims.information import in_force


class AskedForm(Form):
    """What she asked, when and how."""

    topics = forms.MultipleChoiceField(
        label="What the victim asked to know", widget=forms.CheckboxSelectMultiple, choices=()
    )
    asked_at = forms.DateTimeField(label="When", initial=this_minute)
    how = MaxText(
        label="How it was asked, and how the answer is to be given",
        max_length=1000,
        rows=3,
        required=False,
        help_text="By telephone, in person; the safe way and time. It stays on this side.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the topics of the jurisdiction."""
        super().__init__(*args, **options)
        topics = in_force().topics.values()
        self.fields["topics"].choices = [(topic.key, topic.label) for topic in topics]  # type: ignore[attr-defined]

    def words(self) -> AskedWords:
        """Return what was asked."""
        given = self.cleaned_data
        return AskedWords(tuple(given["topics"]), given["how"], given["asked_at"])


class ToldForm(Form):
    """That it was told."""

    words = MaxText(
        label="How it was told, and what was said to it",
        max_length=2000,
        rows=3,
        help_text="It stays on this side. The request is closed with it.",
    )
