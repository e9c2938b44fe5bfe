"""The release form on the advocate's own side: whose words they are never leaves it."""

from typing import Any

from django import forms

from victims.confidential.selectors.client import ClientRow
from victims.forms.release import ReleaseForm, offer

OWN_SIDE_ONLY = "none"


class OwnReleaseForm(ReleaseForm):
    """Adds whose release it is, so that the victim's own page can show what the team reads."""

    of = forms.ChoiceField(
        label="Whose release this is",
        help_text="Stays on your side. The team is not told, and two victims of one case cannot be "
        "told apart.",
    )
    field_order = ("of",)

    def __init__(self, *args: Any, clients: list[ClientRow], **options: Any) -> None:
        """Take the organization's victims on this case."""
        super().__init__(*args, **options)
        known = [(str(client.id), client.name) for client in clients]
        offer(
            self, "of", [("", "Choose"), *known, (OWN_SIDE_ONLY, "A victim who has no record here")]
        )
