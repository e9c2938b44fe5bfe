"""Forms of registrations for notices."""

from typing import Any

from django import forms

from casemgmt.web.forms import Form
from victims.models import NoticeDuty


class RegisterForm(Form):
    """Who has registered, and with whom."""

    system_record_id = forms.ChoiceField(label="Who has registered")
    sender = forms.ChoiceField(
        label="Who sends the notices",
        choices=NoticeDuty.Sender.choices,
        widget=forms.RadioSelect,
        help_text="Which events, which language and which way is safe, the sender knows; it is "
        "not kept here.",
    )

    def __init__(self, *args: Any, victims: list[tuple[str, str]], **options: Any) -> None:
        """Offer the victims whom the system knows."""
        super().__init__(*args, **options)
        self.fields["system_record_id"].choices = [("", "Choose"), *victims]  # type: ignore[attr-defined]
