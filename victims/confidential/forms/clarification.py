"""Forms of a victim's own ladder: asking for a step, stopping it."""

from typing import Any

from django import forms

from casemgmt.models import Release
from casemgmt.web.forms import Form
from victims.confidential.selectors.clarification import RungOf
from victims.confidential.services.clarification import WishWords

WISHED_BY = (
    ("the victim", "The victim"),
    (
        "the minor, with a parent or guardian who did not cause the harm",
        "The minor, with a parent or guardian who did not cause the harm",
    ),
    ("a guardian whom a court appointed", "A guardian whom a court appointed"),
)


class AskForm(Form):
    """A step that this victim wants."""

    under = forms.ChoiceField(
        label="Step, under its release",
        widget=forms.RadioSelect,
        help_text="Steps for which a release in force names the step and one recipient.",
    )
    wished_by = forms.ChoiceField(label="Who wants it", choices=WISHED_BY, widget=forms.RadioSelect)
    beside = forms.CharField(
        label="Who stands by",
        max_length=200,
        required=False,
        help_text="The victim's own therapist; for a child a therapist and a guardian ad litem. "
        "Stays here.",
    )
    skips = forms.BooleanField(
        label="The victim wants this step without those that usually come before", required=False
    )

    def __init__(self, *args: Any, ladder: list[RungOf], **options: Any) -> None:
        """Offer the steps that a release in force names."""
        super().__init__(*args, **options)
        self.fields["under"].choices = [  # type: ignore[attr-defined]
            (f"{one.rung.name}:{held.release_id}", f"{one.rung.label}, to {held.recipient}")
            for one in ladder
            for held in one.releases
        ]

    def step(self) -> dict[str, Any]:
        """Return what to ask for; only after is_valid()."""
        rung, _, release_id = self.cleaned_data["under"].partition(":")
        held = self.cleaned_data
        words = WishWords(held["wished_by"], held["beside"], held["skips"])
        return {"rung": rung, "release_id": release_id, "words": words}


class StopForm(Form):
    """How the victim said it; a reason is never asked."""

    how = forms.ChoiceField(choices=Release.HowRevoked.choices)
