"""Forms of the ladder on the team's side: readiness, a decision that clears a step, the court."""

from collections.abc import Iterable
from typing import Any

from django import forms

from audit.reveal import Revealed
from casemgmt.web.forms import Form
from victims.ladder import CHOICES, REACHING
from victims.models import Readiness


class ReadinessForm(Form):
    """What treatment says of the person under supervision."""

    rung = forms.ChoiceField(label="Step", choices=CHOICES, widget=forms.RadioSelect)
    word = forms.ChoiceField(
        label="Is the person ready for it?",
        choices=Readiness.Word.choices,
        widget=forms.RadioSelect,
        help_text="Said of the person alone. It tells of no victim, and starts nothing.",
    )


class ClearanceForm(Form):
    """Which decision clears which step until when."""

    decision_id = forms.ChoiceField(
        label="Decision",
        help_text="Decisions by consensus on contact or on reunification, each with its worksheet.",
    )
    rung = forms.ChoiceField(label="Step that it clears", choices=CHOICES, widget=forms.RadioSelect)
    ends_on = forms.DateField(label="Counts until")

    def __init__(self, *args: Any, decisions: Iterable[Revealed], **options: Any) -> None:
        """Offer the decisions that can clear a step."""
        super().__init__(*args, **options)
        self.fields["decision_id"].choices = [  # type: ignore[attr-defined]
            (row.id, f"{row.decided_on:%B %-d, %Y}: {row.question}") for row in decisions
        ]


class CourtForm(Form):
    """Which steps a later order leaves open under a term of no contact."""

    term_id = forms.ChoiceField(label="Term of no contact")
    allows = forms.MultipleChoiceField(
        label="The order leaves open",
        choices=REACHING,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Nothing ticked: the term forbids every step that reaches a victim.",
    )
    allowed_under = forms.CharField(
        label="Order of the court",
        max_length=200,
        help_text="Court, number and day, for example: Superior Court, order of March 3, 2026.",
    )

    def __init__(self, *args: Any, terms: Iterable[Revealed], **options: Any) -> None:
        """Offer the terms in force."""
        super().__init__(*args, **options)
        self.fields["term_id"].choices = [  # type: ignore[attr-defined]
            (row.id, f"{row.ordered_on:%B %-d, %Y}: {row.text[:90]}") for row in terms
        ]
