"""The release form on the advocate's own side: whose words they are never leaves it."""

from typing import Any, cast

from django import forms
from django.forms import BoundField

from victims.confidential.selectors.client import ClientRow
from victims.forms.release import PURPOSES, ReleaseForm, offer

OWN_SIDE_ONLY = "none"
# What each step asks. What was typed travels with the form from step to step and rests nowhere:
# before it is signed, nothing of it is on the team's side (B-VAWA-2, B-VAWA-3).
STEPS = {
    "what": ("What exactly", ("of", "item", "text")),
    "to": ("To whom", ("to_agency", "to_user")),
    "for": ("For what, and how long", ("purpose", "ways", "days", "long_is_wanted")),
    "sign": (
        "Signatures and statements",
        ("risks_talked", "told_free", "signed_by", "born", "signed_on"),
    ),
}


class OwnReleaseForm(ReleaseForm):
    """Adds whose release it is, so that the victim's own page can show what the team reads."""

    of = forms.ChoiceField(
        label="Whose release this is",
        help_text="Stays on your side. The team is not told, and two victims of one case cannot be "
        "told apart.",
    )
    field_order = ("of",)
    step = "what"

    def __init__(self, *args: Any, clients: list[ClientRow], **options: Any) -> None:
        """Take the organization's victims on this case."""
        super().__init__(*args, **options)
        known = [(str(client.id), client.name) for client in clients]
        offer(
            self, "of", [("", "Choose"), *known, (OWN_SIDE_ONLY, "A victim who has no record here")]
        )

    def show(self, step: str) -> str:
        """Show one step, or the first before it that has a fault; what the others say is carried.

        Return which one is shown.
        """
        names = list(STEPS)
        up_to = names[: names.index(step) + 1]
        faulty = [name for name in up_to if set(STEPS[name][1]) & set(self.errors)]
        self.step = faulty[0] if faulty else step
        for name in set(self.errors) - set(STEPS[self.step][1]):
            del self.errors[name]
        return self.step

    def faults_until(self, step: str) -> bool:
        """Whether one of the steps up to this one has a fault."""
        names = list(STEPS)
        asked = {field for name in names[: names.index(step) + 1] for field in STEPS[name][1]}
        return bool(asked & set(self.errors))

    @property
    def shown(self) -> list[BoundField]:
        """Return the fields of the step."""
        return [self[name] for name in STEPS[self.step][1]]

    @property
    def carried(self) -> list[BoundField]:
        """Return the fields of the other steps: what was typed there, or what they begin with."""
        return [self[name] for name in self.fields if name not in STEPS[self.step][1]]

    @property
    def in_words(self) -> dict[str, str]:
        """Return what the earlier steps say, for the last one to repeat."""
        held = self.cleaned_data if self.is_bound else {}
        agencies: dict[str, str] = dict(cast(Any, self.fields["to_agency"]).choices)
        people: dict[str, str] = dict(cast(Any, self.fields["to_user"]).choices)
        recipient = agencies.get(held.get("to_agency", ""), "")
        person = people.get(held["to_user"], "") if held.get("to_user") else ""
        purpose = dict(PURPOSES).get(held.get("purpose", ""), "")
        return {"item": held.get("item", ""), "to": person or recipient, "purpose": purpose}
