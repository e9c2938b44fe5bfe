"""What an administrator types about an agreement between agencies."""

from typing import Any

from django import forms

from casemgmt.core.walltime import end_of, start_of
from casemgmt.policy.categories import LABELS
from casemgmt.web.forms import Form
from teams.selectors.administration import open_agencies
from teams.selectors.agreement import COVERABLE
from teams.services.agreement import Terms


class AgreementForm(Form):
    """Between whom, on what, from when until when."""

    name = forms.CharField(
        max_length=160, help_text="As it is filed, for example: Memorandum of understanding 26-04."
    )
    parties = forms.MultipleChoiceField(label="Between", widget=forms.CheckboxSelectMultiple)
    covers = forms.MultipleChoiceField(
        label="It covers", widget=forms.CheckboxSelectMultiple,
        choices=[(category.value, LABELS[category]) for category in COVERABLE],
        help_text="Once it has ended, or before it begins, none of this flows between them.",
    )  # fmt: skip
    starts = forms.DateField(label="First day")
    ends = forms.DateField(
        label="Last day", required=False, help_text="Empty where it runs until somebody ends it."
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the agencies that are open."""
        super().__init__(*args, **options)
        agencies = [(str(agency.key), agency.name) for agency in open_agencies()]
        self.fields["parties"].choices = agencies  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for two parties, and an end after the start."""
        held = super().clean() or self.cleaned_data
        if held.get("parties") and len(held["parties"]) < 2:
            self.add_error("parties", "Choose two agencies or more.")
        if held.get("ends") and held.get("starts") and held["ends"] < held["starts"]:
            self.add_error("ends", "This lies before the first day. Choose a later one.")
        return held


def terms_of(held: dict[str, Any]) -> Terms:
    """Return the terms; days become moments in the jurisdiction's zone."""
    return Terms(
        name=held["name"], parties=tuple(held["parties"]), covers=tuple(held["covers"]),
        starts_at=start_of(held["starts"]), ends_at=end_of(held["ends"]) if held["ends"] else None,
    )  # fmt: skip
