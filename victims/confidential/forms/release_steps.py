"""A form that goes step by step.

What was typed travels with it from step to step and rests nowhere: before it is signed, nothing of
it is on the team's side (B-VAWA-2, B-VAWA-3).
"""

from django import forms
from django.forms import BoundField

# What each step asks.
STEPS = {
    "what": ("What exactly", ("of", "item", "text")),
    "to": ("To whom", ("to_agency", "to_user")),
    "for": ("For what, and how long", ("purpose", "ways", "days", "long_is_wanted")),
    "talk": (
        "Talked through",
        ("risks", "other_ways", "told_free", "language", "interpreter"),
    ),
    "sign": (
        "Signatures and copy",
        (
            "signed_by", "born", "guardian", "signed_on", "copy", "copy_language", "copy_why",
        ),
    ),
}  # fmt: skip


class InSteps(forms.Form):
    """Shows one step and carries the others."""

    step = "what"

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
        return [self[name] for name in STEPS[self.step][1] if name in self.fields]

    @property
    def carried(self) -> list[BoundField]:
        """Return the fields of the other steps: what was typed there, or what they begin with."""
        return [self[name] for name in self.fields if name not in STEPS[self.step][1]]
