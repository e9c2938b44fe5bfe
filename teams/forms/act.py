"""Forms of acts that need a reason and nothing else, and the hidden state that a change carries."""

from django import forms

from casemgmt.web.forms import Form, MaxText


class NoForm(Form):
    """Nothing to fill in: the button is the act."""


class ReasonForm(Form):
    """Why it is done; the reason stands on the ledger."""

    reason = MaxText(
        max_length=300, rows=3, help_text="Stands on the ledger. Name no case and no victim."
    )


class IdentityForm(Form):
    """How the administrator made sure who asks."""

    reason = MaxText(
        max_length=300,
        rows=3,
        label="Who asked, and how you made sure of it",
        help_text=(
            "For example: in person at the front desk, with the agency's "
            "badge. Stands on the ledger."
        ),
    )


def carry_state(form: forms.BaseForm, state: str) -> None:
    """Give a form the hidden state of the row that it changes."""
    form.fields["seen"] = forms.CharField(max_length=64, widget=forms.HiddenInput, initial=state)
