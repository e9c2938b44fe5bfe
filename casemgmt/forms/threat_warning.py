"""The forms of a warning: the quick one, and what follows it within the day."""

from typing import Any

from django import forms
from django.conf import settings

from casemgmt.core import clock
from casemgmt.models import WarningEntry
from casemgmt.policy.warning import DECISIONS, GATES, METHODS, SOURCES, WarningTerms
from casemgmt.web.forms import Form, MaxText


class WarningForm(Form):
    """The eight answers that cannot wait; everything else is added within 24 hours."""

    threat = MaxText(label="The threat, in the words that were used", max_length=2000, rows=2)
    learned_from = forms.ChoiceField(
        label="Where it comes from", choices=SOURCES, initial="person", widget=forms.RadioSelect
    )
    learned_at = forms.DateTimeField(label="When you learned of it", initial=clock.now)
    decision = forms.ChoiceField(
        label="What you decided", choices=DECISIONS, initial="warn", widget=forms.RadioSelect
    )
    recipient = forms.CharField(label="Who was told", max_length=200, required=False)
    exact_words = MaxText(
        label="What was told, word for word", max_length=2000, rows=2, required=False
    )
    method = forms.ChoiceField(
        label="How", choices=METHODS, initial="phone", widget=forms.RadioSelect, required=False
    )
    told_at = forms.DateTimeField(label="When it was told", initial=clock.now, required=False)
    gate = forms.ChoiceField(
        label="Only where it was learned in substance use treatment: by which way", required=False,
        choices=(("", "It was not"), *GATES), widget=forms.RadioSelect,
    )  # fmt: skip
    affiliation = forms.CharField(
        label="In an emergency: where the medical personnel work", max_length=160, required=False
    )
    team_may_know = forms.BooleanField(
        label="The team may learn that a warning was made, and when", required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Ask about the team only where the site lets it learn anything."""
        super().__init__(*args, **options)
        if not settings.TEAM_LEARNS_OF_WARNINGS:
            del self.fields["team_may_know"]

    def terms(self) -> WarningTerms:
        """Return the answers as the rules take them; only after is_valid()."""
        given = {k: v for k, v in self.cleaned_data.items() if k != "team_may_know"}
        if given["decision"] not in ("warn", "police"):
            given |= {"told_at": None, "method": ""}
        return WarningTerms(**given)


class EntryForm(Form):
    """What came after the call."""

    kind = forms.ChoiceField(
        label="What it is", choices=WarningEntry.Kind.choices, widget=forms.RadioSelect
    )
    happened_at = forms.DateTimeField(label="When", initial=clock.now)
    words = MaxText(label="In a sentence or two", max_length=1000, rows=3)
