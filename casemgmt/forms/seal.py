"""The forms of a seal: what is sealed under which order, and under which order it is lifted."""

from collections.abc import Sequence
from typing import Any

from django import forms

from casemgmt.web.forms import Form

WHOLE = "case"


class SealForm(Form):
    """The whole case or one record, the order, and a box that says what follows."""

    what = forms.ChoiceField(label="What the order seals")
    order = forms.CharField(
        label="Number of the order", max_length=160, help_text="As the court wrote it."
    )
    confirmed = forms.BooleanField(
        label="It disappears for everyone, me included; only a second person can lift the seal"
    )

    def __init__(self, *args: Any, records: Sequence[tuple[str, str]], **options: Any) -> None:
        """Take the records of the case that the viewer reads."""
        super().__init__(*args, **options)
        choices: list[Any] = [(WHOLE, "The whole case")]
        choices += [("One record of it", list(records))] if records else []
        self.fields["what"].choices = choices  # type: ignore[attr-defined]


class LiftForm(Form):
    """The order that lifts it."""

    order = forms.CharField(
        label="Number of the order that lifts it", max_length=160,
        help_text="As the court wrote it. It stands on the ledger.",
    )  # fmt: skip
